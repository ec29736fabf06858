"""Duplicates: joined to the first, answered with it, parted again when joined by mistake."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.errors import RuleBroken
from crm.appeals import notices
from crm.appeals.models import Appeal, Registration
from crm.appeals.services.outgoing import next_outgoing_index
from crm.appeals.services.questions import close_questions
from crm.appeals.services.rights import require
from crm.cases.links import followers_of, link_cases
from crm.cases.models import Case, CaseEvent, CaseLink
from crm.cases.services import begin_from, lock_case, move_case, write_event
from crm.deadlines.services import resume_clock, stop_clock

PRIMARY, DUPLICATE = "2.1", "2.3"


@transaction.atomic
def join_appeal(case: Case, first: Case, actor: Any, at: datetime) -> Case:
    """A duplicate follows the first appeal on the matter: one reply answers both.

    The caller makes sure that the actor may read the first. Raises RuleBroken where the first is
    finished, follows another itself, or came later.
    """
    first = _lock_both(case, first)
    case = lock_case(case)
    require(actor, Action.APPEALS_REGISTER, case)
    _check_first(case, first)
    move_case(case, "joined", actor, at, visible_to_author=False)
    link_cases(case, first, CaseLink.Kind.JOINED, actor, at)
    card = Registration.objects.filter(case=case)
    card.filter(sign=PRIMARY).update(sign=DUPLICATE, version=F("version") + 1)
    for of_case in case.clocks.select_related("clock"):
        stop_clock(of_case.clock, at)
    write_event(
        case,
        CaseEvent.Kind.SYSTEM,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        text=str(_("The appeal is considered together with another on the same matter.")),
    )
    notices.tell_author(case, at)
    return case


@transaction.atomic
def part_appeal(case: Case, actor: Any, at: datetime) -> Case:
    """A joined appeal goes its own way again; its terms run from its own receipt as before."""
    case = lock_case(case)
    require(actor, Action.APPEALS_REGISTER, case)
    begin_from(case, "joined")
    _part(case, actor, at)
    return case


def answer_joined(first: Case, answered: Appeal, actor: Any, at: datetime) -> None:
    """Each author of a joined appeal gets the same reply under an index of their own."""
    for case in followers_of(first).select_for_update(of=("self",)):
        case.answered_at = at
        move_case(case, "answered", actor, at, update=["answered_at"])
        Appeal.objects.filter(case=case).update(
            reply_text=answered.reply_text,
            result=answered.result,
            reply_drafted_by=answered.reply_drafted_by_id,
            reply_signed_by=answered.reply_signed_by_id,
            outgoing_index=(index := next_outgoing_index(case, at)),
        )
        close_questions(case, at, result=answered.result)
        write_event(
            case,
            CaseEvent.Kind.REPLY,
            actor,
            at,
            visibility=CaseEvent.Visibility.AUTHOR,
            text=answered.reply_text,
            data={"result": answered.result, "index": index},
        )
        notices.tell_author(case, at, notices.ANSWERED)


def close_joined(first: Case, actor: Any, at: datetime) -> None:
    """Answered together, filed together."""
    for case in followers_of(first, "answered").select_for_update(of=("self",)):
        case.closed_at = at
        move_case(case, "closed", actor, at, visible_to_author=False, update=["closed_at"])


def end_joined(first: Case, state: str, reason: str, actor: Any, at: datetime) -> None:
    """The first ended without a reply: what was joined ends the same way, but a withdrawal is
    one author's wish and frees the others."""
    for case in followers_of(first).select_for_update(of=("self",)):
        if state == "withdrawn":
            _part(case, actor, at)
            continue
        ended = Appeal.objects.get(case=first)
        case.closed_at = at
        move_case(case, state, actor, at, reason=reason, update=["closed_at"])
        Appeal.objects.filter(case=case).update(
            result=ended.result, ground=ended.ground, forwarded_to=ended.forwarded_to
        )
        close_questions(case, at, result=ended.result, reason=reason)
        notices.tell_author(case, at)


def _part(case: Case, actor: Any, at: datetime) -> None:
    link = CaseLink.objects.filter(later=case, kind=CaseLink.Kind.JOINED)
    move_case(case, "registered", actor, at, visible_to_author=False)
    link.update(kind=CaseLink.Kind.SAME_MATTER)
    for of_case in case.clocks.select_related("clock"):
        resume_clock(of_case.clock, at)


def _lock_both(case: Case, first: Case) -> Case:
    """Two rows, always in the same order: two clerks joining crosswise must not wait for ever."""
    locked = Case.objects.select_for_update().filter(pk__in={case.pk, first.pk}).order_by("pk")
    return next(one for one in list(locked) if one.pk == first.pk)


def _check_first(case: Case, first: Case) -> None:
    field = "first"
    if first.pk == case.pk:
        raise RuleBroken(_("An appeal is not joined to itself."), field, "itself")
    if first.kind != "appeal":
        raise RuleBroken(_("Only an appeal can be the first."), field, "kind")
    if first.state == "joined":
        raise RuleBroken(
            _("That appeal is joined to another itself. Name the first one."), field, "joined"
        )
    if not first.is_open:
        raise RuleBroken(
            _("That appeal is finished. Register this one as repeated."), field, "finished"
        )
    if (first.received_at, first.pk) > (case.received_at, case.pk):
        raise RuleBroken(_("That appeal came later. Join it to this one."), field, "later")
    if followers_of(case).exists():
        raise RuleBroken(_("Others are joined to this appeal."), field, "has_joined")
