"""A question of a snapshot as people read it: rows of counts and shares, never a hidden number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from blocks.polls.rules import Kind
from core.words import Text
from core.words.numbers import number_words, percent_words

STAR = "★"
PIE_AT_MOST = 5


@dataclass(frozen=True)
class Row:
    """One answer: how many gave it, and their share; both None when it is hidden."""

    code: str
    label: str
    count: int | None
    share: int | None = None
    is_good: bool = True

    @property
    def count_words(self) -> str:
        if self.count is None:
            return pgettext("a small number", "hidden")
        return number_words(self.count)

    @property
    def share_words(self) -> str:
        if self.count is None:
            return "—"
        return percent_words(self.share)


def labelled(words: Any) -> str:
    return str(Text(words or {}))


def rows_of(question: Mapping[str, Any], found: Mapping[str, Any]) -> list[Row]:
    """Answers of one question or of one row of a matrix, in the order of the form."""
    cells, shares = found.get("cells", {}), found.get("shares", {})
    labels = _labels(question)
    rows = [
        Row(code, labels.get(code, code), count, shares.get(code), _is_good(question, code))
        for code, count in _in_order(question, cells)
    ]
    return rows


def _in_order(question: Mapping[str, Any], cells: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Stars from five down, other numbers up, options as they stand on the form.

    A snapshot lies in the database as JSON, which does not keep the order of names.
    """
    kind = question["type"]
    if kind in {Kind.STARS, Kind.NPS, Kind.SCALE}:
        yield from sorted(cells.items(), key=lambda cell: int(cell[0]), reverse=kind == Kind.STARS)
        return
    order = list(_labels(question))
    yield from sorted(
        cells.items(),
        key=lambda cell: (order.index(cell[0]) if cell[0] in order else len(order), cell[0]),
    )


def _labels(question: Mapping[str, Any]) -> dict[str, str]:
    match question["type"]:
        case Kind.STARS:
            return {str(value): f"{value} {STAR}" for value in range(1, 6)}
        case Kind.SCALE | Kind.NPS:
            return _ends(question)
        case Kind.AGREE:
            return {
                "agree": _("Agree"),
                "disagree": _("Do not agree"),
                "pass": _("Cannot say"),
            }
        case Kind.DATE:
            return {}
        case Kind.MATRIX:
            return {one["code"]: labelled(one["label"]) for one in question.get("columns", [])}
    return {one["code"]: labelled(one["label"]) for one in question.get("options", [])}


def _ends(question: Mapping[str, Any]) -> dict[str, str]:
    """The ends of a scale say what they mean."""
    low, high = question.get("minimum"), question.get("maximum")
    named = {low: question.get("low_label"), high: question.get("high_label")}
    return {
        str(value): f"{value} – {labelled(words)}"
        for value, words in named.items()
        if value is not None and labelled(words)
    }


def _is_good(question: Mapping[str, Any], code: str) -> bool:
    """What a measure counts as good stands in the accent; where there is none, everything does."""
    kind = question["type"]
    if kind == Kind.STARS or kind == Kind.SCALE and question.get("measure") == "csat":
        return int(code) >= 4
    if kind == Kind.NPS:
        return int(code) >= 9
    return True


def short_month(first: str, last: str) -> str:
    """Under a chart there is room for three letters."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    words = date_format(start, "b")
    return words if start == end else f"{words}–{date_format(end, 'b')}"


def month_label(first: str, last: str) -> str:
    """A period of a series: one month, or several that were joined."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    words = date_format(start, "F Y").lower()
    if start == end:
        return words
    if start.year == end.year:
        words = date_format(start, "F").lower()
    return f"{words} – {date_format(end, 'F Y').lower()}"
