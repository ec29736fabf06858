"""Results as data for everybody: rows of CSV, and JSON with the licence within (F1.55)."""

from collections.abc import Iterator
from typing import Any

from blocks.polls.models import Survey
from blocks.polls.reading.result import STRATA, latest_of, result_of

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
HEADER = (
    *("survey", "taken_at", "stratum", "question_code", "question", "row", "answer_code"),
    *("answer", "people", "percent", "is_hidden", "base", "licence"),
)


def csv_rows(survey: Survey) -> Iterator[list[Any]]:
    """One line for each answer of each stratum; a hidden number is empty and marked so."""
    result = result_of(latest_of(survey))
    if result is None:
        return
    licence = f"{LICENCE} {LICENCE_URL}"
    for part in result.parts:
        begin = [survey.slug, result.taken_at, part.code]
        yield [*begin, "", "", "", "", "", part.n, "", False, part.n, licence]
        for question in part.questions:
            asked = [*begin, question.code, question.label]
            for row in question.rows:
                hidden = row.count is None
                told = [row.code, row.label, row.count, row.share, hidden]
                yield [*asked, "", *told, question.n, licence]
            for line in question.matrix:
                for row in line.rows:
                    hidden = row.count is None
                    told = [row.code, row.label, row.count, row.share, hidden]
                    yield [*asked, line.label, *told, line.n, licence]
            for text in question.texts:
                yield [*asked, "", "", text, "", "", False, question.n, licence]


def as_data(survey: Survey) -> dict[str, Any]:
    """The last snapshot as it is, with what it is about."""
    snapshot = latest_of(survey)
    return {
        "survey": survey.slug,
        "name": dict(survey.name),
        "license": {"name": LICENCE, "url": LICENCE_URL},
        "taken_at": snapshot.taken_at.isoformat() if snapshot else None,
        "questions": snapshot.data["questions"] if snapshot else [],
        "strata": {
            name: snapshot.data["strata"][name]
            for name in STRATA
            if snapshot and name in snapshot.data["strata"]
        },
        "texts": snapshot.data.get("texts", {}) if snapshot else {},
    }
