"""One's own records only: everything else is the absent page, for staff too."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from core.audit import services as journal
from crm.cases.models import Attachment, Case
from crm.residents.models import Resident

View = Callable[..., HttpResponse]

_WITH = ("addressee", "against", "resident", "author", "main_clock", "appeal")


def own_page(view: View) -> View:
    """A page of the cabinet: for whoever is signed in, never kept by a cache."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def open_own_case(user: Any, public_id: str, screen: str, at: datetime) -> Case:
    """A case its author reads; the viewing is written down like any other (PD-05)."""
    case = find_own_case(user, public_id)
    journal.record_viewing(user, case, screen, at)
    return case


def find_own_case(user: Any, public_id: str) -> Case:
    """The same without the note: for what is done, which is noted itself."""
    cases = Case.objects.written_by(user).select_related(*_WITH)
    case = cases.filter(public_id=public_id).first()
    if case is None:
        raise Http404
    return case


def open_own_file(user: Any, public_id: str, at: datetime) -> Attachment:
    """A file of one's own case that is meant for the author."""
    files = Attachment.objects.filter(case__author=user, for_author=True)
    attachment = files.select_related("case").filter(public_id=public_id).first()
    if attachment is None:
        raise Http404
    journal.record_viewing(user, attachment.case, "cabinet.file", at)
    return attachment


def resident_of(user: Any) -> Resident | None:
    """The card of this person in the city's register, once they have written anything."""
    return Resident.objects.filter(user=user).first()
