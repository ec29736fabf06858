"""The only way to hold a confidential object: whoever may not see it gets the absent page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.http import Http404

from core.accounts.services import active_break_glass
from core.audit import services as journal
from crm.cases.models import Attachment, Case
from crm.cases.profiles import with_profile
from crm.deadlines.models import DeadlineClock
from crm.residents.models import Resident

_WITH = ("addressee", "against", "resident", "assignee", "main_clock")
_BODY = ("slug", "name", "short_name", "path", "accepts_appeals", "is_active")
_PERSON = ("last_name", "first_name", "middle_name", "email", "language", "is_active")


def _columns(model: type[Model], prefix: str = "", without: str = "") -> Iterator[str]:
    names = (field.name for field in model._meta.concrete_fields)
    return (f"{prefix}{name}" for name in names if name != without)


# Of the bodies and the executor only what cards and letters say: a hundred columns less to read.
_READ = (
    *_columns(Case, without="search_text"),
    *_columns(Resident, "resident__"),
    *_columns(DeadlineClock, "main_clock__"),
    *(f"{body}__{name}" for body in ("addressee", "against") for name in _BODY),
    *(f"assignee__{name}" for name in _PERSON),
)


def open_case_for(user: Any, public_id: str, screen: str, at: datetime) -> Case:
    """Fetch a case this person may read and write the viewing down (PD-05).

    Raises Http404 for a foreign case exactly as for an absent one.
    """
    case = find_case_for(user, public_id, at)
    journal.record_viewing(user, case, screen, at, break_glass=active_break_glass(user, at))
    return case


def find_case_for(user: Any, public_id: str, at: datetime) -> Case:
    """The same fence without the note in the journal: for what is done, which is noted itself.

    The case remembers in `seen_among` all that this person may read, so that a screen which also
    shows its neighbours does not ask for the fence twice.
    """
    seen = Case.objects.visible_to(user, at)
    try:
        found = with_profile(seen.select_related(*_WITH).only(*_READ))
        case = found.get(public_id=public_id)
    except Case.DoesNotExist:
        raise Http404 from None
    case.seen_among = seen
    return case


def open_attachment_for(user: Any, public_id: str, at: datetime) -> Attachment:
    """Fetch a file of a case this person may read; the author only gets what is meant for them."""
    attachment = (
        Attachment.objects.select_related("case")
        .filter(public_id=public_id, case__in=Case.objects.visible_to(user, at))
        .first()
    )
    if attachment is None or not _may_open(user, attachment):
        raise Http404
    journal.record_viewing(user, attachment.case, "file", at, active_break_glass(user, at))
    return attachment


def _may_open(user: Any, attachment: Attachment) -> bool:
    return attachment.for_author or attachment.case.author_id != user.pk
