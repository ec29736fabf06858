"""Two surveys, or two periods of one, side by side: only what is printed of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from blocks.polls.models import Snapshot, Survey
from blocks.polls.reading.links import language_links
from blocks.polls.reading.result import (
    Part,
    Period,
    Question,
    is_for_everybody,
    latest_of,
    result_of,
)
from core.words.numbers import number_words

CHOICES_AT_MOST = 200


@dataclass(frozen=True)
class Pair:
    """One answer in both surveys, and by how many points the share changed."""

    label: str
    first: str
    second: str
    change: str


@dataclass(frozen=True)
class Compared:
    """A question that both have, in the same stratum."""

    part: str
    label: str
    n: tuple[int, int]
    rows: list[Pair]


def comparable(at: datetime) -> list[Survey]:
    """Surveys that have a result for everybody, the newest first."""
    taken = Snapshot.objects.values("survey")
    rows = Survey.objects.published().filter(pk__in=taken).order_by("-pk")[:CHOICES_AT_MOST]
    return [one for one in rows if is_for_everybody(one, at)]


def compare_context(request: HttpRequest, at: datetime) -> dict[str, Any]:
    choices = comparable(at)
    by_slug = {one.slug: one for one in choices}
    first, second = by_slug.get(request.GET.get("a", "")), by_slug.get(request.GET.get("b", ""))
    context: dict[str, Any] = {
        "choices": choices,
        "first": first,
        "second": second,
        "alternates": language_links(request),
    }
    if first is None or second is None:
        return context
    if first == second:
        return {**context, "periods": _periods(first)}
    return {**context, "compared": _compared(_parts(first), _parts(second))}


def _parts(survey: Survey) -> list[Part]:
    found = result_of(latest_of(survey))
    return [part for part in found.parts if not part.is_doubtful] if found else []


def _compared(first: list[Part], second: list[Part]) -> list[Compared]:
    """Questions are the same when their codes and kinds are; strata are never mixed."""
    others = {
        (part.code, question.code, question.kind): question
        for part in second
        for question in part.questions
    }
    found = []
    for part in first:
        for question in part.questions:
            other = others.get((part.code, question.code, question.kind))
            if other and question.n and other.n and question.rows and other.rows:
                rows = list(_pairs(question, other))
                found.append(Compared(part.name, question.label, (question.n, other.n), rows))
    return found


def _pairs(question: Question, other: Question) -> list[Pair]:
    known = {row.code: row for row in other.rows}
    pairs = []
    for row in question.rows:
        beside = known.pop(row.code, None)
        if beside is None:
            pairs.append(Pair(row.label, row.share_words, "—", "—"))
            continue
        is_known = row.share is not None and beside.share is not None
        change = _points(beside.share - row.share) if is_known else "—"
        pairs.append(Pair(row.label, row.share_words, beside.share_words, change))
    return [*pairs, *(Pair(row.label, "—", row.share_words, "—") for row in known.values())]


def _points(change: float) -> str:
    sign = "+" if change > 0 else ""
    return f"{sign}{number_words(change, 0)}"


def _periods(survey: Survey) -> list[tuple[str, str, list[tuple[Period, str, str]]]]:
    """Each period against the one before; whether the change is more than chance says the last."""
    found = []
    for part in _parts(survey):
        for question in part.questions:
            rows, before = [], None
            for period in question.periods:
                change = _points(round(period.value) - round(before.value)) if before else "—"
                rows.append((period, change, _verdict(before, period)))
                before = period
            if rows:
                found.append((part.name, question.label, rows))
    return found


def _verdict(before: Period | None, now: Period) -> str:
    """Intervals that do not meet; the other way round nothing can be said."""
    if before is None:
        return ""
    if now.low > before.high or now.high < before.low:
        return _("more than chance")
    return _("may be chance")
