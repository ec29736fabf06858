"""What the author may do after sending (A-18): explain, add, withdraw."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import private_files
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.appeals import notices
from crm.appeals.services.handling import stop_clocks
from crm.appeals.services.joining import end_joined
from crm.cases.models import Case, CaseEvent
from crm.cases.people import responsible_for
from crm.cases.services import attach_files, check_files, lock_case, move_case, write_event

ADDITION_LIMIT = 10_000


def add_to_appeal(
    case: Case, text: str, files: Iterable[File], actor: Any, at: datetime
) -> CaseEvent:
    """The author adds an explanation or files until the reply is given."""
    text, files = text.strip(), list(files)
    if not text and not files:
        raise RuleBroken(_("Write something or choose a file."), "text", "empty")
    if len(text) > ADDITION_LIMIT:
        raise RuleBroken(_("The text is too long."), "text", "too_long")
    checked = check_files(files)
    with private_files.no_orphans(), transaction.atomic():
        case = lock_case(case)
        check_author(case, actor)
        if not case.is_open:
            raise Conflict(_("Nothing can be added: the appeal is finished."), code="finished")
        event = write_event(
            case,
            CaseEvent.Kind.ADDITION,
            actor,
            at,
            visibility=CaseEvent.Visibility.AUTHOR,
            text=text,
        )
        attach_files(case, checked, actor, at, event=event, for_author=True)
        journal.record("appeal.added", actor, case, at, files=len(checked))
        people = [case.assignee] if case.assignee else []
        if not people:
            people = list(responsible_for(case))
        notices.tell_staff(case, people, notices.ADDED, at)
    return event


@transaction.atomic
def withdraw_appeal(case: Case, actor: Any, at: datetime, *, reason: str = "") -> Case:
    """The author's written wish: closed without a reply on the merits."""
    case = lock_case(case)
    check_author(case, actor)
    case.closed_at = at
    move_case(case, "withdrawn", actor, at, reason=reason.strip(), update=["closed_at"])
    stop_clocks(case, at)
    end_joined(case, "withdrawn", "", actor, at)
    if case.assignee is not None:
        notices.tell_staff(case, [case.assignee], notices.CHANGED, at)
    return case


def check_author(case: Case, actor: Any) -> None:
    """Nobody else speaks for the author."""
    if case.author_id != actor.pk:
        raise RuleBroken(_("Only the author may do this."), code="not_the_author")
