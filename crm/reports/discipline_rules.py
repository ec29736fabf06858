"""Discipline of terms (domain.md 5.1, item 2): who answers in time, how long it takes. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Age(NamedTuple):
    """A stretch of days since registration in which open appeals are counted.

    Below nought: written on a day off, registered on the working day to come (DL-05).
    """

    code: str
    label: Any
    least: int
    most: int | None


AGES = (
    Age("age_15", _("open up to 15 days"), -31, 15),
    Age("age_30", _("open 16–30 days"), 16, 30),
    Age("age_45", _("open 31–45 days"), 31, 45),
    Age("age_over", _("open over 45 days"), 46, None),
)

COLUMNS: dict[str, Any] = {
    "all": _("All appeals"),
    "answered": pgettext_lazy("appeals", "answered"),
    "in_time": _("in time"),
    "late": _("late"),
    "extended": pgettext_lazy("appeals", "extended"),
    "mean": _("days on average"),
    "median": _("days, median"),
    "open": pgettext_lazy("appeals", "in work"),
    "overdue": pgettext_lazy("appeals", "overdue"),
    **{age.code: age.label for age in AGES},
}
DAYS = ("mean", "median")


class Lot(NamedTuple):
    """Appeals alike in everything discipline asks; `days` to the reply, or since registration."""

    addressee: int
    executor: int
    is_answered: bool
    is_late: bool
    is_extended: bool
    is_open: bool
    is_overdue: bool
    days: int
    cases: int


@dataclass
class Record:
    """The figures of one addressee or executor, growing lot by lot."""

    counts: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)

    def add(self, lot: Lot, marks: Iterable[str]) -> None:
        for code in marks:
            self.counts[code] += lot.cases
        if lot.is_answered:
            self.days[lot.days] += lot.cases

    @property
    def mean(self) -> float | None:
        total = self.days.total()
        taken = sum(days * cases for days, cases in self.days.items())
        return round(taken / total, 1) if total else None

    @property
    def median(self) -> float | None:
        total = self.days.total()
        if not total:
            return None
        middle = (_at(self.days, (total - 1) // 2), _at(self.days, total // 2))
        return sum(middle) / 2

    def figure(self, column: str) -> float | int | None:
        return getattr(self, column) if column in DAYS else self.counts[column]


def records_of(lots: Iterable[Lot]) -> tuple[dict[int, Record], dict[int, Record], Record]:
    """By addressee, by executor (0: nobody yet), and of all together."""
    addressees: dict[int, Record] = {}
    executors: dict[int, Record] = {}
    total = Record()
    for lot in lots:
        marks = marks_of(lot)
        for record in (_of(addressees, lot.addressee), _of(executors, lot.executor), total):
            record.add(lot, marks)
    return addressees, executors, total


def marks_of(lot: Lot) -> list[str]:
    """Every column that counts these appeals."""
    marks = ["all"]
    if lot.is_answered:
        marks += ["answered", "late" if lot.is_late else "in_time"]
    if lot.is_extended:
        marks.append("extended")
    if lot.is_open:
        marks.append("open")
        marks += [age.code for age in AGES if _within(lot.days, age)]
    if lot.is_overdue:
        marks.append("overdue")
    return marks


def _of(records: dict[int, Record], key: int) -> Record:
    if key not in records:
        records[key] = Record()
    return records[key]


def _within(days: int, age: Age) -> bool:
    return age.least <= days and (age.most is None or days <= age.most)


def _at(days: Counter[int], position: int) -> int:
    for value in sorted(days):
        if position < days[value]:
            return value
        position -= days[value]
    raise IndexError(position)
