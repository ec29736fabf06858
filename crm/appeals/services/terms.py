"""Longer terms and interim replies: what the author is told while the work goes on."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.appeals import notices
from crm.appeals.services.rights import require
from crm.cases.models import Case, CaseClock, CaseEvent
from crm.cases.services import lock_case, write_event
from crm.deadlines.extensions import extend_clock
from crm.deadlines.models import DeadlineClock
from directory.models import Profile

EXTENDABLE = ("registered", "assigned", "in_progress", "reply_draft")
ANSWERABLE = ("assigned", "in_progress", "reply_draft")
SIDE_TERMS = ("forward", "return_data", "return")
"""Purposes of the terms in which an appeal may still go elsewhere (A-05 … A-07), as they end."""


@transaction.atomic
def extend_term(case: Case, until: date, reason: str, actor: Any, at: datetime) -> Case:
    """A head sets a longer term and the author is told, before the old one ends (A-14, DL-06).

    The state stays, the lawful day moves; 45 days from receipt is the most. Raises Conflict in
    another state or after the term has run out.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_EXTEND, case)
    check_state(case, EXTENDABLE)
    if not reason.strip():
        raise RuleBroken(_("Write why a month is not enough."), "reason", "empty")
    clocks = {kept.purpose: kept for kept in case.clocks.select_related("clock")}
    if "extended" not in clocks and "reply" in clocks:
        message = _("The law this addressee works by knows no longer term.")
        raise Conflict(message, "until", "no_longer_term")
    if "reply" not in clocks:
        raise Conflict(_("This term no longer runs."), "until", "stopped")
    reply, longest = clocks["reply"], clocks["extended"].clock
    profile = Profile.objects.for_addressee(case.addressee_id)
    clock = extend_clock(reply.clock, longest, until, profile, at)
    case.is_extended = True
    follow_clock(case, reply, clock, at, "is_extended")
    tell_of_term(case, "", reason, actor, at, until=str(clock.due_on))
    journal.record("appeal.extended", actor, case, at, until=str(clock.due_on))
    notices.tell_author(case, at, notices.EXTENDED)
    return case


@transaction.atomic
def send_interim_reply(case: Case, text: str, actor: Any, at: datetime) -> Case:
    """What is already known, signed and told to the author; the appeal stays on control (R-06)."""
    case = lock_case(case)
    require(actor, Action.APPEALS_SIGN, case)
    check_state(case, ANSWERABLE)
    if not text.strip():
        raise RuleBroken(_("Write the text of the reply."), "text", "empty")
    write_event(
        case,
        CaseEvent.Kind.INTERIM,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        text=text.strip(),
    )
    case.updated_at = at
    case.save(update_fields=["updated_at"])
    journal.record("appeal.interim_reply", actor, case, at)
    notices.tell_author(case, at, notices.INTERIM)
    return case


def longest_day(case: Case) -> date | None:
    """The last day a term may be extended to; nothing where no such term was started."""
    kept = case.clocks.filter(purpose="extended").select_related("clock").first()
    return kept.clock.due_on if kept else None


def side_terms(case: Case) -> dict[str, date]:
    """The last days to forward and to return, by purpose; those the law of the case knows."""
    kept = case.clocks.filter(purpose__in=SIDE_TERMS).values_list("purpose", "clock__due_on")
    days = dict(kept)
    return {purpose: days[purpose] for purpose in SIDE_TERMS if purpose in days}


def check_state(case: Case, states: tuple[str, ...]) -> None:
    """Refuse what is done in other states than this one."""
    if case.state not in states:
        raise Conflict(
            _("This cannot be done now: the record is in the state “%(source)s”.")
            % {"source": case.state_label},
            code="state",
        )


def follow_clock(
    case: Case, kept: CaseClock, clock: DeadlineClock, at: datetime, *update: str
) -> None:
    """The case takes over the days of the clock that stands in the place of its former one."""
    CaseClock.objects.filter(pk=kept.pk).update(clock=clock)
    case.main_clock, case.updated_at = clock, at
    case.due_on, case.target_on = clock.due_on, clock.target_on
    case.save(update_fields=["main_clock", "updated_at", "due_on", "target_on", *update])


def tell_of_term(case: Case, said: str, text: str, actor: Any, at: datetime, **data: Any) -> None:
    """An entry of the timeline that the author reads too; `said` names it (states.SAID)."""
    told = {**data, "said": said} if said else data
    seen = CaseEvent.Visibility.AUTHOR
    write_event(case, CaseEvent.Kind.TERM, actor, at, visibility=seen, text=text.strip(), data=told)
