"""What the appeals office and the head do with an appeal (domain.md 13.1)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.errors import RuleBroken
from crm.appeals import notices
from crm.appeals.models import Appeal, Ground, Result, ReturnGround
from crm.appeals.services.control import file_off_control
from crm.appeals.services.joining import close_joined, end_joined
from crm.appeals.services.questions import close_questions
from crm.appeals.services.rights import require
from crm.cases.duties import is_staff_of
from crm.cases.models import Case, CaseEvent
from crm.cases.services import begin_from, lock_case, move_case, name_executor, write_event
from crm.deadlines.services import stop_clock


@transaction.atomic
def assign_appeal(
    case: Case, executor: Any, actor: Any, at: datetime, *, resolution: str = ""
) -> Case:
    """The head's resolution: who does it and what (R-05). Refuses whoever is blamed (A-08)."""
    case = lock_case(case)
    again = case.state != "registered"
    require(actor, Action.APPEALS_REASSIGN if again else Action.APPEALS_ASSIGN, case)
    check_executor(case, executor)
    if not resolution.strip():
        raise RuleBroken(_("Write what has to be done."), "resolution", "empty")
    name_executor(case, executor)
    move_case(case, "assigned", actor, at, visible_to_author=False)
    Appeal.objects.filter(case=case).update(resolution_text=resolution.strip())
    write_event(
        case,
        CaseEvent.Kind.RESOLUTION,
        actor,
        at,
        text=resolution.strip(),
        data={"executor": executor.pk, "executor_name": executor.short_name},
    )
    notices.tell_staff(case, [executor], notices.ASSIGNED, at)
    return case


def check_executor(case: Case, executor: Any) -> None:
    """An executor may write replies and does not serve the body complained about (A-08, A-22)."""
    if not executor.is_active or not executor.can(Action.APPEALS_REPLY):
        raise RuleBroken(_("This person cannot be an executor."), "executor", "executor")
    if executor.pk == case.author_id:
        raise RuleBroken(_("Authors cannot answer their own appeals."), "executor", "executor")
    if is_staff_of(executor, case.against):
        raise RuleBroken(
            _("The complaint is about the body this person works in. Choose somebody else."),
            "executor",
            "blamed",
        )


@transaction.atomic
def accept_assignment(case: Case, actor: Any, at: datetime) -> Case:
    """The executor takes the work on."""
    case = lock_case(case)
    if case.assignee_id != actor.pk:
        raise RuleBroken(_("Only the executor may accept the work."), code="not_the_executor")
    begin_from(case, "assigned")
    move_case(case, "in_progress", actor, at)
    notices.tell_author(case, at)
    return case


@transaction.atomic
def forward_appeal(case: Case, to_body: str, reason: str, actor: Any, at: datetime) -> Case:
    """A-07: not our competence; the author learns where it went."""
    case = lock_case(case)
    require(actor, Action.APPEALS_FORWARD, case)
    begin_from(case, "registered", "assigned", "in_progress")
    to_body = _filled(to_body, "to_body", _("Write where the appeal is forwarded."))
    text = f"{to_body}\n{reason.strip()}".strip()
    close_questions(case, at, result=Result.FORWARDED, reason=to_body)
    Appeal.objects.filter(case=case).update(forwarded_to=to_body[:250], result=Result.FORWARDED)
    return _end(case, "forwarded", text, actor, at)


@transaction.atomic
def return_to_author(case: Case, reason: str, actor: Any, at: datetime, *, ground: str) -> Case:
    """A-05, A-06: returned with its ground and an explanation of what is missing.

    A term that has run out refuses nothing: staff are warned of it in the form.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_RETURN, case)
    begin_from(case, "registered")
    if ground not in ReturnGround:
        raise RuleBroken(_("Choose why it is returned."), "ground", "ground")
    reason = _filled(reason, "reason", _("Explain to the author what is missing."))
    reason = _on_ground(ReturnGround(ground), reason)
    close_questions(case, at, result=Result.RETURNED, reason=reason)
    Appeal.objects.filter(case=case).update(result=Result.RETURNED, ground=ground)
    return _end(case, "returned", reason, actor, at)


@transaction.atomic
def refuse_consideration(case: Case, reason: str, actor: Any, at: datetime, *, ground: str) -> Case:
    """A-10 … A-13: not subject to consideration; decided by a head, told to the author with the
    article of the law."""
    case = lock_case(case)
    require(actor, Action.APPEALS_REFUSE, case)
    begin_from(case, "registered")
    if ground not in Ground:
        raise RuleBroken(_("Choose why it is not considered."), "ground", "ground")
    reason = _filled(reason, "reason", _("Explain it to the author."))
    reason = _on_ground(Ground(ground), reason)
    close_questions(case, at, result=Result.NOT_CONSIDERED, reason=reason)
    Appeal.objects.filter(case=case).update(result=Result.NOT_CONSIDERED, ground=ground)
    return _end(case, "not_considered", reason, actor, at)


@transaction.atomic
def close_appeal(case: Case, actor: Any, at: datetime) -> Case:
    """Taken off control and filed (R-06); feedback that was read is closed the same way."""
    case = lock_case(case)
    require(actor, Action.APPEALS_CLOSE, case)
    file_off_control(case, actor)
    case.closed_at = at
    move_case(case, "closed", actor, at, visible_to_author=False, update=["closed_at"])
    close_joined(case, actor, at)
    return case


def _end(case: Case, state: str, reason: str, actor: Any, at: datetime) -> Case:
    case.closed_at = at
    move_case(case, state, actor, at, reason=reason, update=["closed_at"])
    stop_clocks(case, at)
    notices.tell_author(case, at)
    end_joined(case, state, reason, actor, at)
    return case


def stop_clocks(case: Case, at: datetime) -> None:
    """No term runs for a case that has ended, and nobody owes anything for it."""
    for of_case in case.clocks.select_related("clock"):
        stop_clock(of_case.clock, at)
    case.assignments.open().update(
        state="cancelled", closed_at=at, remark=str(_("The case is finished."))
    )


def _on_ground(ground: Ground | ReturnGround, reason: str) -> str:
    """The first line names the ground and its article, in the state language (A-23)."""
    with translation.override("uk"):
        return f"{ground.label}\n{reason}"


def _filled(text: str, field: str, message: Any) -> str:
    text = text.strip()
    if not text:
        raise RuleBroken(message, field, "empty")
    return text
