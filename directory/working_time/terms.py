"""Counting a term: nominal, due and target (DL-01 … DL-04)."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from directory.working_time.days import Calendar
from directory.working_time.hours import after_business_time, after_working_hours

Unit = Literal[
    "calendar_days",
    "working_days",
    "months",
    "years",
    "hours_continuous",
    "hours_on_working_days",
    "business_minutes",
]
TIMED = frozenset({"hours_continuous", "hours_on_working_days", "business_minutes"})
Roll = Literal["none", "next_working_day", "previous_working_day"]


@dataclass(frozen=True)
class Term:
    """So many days, months or hours, and what happens when the last day is a day off."""

    unit: Unit
    amount: int
    roll: Roll = "none"


@dataclass(frozen=True)
class Counted:
    """The three dates that are kept (DL-04), and both moments when hours were counted.

    `nominal` is the raw count, `due` decides "overdue", `target` is what staff aim at.
    """

    term: Term
    anchor: date
    nominal: date
    due: date
    target: date
    due_at: datetime | None = None
    anchor_at: datetime | None = None


def count_term(term: Term, anchor: date | datetime, calendar: Calendar) -> Counted:
    """Count from a day, or from a local moment when the term is in hours.

    An extension (DL-06) is the longer term counted from the same anchor.
    """
    if term.unit in TIMED:
        return _count_hours(term, anchor, calendar)
    day = anchor.date() if isinstance(anchor, datetime) else anchor
    nominal = nominal_day(term, day, calendar)
    return Counted(
        term, day, nominal, roll_day(nominal, term.roll, calendar), calendar.on_or_before(nominal)
    )


def nominal_day(term: Term, anchor: date, calendar: Calendar) -> date:
    """DL-01 and DL-02: the day after the anchor is day one."""
    match term.unit:
        case "calendar_days":
            return anchor + timedelta(days=term.amount)
        case "working_days":
            return calendar.step(anchor, term.amount)
        case "months":
            return add_months(anchor, term.amount)
        case "years":
            return add_months(anchor, 12 * term.amount)
    raise ValueError(f"Days cannot be counted in {term.unit}.")


def roll_day(day: date, roll: Roll, calendar: Calendar) -> date:
    """Where a term ends when its last day is a day off."""
    if roll == "next_working_day":
        return calendar.on_or_after(day)
    if roll == "previous_working_day":
        return calendar.on_or_before(day)
    return day


def add_months(day: date, months: int) -> date:
    """The same number of the month, clamped to the last day of a shorter one (DL-02)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moment_due(anchor: datetime, hours: int) -> datetime:
    """Elapsed time in UTC, shown by the anchor's clock: a clock change moves the hands (DL-03)."""
    if anchor.tzinfo is None:
        raise ValueError("Hours are counted from an aware moment.")
    return (anchor.astimezone(UTC) + timedelta(hours=hours)).astimezone(anchor.tzinfo)


def earliest(counted: Iterable[Counted]) -> Counted:
    """Of several limits the one that ends first (complaints: a year, or a month from learning)."""
    return min(counted, key=lambda one: (one.due, one.nominal))


def _count_hours(term: Term, anchor: date | datetime, calendar: Calendar) -> Counted:
    """The moment by DL-03; a roll keeps its hands and moves its day."""
    if not isinstance(anchor, datetime):
        raise ValueError("Hours are counted from a moment, not from a day.")
    match term.unit:
        case "hours_on_working_days":
            at = after_working_hours(anchor, timedelta(hours=term.amount), calendar)
        case "business_minutes":
            at = after_business_time(anchor, timedelta(minutes=term.amount), calendar)
        case _:
            at = moment_due(anchor, term.amount)
    nominal = at.date()
    due = roll_day(nominal, term.roll, calendar)
    due_at = at if due == nominal else datetime.combine(due, at.time(), at.tzinfo)
    target = calendar.on_or_before(nominal)
    return Counted(term, anchor.date(), nominal, due, target, due_at, anchor)
