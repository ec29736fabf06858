"""Assignments of a case: issued by the resolution, reported by one person, approved by another.

Domain.md 13.7, R-05. An assignment has a term of its own that never passes that of the case.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.appeals import notices
from crm.appeals.services.handling import check_executor
from crm.appeals.services.rights import NotAllowed, may, require
from crm.cases.models import Assignment, Case, CaseEvent, CaseParticipant
from crm.cases.profiles import profile_of_case
from crm.cases.services import lock_case, write_event
from crm.cases.states import ASSIGNMENT

DOERS_STEPS = frozenset({"accepted", "in_progress", "reported"})
ISSUERS_STEPS = frozenset({"approved", "returned", "cancelled"})
NEEDS_WORDS = {
    "reported": ("report", _("Write what was done.")),
    "returned": ("remark", _("Write what has to be changed.")),
    "cancelled": ("remark", _("Write why it is cancelled.")),
}


@transaction.atomic
def issue_assignment(
    case: Case, executor: Any, text: str, due_on: date, actor: Any, at: datetime
) -> Assignment:
    """Charge a person with a part of the work; they see the case from now on (A-20)."""
    case = lock_case(case)
    require(actor, Action.APPEALS_ASSIGN, case)
    if not case.is_open:
        raise Conflict(_("Nothing can be assigned: the case is finished."), code="finished")
    check_executor(case, executor)
    if not text.strip():
        raise RuleBroken(_("Write what has to be done."), "text", "empty")
    _check_term(case, due_on, at)
    last = case.assignments.order_by("-number").values_list("number", flat=True).first()
    assignment = Assignment.objects.create(
        case=case,
        number=(last or 0) + 1,
        text=text.strip(),
        executor=executor,
        issued_by=actor,
        issued_at=at,
        due_on=due_on,
    )
    if executor.pk != case.assignee_id:
        CaseParticipant.objects.get_or_create(
            case=case, user=executor, defaults={"role": CaseParticipant.Role.CO_EXECUTOR}
        )
    _tell(assignment, "new", text.strip(), actor, at)
    notices.tell_of_assignment(assignment, executor, notices.CHARGED, at)
    return assignment


@transaction.atomic
def move_assignment(
    assignment: Assignment, to: str, actor: Any, at: datetime, *, words: str = ""
) -> Assignment:
    """Take an assignment to its next state: the executor works, who issued it judges."""
    case = lock_case(assignment.case)
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    _check_who(assignment, case, to, actor)
    ASSIGNMENT.check(assignment.state, to)
    words = words.strip()
    if to in NEEDS_WORDS:
        field, message = NEEDS_WORDS[to]
        if not words:
            raise RuleBroken(message, "words", "empty")
        setattr(assignment, field, words)
    assignment.state = to
    if to == "reported":
        assignment.reported_at = at
    if to in ("approved", "cancelled"):
        assignment.closed_at = at
    assignment.save()
    _tell(assignment, to, words, actor, at)
    if to in ISSUERS_STEPS:
        notices.tell_of_assignment(assignment, assignment.executor, notices.CHARGED, at)
    if to == "reported":
        notices.tell_of_assignment(assignment, assignment.issued_by, notices.REPORTED, at)
    return assignment


@transaction.atomic
def extend_assignment(assignment: Assignment, due_on: date, actor: Any, at: datetime) -> Assignment:
    """A later day, never past the term of the case."""
    case = lock_case(assignment.case)
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    _check_who(assignment, case, "extended", actor)
    if not assignment.is_open:
        raise Conflict(_("The assignment is finished."), code="finished")
    if due_on <= assignment.due_on:
        raise RuleBroken(_("Choose a day after the present term."), "due_on", "earlier")
    _check_term(case, due_on, at)
    assignment.due_on, assignment.is_extended = due_on, True
    assignment.save(update_fields=["due_on", "is_extended"])
    _tell(assignment, "extended", date_format(due_on), actor, at)
    return assignment


def _check_who(assignment: Assignment, case: Case, to: str, actor: Any) -> None:
    if to in DOERS_STEPS and assignment.executor_id != actor.pk:
        raise NotAllowed(_("Only the executor of the assignment may do this."), code="not_mine")
    judges = assignment.issued_by_id == actor.pk or may(actor, Action.APPEALS_REASSIGN, case)
    if to not in DOERS_STEPS and not judges:
        raise NotAllowed(_("Only who issued the assignment may do this."), code="not_issuer")


def _check_term(case: Case, due_on: date, at: datetime) -> None:
    today = profile_of_case(case).local(at).date()
    if due_on < today:
        raise RuleBroken(_("The term is in the past."), "due_on", "past")
    # Of a case that is overdue already any day is late: the head says which one it shall be.
    if case.due_on is not None and today <= case.due_on < due_on:
        raise RuleBroken(
            _("The term may not pass that of the case, %(day)s.")
            % {"day": date_format(case.due_on)},
            "due_on",
            "too_late",
        )


def _tell(assignment: Assignment, to: str, words: str, actor: Any, at: datetime) -> None:
    journal.record(f"assignment.{to}", actor, assignment.case, at, number=assignment.number)
    write_event(
        assignment.case,
        CaseEvent.Kind.ASSIGNMENT,
        actor,
        at,
        text=words,
        data={
            "number": assignment.number,
            "to": to,
            "executor": assignment.executor_id,
            "executor_name": assignment.executor.short_name,
        },
    )
