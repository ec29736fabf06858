"""What stands on the public page of one survey."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext

from blocks.polls.models import Survey
from blocks.polls.reading.links import language_links
from blocks.polls.reading.result import is_for_everybody, latest_of, result_of

BY_LINK = (Survey.Who.INVITED, Survey.Who.HOLDER)


def survey_or_404(slug: str) -> Survey:
    rows = Survey.objects.published().select_related("topic", "addressee")
    survey = rows.filter(slug=slug).first()
    if survey is None:
        raise Http404
    return survey


def survey_context(survey: Survey, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """Two statements: the survey and its last snapshot."""
    state = survey.state_at(at)
    is_shown = is_for_everybody(survey, at)
    snapshot = latest_of(survey) if is_shown else None
    return {
        "survey": survey,
        "state": state,
        "state_words": state_words(state),
        "answer_url": answer_url(survey) if state == "open" else "",
        "is_by_link": survey.who_may in BY_LINK,
        "is_shown": is_shown,
        "result": result_of(snapshot),
        "picture_url": request.build_absolute_uri(reverse("polls:picture", args=[survey.slug])),
        "alternates": language_links(request),
    }


def state_words(state: str) -> str:
    return {
        "coming": pgettext("a survey", "Coming"),
        "open": pgettext("a survey", "Open"),
        "closed": pgettext("a survey", "Closed"),
    }[state]


def answer_url(survey: Survey) -> str:
    """Where one answers; a survey by link has no door for everybody."""
    if survey.who_may in BY_LINK:
        return ""
    try:
        return reverse("polls:answer", args=[survey.slug])
    except NoReverseMatch:
        return ""
