"""Public pages of one survey: no session, no token, the same for everybody."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from blocks.polls.models import Survey
from blocks.polls.reading.comparing import compare_context
from blocks.polls.reading.open_data import HEADER, LICENCE_URL, as_data, csv_rows
from blocks.polls.reading.pages import survey_context, survey_or_404
from blocks.polls.reading.picture import picture_of
from blocks.polls.reading.ratings import ranking_context
from blocks.polls.reading.result import is_for_everybody, latest_of
from core import clock
from core.tables import CONTENT_TYPES, csv_lines
from core.web.frame import frame
from core.web.limits import client_address, limited

PUBLIC = {
    "Cache-Control": "public, max-age=300",
    "Link": f'<{LICENCE_URL}>; rel="license"',
    "Access-Control-Allow-Origin": "*",
}


@require_safe
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked and of whom, until when, and what was answered."""
    found = survey_or_404(slug)
    return render(request, "polls/survey.html", survey_context(found, request, clock.now()))


@require_safe
@limited("search", methods=("GET",), key=client_address)
def ranking(request: HttpRequest) -> HttpResponse:
    """Addressees by the stars that people gave them (12.2)."""
    return render(request, "polls/ranking.html", ranking_context(request))


@require_safe
@limited("search", methods=("GET",), key=client_address)
def compare(request: HttpRequest) -> HttpResponse:
    """Two surveys, or months of one."""
    return render(request, "polls/compare.html", compare_context(request, clock.now()))


@require_safe
def result_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Rows of the last snapshot, with the licence in each."""
    found = _shown_or_404(slug)
    content = b"".join(csv_lines(HEADER, csv_rows(found)))
    return _file(HttpResponse(content, content_type=CONTENT_TYPES["csv"]), f"{slug}.csv")


@require_safe
def result_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The last snapshot, with the licence."""
    found = _shown_or_404(slug)
    how = {"ensure_ascii": False, "indent": 1}
    return _file(JsonResponse(as_data(found), json_dumps_params=how), f"{slug}.json")


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """For links in social networks; without figures until the result is for everybody."""
    found = survey_or_404(slug)
    snapshot = latest_of(found) if is_for_everybody(found, clock.now()) else None
    facts: dict[str, Any] = frame(get_language() or settings.LANGUAGE_CODE).get("city_facts", {})
    made = picture_of(found, snapshot, facts.get("official_name", ""))
    return HttpResponse(made, content_type="image/png", headers={**PUBLIC})


def _shown_or_404(slug: str) -> Survey:
    found = survey_or_404(slug)
    if not is_for_everybody(found, clock.now()):
        raise Http404
    return found


def _file(response: HttpResponse, name: str) -> HttpResponse:
    for header, value in PUBLIC.items():
        response[header] = value
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
