"""What a guest's link opens: the one request it was written for, and files meant for its author."""

from datetime import datetime

from django.http import Http404

from core.audit import services as journal
from crm.cases.models import Attachment, Case
from crm.cases.profiles import with_profile
from crm.requests import rules
from crm.requests.notices import public_id_of


def open_followed(key: str, screen: str, at: datetime) -> Case:
    """The request of somebody without an account; anything else is the absent page."""
    public_id = public_id_of(key)
    cases = Case.objects.filter(kind=rules.INFORMATION, author=None, anonymised_at=None)
    known = with_profile(cases.select_related("addressee", "main_clock"))
    found = known.filter(public_id=public_id).first()
    if not public_id or found is None:
        raise Http404
    journal.record_viewing(None, found, screen, at)
    return found


def open_followed_file(key: str, public_id: str, at: datetime) -> Attachment:
    case = open_followed(key, "requests.file", at)
    found = case.attachments.filter(public_id=public_id, for_author=True).first()
    if found is None:
        raise Http404
    return found
