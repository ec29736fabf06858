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
from crm.appeals import services as appeals
from crm.appeals.models import Appeal
from crm.appeals.services.rights import require
from crm.cases.models import Case, CaseEvent
from crm.cases.services import add_note, attach_files, check_files, lock_case, write_event
from crm.cases.states import INQUIRY_KINDS, ORDER_KINDS
from crm.requests import services as requests


@transaction.atomic
def requalify(
    case: Case, to_kind: str, reason: str, actor: Any, at: datetime, *, right: str = ""
) -> Case:
    """An appeal that is something else by law lives on in that kind; answers with the new case.

    The author learns of it by one letter, that of the new case. `right` is which right to personal
    data the person uses.
    """
    if to_kind not in (*ORDER_KINDS, *INQUIRY_KINDS):
        raise RuleBroken(_("Choose what it is."), "to_kind", "kind")
    old = appeals.requalify_appeal(case, reason, actor, at)
    if to_kind in ORDER_KINDS:
        return appeals.open_order_from(old, to_kind, actor, at)
    return _open_inquiry(old, to_kind, right, actor, at)


def _open_inquiry(case: Case, kind: str, right: str, actor: Any, at: datetime) -> Case:
    """The request; it tells the author of its number and lawful day itself."""
    appeal = Appeal.objects.get(pk=case.pk)
    return requests.open_from_case(
        case,
        appeal.body,
        actor,
        at,
        number=case.number,
        kind=kind,
        right=right,
        organisation_name=appeal.organisation_name,
    )


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
