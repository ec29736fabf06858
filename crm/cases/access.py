"""The only way to hold a confidential object: whoever may not see it gets the absent page."""

from datetime import datetime
from typing import Any

from django.http import Http404

from core.accounts.services import active_break_glass
from core.audit import services as journal
from crm.cases.models import Attachment, Case
from directory.models.addressees import LONG_FIELDS

_WITH = ("addressee", "against", "resident", "assignee", "main_clock")
_WITHOUT = (
    "search_text",
    *(f"{body}__{name}" for body in ("addressee", "against") for name in LONG_FIELDS),
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
    case = seen.select_related(*_WITH).defer(*_WITHOUT).filter(public_id=public_id).first()
    if case is None:
        raise Http404
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
