"""Surveys for programs: the list, and the public result as the page shows it."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from blocks.polls.models import Rating, Survey
from blocks.polls.reading.lists import Asked, plain, rows_of
from blocks.polls.reading.open_data import as_data
from blocks.polls.reading.result import is_for_everybody
from core import clock
from core.web.limits import client_address, limited

router = Router(tags=["surveys"])
MOST = 100


class SurveyOut(Schema):
    slug: str
    name: str = Field(description="In the language asked for.")
    state: str = Field(description="coming, open or closed.")
    topic: str | None = Field(description="Slug of the topic of the opinion centre.")
    addressee: str | None = Field(description="Slug of the addressee it is about.")
    opens_at: datetime | None
    closes_at: datetime | None
    answered: int | None = Field(
        description="How many have answered, by the last snapshot; none while the result is hidden."
    )


class SurveysOut(Schema):
    items: list[SurveyOut]
    before: int | None = Field(description="Ask for the next page with this; none on the last one.")


class RatingOut(Schema):
    addressee: str
    name: str
    mean: float = Field(description="Stars, on average.")
    answers: int
    score: float = Field(description="Drawn to the city's mean while answers are few.")


class ResultOut(Schema):
    survey: str
    name: dict[str, str] = Field(description="By language.")
    license: dict[str, str]
    taken_at: datetime | None = Field(description="None before the first snapshot.")
    questions: list[dict[str, Any]]
    strata: dict[str, Any] = Field(
        description="verified, open, doubtful: n, and cells and shares by question. "
        "A number that is hidden is null."
    )
    texts: dict[str, list[str]] = Field(description="Words that a moderator has let through.")


@router.get("", response=SurveysOut, summary="Surveys, the newest first", auth=None)
@limited("api.public", methods=("GET",), key=client_address)
def surveys(
    request: HttpRequest,
    state: Literal["open", "coming", "closed", ""] = "",
    topic: str = "",
    addressee: str = "",
    before: int | None = None,
    limit: int = Query(20, ge=1, le=MOST),
) -> dict:
    """Open, coming and closed ones; by state, topic and addressee."""
    asked = Asked(state, plain(topic), plain(addressee), before)
    rows, following = rows_of(asked, clock.now(), limit)
    items = [_out(row.survey, row.state, row.n) for row in rows]
    return {"items": items, "before": following.before if following else None}


@router.get("/ranking", response=list[RatingOut], summary="Ratings of addressees", auth=None)
@limited("api.public", methods=("GET",), key=client_address)
def ratings(request: HttpRequest) -> list[dict]:
    """The best first; at most a hundred."""
    rows = Rating.objects.filter(addressee__is_active=True).select_related("addressee")
    return [
        {
            "addressee": one.addressee.slug,
            "name": str(one.addressee.name),
            "mean": float(one.mean),
            "answers": one.n,
            "score": float(one.score),
        }
        for one in rows.order_by("-score", "-n", "addressee")[:MOST]
    ]


@router.get("/{slug}", response=ResultOut, summary="The result of a survey", auth=None)
@limited("api.public", methods=("GET",), key=client_address)
def result(request: HttpRequest, slug: str) -> dict:
    """The last snapshot; 404 while the result is not for everybody."""
    found = Survey.objects.published().filter(slug=plain(slug)).first()
    if found is None or not is_for_everybody(found, clock.now()):
        raise Http404
    return as_data(found)


def _out(survey: Survey, state: str, n: int | None) -> dict:
    return {
        "slug": survey.slug,
        "name": str(survey.name),
        "state": state,
        "topic": survey.topic.slug if survey.topic else None,
        "addressee": survey.addressee.slug if survey.addressee else None,
        "opens_at": survey.opens_at,
        "closes_at": survey.closes_at,
        "answered": n,
    }
