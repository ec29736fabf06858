"""Verbs of the desk that join rooms below it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import private_files
from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import RuleBroken
from crm.appeals import notices
from crm.appeals import services as appeals
from crm.appeals.models import Appeal
from crm.appeals.services.rights import require
from crm.cases.models import Case, CaseEvent
from crm.cases.services import add_note, attach_files, check_files, lock_case, write_event
from crm.requests.services.opening import open_from_case


@transaction.atomic
def requalify(case: Case, to_kind: str, reason: str, actor: Any, at: datetime) -> Case:
    """An appeal that is something else by law lives on in that kind; answers with the new case.

    The author learns of it by one letter, that of the new case.
    """
    if to_kind not in ("request", "information"):
        raise RuleBroken(_("Choose what it is."), "to_kind", "kind")
    old = appeals.requalify_appeal(case, reason, actor, at)
    if to_kind == "information":
        written = Appeal.objects.get(case=old)
        return open_from_case(
            old,
            written.body,
            actor,
            at,
            number=old.number,
            organisation_name=written.organisation_name,
        )
    new = appeals.open_request_from(old, actor, at)
    notices.tell_author(new, at)
    return new


def leave_note(case: Case, text: str, actor: Any, at: datetime) -> CaseEvent:
    """A note for colleagues, by whoever works with the case."""
    require(actor, Action.APPEALS_NOTE, case)
    return add_note(case, text, actor, at)


def add_files(
    case: Case, files: Iterable[File], actor: Any, at: datetime, *, for_author: bool
) -> CaseEvent:
    """Staff put files to the case; the author sees them only when told so."""
    require(actor, Action.APPEALS_NOTE, case)
    files = list(files)
    if not files:
        raise RuleBroken(_("Choose a file."), "files", "empty")
    checked = check_files(files)
    seen = CaseEvent.Visibility
    with private_files.no_orphans(), transaction.atomic():
        case = lock_case(case)
        event = write_event(
            case,
            CaseEvent.Kind.FILE,
            actor,
            at,
            visibility=seen.AUTHOR if for_author else seen.STAFF,
        )
        attach_files(case, checked, actor, at, event=event, for_author=for_author)
        journal.record("case.files", actor, case, at, files=len(checked), for_author=for_author)
    return event
