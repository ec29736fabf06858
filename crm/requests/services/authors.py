"""What whoever asked may still do with the request: explain and attach, as of an appeal (A-18)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import private_files
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.cases.models import Case, CaseEvent
from crm.cases.people import responsible_for
from crm.cases.services import attach_files, check_files, lock_case, write_event
from crm.requests import notices
from crm.requests.services.handling import BEFORE_ANSWER

ADDITION_LIMIT = 10_000


def add_to_inquiry(
    case: Case, text: str, files: Iterable[File], actor: Any, at: datetime
) -> CaseEvent:
    """An explanation or files until the answer is given; the term does not move."""
    text, files = text.strip(), list(files)
    if not text and not files:
        raise RuleBroken(_("Write something or choose a file."), "text", "empty")
    if len(text) > ADDITION_LIMIT:
        raise RuleBroken(_("The text is too long."), "text", "too_long")
    checked = check_files(files)
    with private_files.no_orphans(), transaction.atomic():
        case = lock_case(case)
        if case.author_id is None or case.author_id != actor.pk:
            raise RuleBroken(_("Only the author may do this."), code="not_the_author")
        if case.state not in BEFORE_ANSWER:
            raise Conflict(_("Nothing can be added: the request is finished."), code="finished")
        event = write_event(
            case,
            CaseEvent.Kind.ADDITION,
            actor,
            at,
            visibility=CaseEvent.Visibility.AUTHOR,
            text=text,
        )
        attach_files(case, checked, actor, at, event=event, for_author=True)
        journal.record(f"{case.kind}.added", actor, case, at, files=len(checked))
        people = [case.assignee] if case.assignee else None
        told = people or responsible_for(case)
        notices.tell_staff(case, told, notices.ADDED, at)
    return event
