"""The author asks in writing, with reasons, for a shorter term; a head decides (A-15)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.appeals import notices
from crm.appeals.card_models import Registration, Wish
from crm.appeals.services.rights import require
from crm.appeals.services.terms import EXTENDABLE, check_state, follow_clock, tell_of_term
from crm.cases.models import Case
from crm.cases.services import lock_case
from crm.deadlines.extensions import shorten_clock
from directory.models import Profile


@transaction.atomic
def shorten_term(case: Case, until: date, actor: Any, at: datetime, *, words: str = "") -> Case:
    """Grant the wish: the reply is due by `until`, never later than it was; the author and the
    executor are told. Open assignments end with the new term at the latest.
    """
    case, card = _undecided(case, actor)
    reply = case.clocks.select_related("clock").filter(purpose="reply").first()
    if reply is None:
        raise Conflict(_("This term no longer runs."), "until", "stopped")
    profile = Profile.objects.for_addressee(case.addressee_id)
    clock = shorten_clock(reply.clock, until, profile, at)
    follow_clock(case, reply, clock, at)
    _keep(card, Wish.GRANTED, words, actor)
    tell_of_term(case, "shortened", words, actor, at, until=str(clock.due_on))
    journal.record("appeal.shortened", actor, case, at, until=str(clock.due_on))
    _cut_assignments(case, at)
    notices.tell_author(case, at, notices.SHORTENED)
    if case.assignee is not None:
        notices.tell_staff(case, [case.assignee], notices.TERM_MOVED, at)
    return case


@transaction.atomic
def refuse_shorter_term(case: Case, words: str, actor: Any, at: datetime) -> Case:
    """Refuse the wish with a reason, which the author reads; the term stays."""
    case, card = _undecided(case, actor)
    if not words.strip():
        raise RuleBroken(_("Write why a shorter term is refused."), "words", "empty")
    _keep(card, Wish.REFUSED, words, actor)
    case.updated_at = at
    case.save(update_fields=["updated_at"])
    tell_of_term(case, "not_shortened", words, actor, at)
    journal.record("appeal.not_shortened", actor, case, at)
    notices.tell_author(case, at, notices.NOT_SHORTENED)
    return case


def _undecided(case: Case, actor: Any) -> tuple[Case, Registration]:
    case = lock_case(case)
    require(actor, Action.APPEALS_EXTEND, case)
    check_state(case, EXTENDABLE)
    card = Registration.objects.select_for_update().filter(case=case).first()
    if card is not None and card.shorter_term_decision:
        raise Conflict(_("It is decided on the shorter term already."), code="decided")
    if card is None or not card.asks_shorter_term:
        raise RuleBroken(_("Nobody asks for a shorter term of this appeal."), code="not_asked")
    return case, card


def _keep(card: Registration, decision: str, words: str, actor: Any) -> None:
    card.shorter_term_decision, card.shorter_term_answer = decision, words.strip()
    card.shorter_term_decided_by = actor
    card.version += 1
    card.save(
        update_fields=[
            *("shorter_term_decision", "shorter_term_answer", "shorter_term_decided_by"),
            "version",
        ]
    )


def _cut_assignments(case: Case, at: datetime) -> None:
    """The term of an assignment never passes that of the case (13.7)."""
    late = list(case.assignments.open().filter(due_on__gt=case.due_on).select_related("executor"))
    for assignment in late:
        assignment.due_on = case.due_on
        assignment.save(update_fields=["due_on"])
        notices.tell_of_assignment(assignment, assignment.executor, notices.CHARGED, at)
