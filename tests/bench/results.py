"""The public result of a survey with a million answers, beside one with a thousand."""

from __future__ import annotations

import random
import time
from datetime import date
from typing import Any

from tests.bench.measure import Operation, Sample
from tests.bench.operations import Claim

MANY, FEW = 1_000_000, 1_000
MONTHS = [date(2026, month, 1) for month in range(1, 7)]
STARS = {"type": "stars", "code": "stars", "label": {"uk": "Скільки зірок?"}}
WHY = {
    "type": "single", "code": "why", "label": {"uk": "Що найважливіше?"},
    "options": [{"code": f"o{one}", "label": {"uk": f"Відповідь {one}"}} for one in range(8)],
}  # fmt: skip
LIMIT = "p50 <= 1.2 T; statements <= 8"


def claims(clerk: Any) -> list[Claim]:
    """Both pages without the page cache; and how long a snapshot of a million takes."""
    from crm.publishing.surveys import publish_surveys

    many, few = _survey("results-many", MANY), _survey("results-few", FEW)
    from core import clock

    publish_surveys(clock.now())
    page = Operation(f"result page, {MANY:,} answers", lambda: _get(many))
    twin = Operation(f"result page, {FEW:,} answers", lambda: _get(few))
    taken = Operation(f"snapshot of {MANY:,} answers", lambda: _take(many))
    return [Claim(page, LIMIT, twin), Claim(taken, "p95 <= 1000 ms")]


def _get(slug: str) -> Sample:
    """Through all middleware, as a server would answer."""
    from django.test import Client

    started = time.perf_counter()
    answer = Client(SERVER_NAME="localhost").get(f"/surveys/{slug}/")
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{slug} answered {answer.status_code}")
    return Sample(took, int(answer["X-Bench-Statements"]))


def _take(slug: str) -> Sample:
    """As if nothing had been taken before."""
    from django.db import transaction

    from blocks.polls.models import Snapshot, Survey
    from core import clock
    from crm.publishing.surveys import publish_survey

    survey = Survey.objects.get(slug=slug)
    started = time.perf_counter()
    with transaction.atomic():
        Snapshot.objects.filter(survey=survey).delete()
        if not publish_survey(survey, clock.now(), {"open": MANY}):
            raise RuntimeError("no snapshot was taken")
    return Sample((time.perf_counter() - started) * 1000)


def _survey(slug: str, count: int) -> str:
    """Ballots, and tallies over all shards, as casting leaves them."""
    from blocks.polls.models import Ballot, Survey, SurveyRevision, Tally
    from blocks.polls.rules import ANSWERED, SHARDS
    from core.words import Text

    if Survey.objects.filter(slug=slug).exists():
        return slug
    survey = Survey.objects.create(slug=slug, name=Text(uk="Як Вас прийняли"), live=True)
    SurveyRevision.objects.create(survey=survey, number=1, questions=[STARS, WHY])
    chance = random.Random(count)
    cells = [("", ANSWERED, 1.0), ("stars", ANSWERED, 1.0), ("why", ANSWERED, 1.0)]
    cells += [("stars", str(one), share) for one, share in enumerate((5, 5, 10, 30, 50), 1)]
    cells += [("why", f"o{one}", 12.5) for one in range(8)]
    part = count // len(MONTHS) // SHARDS
    rows = []
    for month in MONTHS:
        for shard in range(SHARDS):
            for question, cell, share in cells:
                whole = part if cell == ANSWERED else round(part * share / 100)
                rows.append(
                    Tally(
                        survey=survey, stratum="open", month=month, question=question, cell=cell,
                        shard=shard, count=max(whole, 1),
                    )
                )  # fmt: skip
    Tally.objects.bulk_create(rows, batch_size=1000)
    for start in range(0, count, 10_000):
        Ballot.objects.bulk_create(
            Ballot(
                survey=survey, revision=1, day=MONTHS[0], stratum="open",
                answers={"stars": chance.randint(1, 5), "why": f"o{chance.randint(0, 7)}"},
            )
            for _one in range(min(10_000, count - start))
        )  # fmt: skip
    return slug
