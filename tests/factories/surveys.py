"""Surveys and answers to them."""

from datetime import datetime
from itertools import count
from typing import Any

from blocks.polls.models import Survey, SurveyRevision
from blocks.polls.services import Identity, cast_ballot
from core import clock
from core.words import Text

_number = count(1)


def option(code: str) -> dict[str, Any]:
    return {"code": code, "label": {"uk": code}}


def question(kind: str = "single", code: str = "way", **more: Any) -> dict[str, Any]:
    """A question as a revision keeps it; three options where it needs some."""
    made: dict[str, Any] = {"type": kind, "code": code, "label": {"uk": f"Питання {code}"}}
    if kind in ("single", "multiple", "ranking"):
        made["options"] = [option(one) for one in ("bus", "tram", "walk")]
    if kind == "matrix":
        made["rows"] = [option("clean"), option("safe")]
        made["columns"] = [option("yes"), option("no")]
    return made | more


def make_survey(questions: Any = None, **facts: Any) -> Survey:
    """An open, published survey that asks one question unless said otherwise."""
    facts = {
        "slug": f"survey-{next(_number)}",
        "name": Text(uk="Як Ви їздите"),
        "live": True,
    } | facts
    survey = Survey.objects.create(**facts)
    asked = [question()] if questions is None else list(questions)
    # Saving may have kept a revision of its own already.
    SurveyRevision.objects.filter(survey=survey).delete()
    SurveyRevision.objects.create(survey=survey, number=1, questions=asked)
    return survey


def vote(
    survey: Survey, answers: dict[str, Any], n: int = 1, at: datetime | None = None, **more: Any
) -> None:
    """So many people answer alike, each from a device of their own."""
    for _one in range(n):
        who = more.pop("identity", None) or Identity((f"device:{next(_number)}",))
        cast_ballot(survey, who, answers, at or clock.now(), revision=1, **more)
