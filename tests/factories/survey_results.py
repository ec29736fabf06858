"""Surveys that have been answered, as their tallies tell; for what is made of tallies."""

from datetime import date, datetime
from typing import Any

from blocks.polls.models import Survey, SurveyRevision, Tally
from blocks.polls.rules import ANSWERED
from core.words import Text
from crm.publishing.surveys import publish_surveys

STARS = {"type": "stars", "code": "stars", "label": {"uk": "Скільки зірок?", "en": "How many?"}}
WHY = {
    "type": "multiple", "code": "why", "label": {"uk": "Що сподобалося найменше?"},
    "options": [
        {"code": "queue", "label": {"uk": "Довго чекали"}},
        {"code": "words", "label": {"uk": "Нечемно розмовляли"}},
    ],
}  # fmt: skip
MONTH = date(2026, 11, 1)


def ask(slug: str = "pryiom", questions: Any = (STARS, WHY), **facts: Any) -> Survey:
    facts = {"name": Text(uk="Як Вас прийняли", en="How you were received"), "live": True} | facts
    survey = Survey.objects.create(slug=slug, **facts)
    SurveyRevision.objects.filter(survey=survey).delete()  # saving may have kept one already
    SurveyRevision.objects.create(survey=survey, number=1, questions=list(questions))
    return survey


def answer(
    survey: Survey,
    counts: dict[Any, int],
    code: str = "stars",
    stratum: str = "open",
    month: date = MONTH,
    base: int | None = None,
) -> None:
    """As if so many had answered so; the stars count ballots as well. Each call is a shard."""
    total = base or sum(counts.values())
    rows = [(code, ANSWERED, total), *((code, str(cell), n) for cell, n in counts.items())]
    if code == "stars":
        rows.append(("", ANSWERED, total))
    shard = Tally.objects.filter(survey=survey).count()
    Tally.objects.bulk_create(
        Tally(
            survey=survey, stratum=stratum, month=month, question=question, cell=cell,
            shard=shard, count=count,
        )
        for question, cell, count in rows
        if count
    )  # fmt: skip


def make_answered(at: datetime, **facts: Any) -> Survey:
    """412 open answers, 12 confirmed, 9 doubtful, printed at the moment given."""
    survey = ask(**facts)
    answer(survey, {1: 2, 2: 17, 3: 21, 4: 18, 5: 100}, month=date(2026, 10, 1))
    answer(survey, {1: 20, 3: 20, 4: 100, 5: 114})
    answer(survey, {"queue": 39, "words": 3}, code="why", base=41)
    answer(survey, {5: 12}, stratum="verified")
    answer(survey, {1: 9}, stratum="doubtful")
    publish_surveys(at)
    return survey
