"""The search page and the suggestions under the search field."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.web.limits import client_address, limited
from home.reading.rows import page_number
from search import reading, services
from search.models import Document

PER_PAGE = 10
LONGEST = 120


@require_safe
@limited("search", methods=("GET",), key=client_address)
def results(request: HttpRequest) -> HttpResponse:
    """/search/?q=…&kind=…&page=…: works as a plain form."""
    asked, number = _asked(request), page_number(request.GET.get("page"), most=500)
    start = (number - 1) * PER_PAGE
    found = services.find(asked, start, start + PER_PAGE + 1)
    context = {
        "asked": asked,
        "rows": reading.result_rows(found[:PER_PAGE], asked, request),
        "kinds": Document.Kind.choices,
        "number": number,
        "previous_url": _url(asked, number - 1) if number > 1 else "",
        "next_url": _url(asked, number + 1) if len(found) > PER_PAGE else "",
        "alternates": reading.language_links(request),
    }
    return render(request, "search/results.html", context)


@require_safe
@limited("search", methods=("GET",), key=client_address)
def suggestions(request: HttpRequest) -> HttpResponse:
    """A plain list in groups, put under the field by htmx while one types."""
    asked = _asked(request)
    found = services.suggest(asked)
    context: dict[str, Any] = {"asked": asked, "groups": reading.grouped(found, asked, request)}
    return render(request, "search/suggestions.html", context)


def _asked(request: HttpRequest) -> services.Asked:
    kind = request.GET.get("kind", "")
    return services.Asked(
        text=request.GET.get("q", "").replace("\0", "").strip()[:LONGEST],
        language=(get_language() or "uk").split("-")[0],
        kind=kind if kind in Document.Kind.values else "",
    )


def _url(asked: services.Asked, number: int) -> str:
    wanted = {"q": asked.text, "kind": asked.kind, "page": number if number > 1 else ""}
    return f"{reverse('search:search')}?{urlencode({k: v for k, v in wanted.items() if v})}"
