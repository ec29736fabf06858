"""One's own appeals: everything else is the absent page, for staff too."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.http import Http404

from core.audit import services as journal
from crm.cases.models import Attachment, Case
from crm.cases.profiles import with_profile

_WITH = ("addressee", "against", "resident", "author", "main_clock", "appeal")


def open_own_case(
    user: Any, public_id: str, screen: str, at: datetime, *, appeals_only: bool = False
) -> Case:
    """A case its author reads; the viewing is written down like any other (PD-05)."""
    case = find_own_case(user, public_id, appeals_only=appeals_only)
    journal.record_viewing(user, case, screen, at)
    return case


def find_own_case(user: Any, public_id: str, *, appeals_only: bool = False) -> Case:
    """The same without the note: for what is done, which is noted itself.

    `appeals_only`: requests of other kinds are absent, for programs that know appeals.
    """
    cases = Case.objects.written_by(user).select_related(*_WITH)
    if appeals_only:
        cases = cases.exclude(appeal=None)
    case = with_profile(cases).filter(public_id=public_id).first()
    if case is None:
        raise Http404
    return case


def open_own_file(
    user: Any, public_id: str, screen: str, at: datetime, *, kinds: Collection[str] = ()
) -> Attachment:
    """A file of one's own case that is meant for the author; `kinds` says of which cases only."""
    files = Attachment.objects.filter(case__author=user, for_author=True)
    if kinds:
        files = files.filter(case__kind__in=kinds)
    attachment = files.select_related("case").filter(public_id=public_id).first()
    if attachment is None:
        raise Http404
    journal.record_viewing(user, attachment.case, screen, at)
    return attachment
