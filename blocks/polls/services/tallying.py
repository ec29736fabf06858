"""Counting answers by stratum, month, question and cell."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from blocks.polls.models import Ballot, Survey, Tally
from blocks.polls.rules import ANSWERED, SHARDS
from blocks.polls.services.locks import have_alone

Key = tuple[str, date, str, str]
"""Stratum, first day of the month, code of the question, cell."""

AT_ONCE = 5_000


def sums(survey: Survey) -> dict[Key, int]:
    """(stratum, month, question, cell) → how many, over all shards."""
    rows = (
        Tally.objects.filter(survey=survey)
        .order_by()
        .values_list("stratum", "month", "question", "cell")
        .annotate(total=Sum("count"))
    )
    return {(stratum, month, code, cell): n for stratum, month, code, cell, n in rows if n}


def cells_of(answers: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Question and cell of everything that one ballot adds one to."""
    yield "", ANSWERED
    for code, answer in answers.items():
        yield code, ANSWERED
        if answer is True:  # words and files are counted, and kept elsewhere
            continue
        if isinstance(answer, Mapping):
            yield from ((code, f"{row}:{column}") for row, column in answer.items())
        elif isinstance(answer, list):
            yield from ((code, str(option)) for option in answer)
        else:
            yield code, str(answer)


def ranked(questions: Iterable[Mapping[str, Any]], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The same answers, with the places of rankings in place of their order."""
    rankings = {one["code"] for one in questions if one["type"] == "ranking"}
    return {
        code: [f"{option}:{place}" for place, option in enumerate(answer, start=1)]
        if code in rankings
        else answer
        for code, answer in answers.items()
    }


def count(survey: int, stratum: str, month: date, answers: Mapping[str, Any]) -> None:
    """One ballot more, in one statement, in one shard.

    Rows are written in a fixed order: two voters of one shard wait for each other, never in a
    circle. Voters of other shards do not meet.
    """
    rows = sorted({(stratum, month, code, cell): 1 for code, cell in cells_of(answers)}.items())
    _add(survey, rows, random.randrange(SHARDS))


def add(survey: int, counted: Mapping[Key, int]) -> None:
    """Many ballots at once; numbers may be negative where ballots go elsewhere."""
    rows = sorted(counted.items())
    for begin in range(0, len(rows), 100):
        _add(survey, rows[begin : begin + 100], 0)


def _add(survey: int, rows: list[tuple[Key, int]], shard: int) -> None:
    table = connection.ops.quote_name(Tally._meta.db_table)
    values = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows))
    given = [
        part
        for (stratum, month, code, cell), many in rows
        for part in (
            *(survey, stratum, connection.ops.adapt_datefield_value(month), code, cell),
            *(shard, many),
        )
    ]
    # bulk_create(update_conflicts=True) can only overwrite; both databases can add.
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (survey_id, stratum, month, question, cell, shard, count)"
            f" VALUES {values}"
            " ON CONFLICT (survey_id, stratum, month, question, cell, shard)"
            f" DO UPDATE SET count = {table}.count + EXCLUDED.count",
            given,
        )


@transaction.atomic
def rebuild_tallies(survey: Survey) -> int:
    """Count all ballots of the survey anew; how many there are. Voters wait meanwhile."""
    have_alone(survey.pk)
    counted, ballots = _counted(survey)
    Tally.objects.filter(survey=survey).delete()
    Tally.objects.bulk_create(
        (
            Tally(
                survey=survey, stratum=stratum, month=month, question=code, cell=cell,
                shard=0, count=many,
            )
            for (stratum, month, code, cell), many in counted.items()
        ),
        batch_size=500,
    )  # fmt: skip
    return ballots


def _counted(survey: Survey) -> tuple[Counter[Key], int]:
    rankings = rankings_by_revision(survey)
    counted, ballots = Counter[Key](), 0
    rows = Ballot.objects.filter(survey=survey).order_by()
    for stratum, day, revision, answers in rows.values_list(
        "stratum", "day", "revision", "answers"
    ).iterator(AT_ONCE):
        ballots += 1
        month = day.replace(day=1)
        for code, cell in cells_of(ranked(rankings.get(revision, ()), answers)):
            counted[stratum, month, code, cell] += 1
    return counted, ballots


def rankings_by_revision(survey: Survey) -> dict[int, list[dict[str, Any]]]:
    """Questions of each revision whose answers are kept in an order."""
    return {
        number: [one for one in questions if one["type"] == "ranking"]
        for number, questions in survey.survey_revisions.values_list("number", "questions")
    }
