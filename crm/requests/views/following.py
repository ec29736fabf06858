"""The page of a guest's link: number, lawful day, how it goes, the answer with its files."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from core.private_files import serve
from crm.cases.models import CaseEvent
from crm.cases.profiles import by_clocks_of
from crm.cases.states import author_label
from crm.requests.access import open_followed, open_followed_file
from crm.requests.models import inquiry_of

TOLD = (CaseEvent.Kind.TERM, CaseEvent.Kind.STATE, CaseEvent.Kind.SYSTEM)


@never_cache
@require_safe
def follow(request: HttpRequest, key: str) -> HttpResponse:
    at = clock.now()
    case = open_followed(key, "requests.follow", at)
    events = case.events.filter(visibility=CaseEvent.Visibility.AUTHOR).order_by("at", "pk")
    context = {
        "case": case,
        "inquiry": inquiry_of(case),
        "key": key,
        "state_label": author_label(case.kind, case.state),
        "replies": events.filter(kind=CaseEvent.Kind.REPLY),
        "told": events.filter(kind__in=("term", "state", "system"))
        .exclude(text="")
        .order_by("at", "pk"),
        "files": case.attachments.filter(for_author=True).order_by("pk"),
    }
    with by_clocks_of(case):
        return render(request, "requests/follow.html", {**context, "today": clock.today()})


@never_cache
@require_safe
def file(request: HttpRequest, key: str, public_id: str) -> HttpResponseBase:
    found = open_followed_file(key, public_id, clock.now())
    return serve(found.file, found.name, found.content_type)
