"""The plain path of a request for service (13.2): dispatched, done, closed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.errors import RuleBroken
from crm.appeals import notices
from crm.appeals.models import Appeal
from crm.appeals.services.handling import check_executor, stop_clocks
from crm.appeals.services.rights import NotAllowed, require
from crm.cases.models import Case, CaseEvent
from crm.cases.services import lock_case, move_case, name_executor, write_event


@transaction.atomic
def dispatch_request(case: Case, executor: Any, task: str, actor: Any, at: datetime) -> Case:
    """Give the request to the person who does it."""
    case = lock_case(case)
    require(actor, Action.APPEALS_REGISTER, case)
    check_executor(case, executor)
    name_executor(case, executor)
    move_case(case, "dispatched", actor, at)
    Appeal.objects.filter(case=case).update(resolution_text=task.strip())
    write_event(
        case,
        CaseEvent.Kind.RESOLUTION,
        actor,
        at,
        text=task.strip(),
        data={"executor": executor.pk, "executor_name": executor.short_name},
    )
    notices.tell_staff(case, [executor], notices.ASSIGNED, at)
    notices.tell_author(case, at)
    return case


@transaction.atomic
def report_request(case: Case, report: str, actor: Any, at: datetime) -> Case:
    """The executor says what was done; the author reads it, the term stops."""
    case = lock_case(case)
    if case.assignee_id != actor.pk:
        raise NotAllowed(_("Only the executor may report."), code="not_the_executor")
    if not report.strip():
        raise RuleBroken(_("Write what was done."), "text", "empty")
    case.answered_at = at
    move_case(case, "done", actor, at, update=["answered_at"])
    Appeal.objects.filter(case=case).update(reply_text=report.strip())
    write_event(
        case,
        CaseEvent.Kind.REPLY,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        text=report.strip(),
    )
    stop_clocks(case, at)
    notices.tell_author(case, at, notices.ANSWERED)
    return case
