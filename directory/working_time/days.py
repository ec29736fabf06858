"""Which days are working days: a weekly pattern, dated days, and regimes that put these to rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from functools import cached_property

DAY = timedelta(days=1)
OFFICE_WEEK = frozenset({0, 1, 2, 3, 4})
LONGEST_REST = 370  # days without one working day: a calendar that is plainly wrong
NO_WORKING_DAY = "The calendar has no working day within a year."

type Window = tuple[time, time]  # closing at 00:00 is midnight at the end of the day


@dataclass(frozen=True)
class Stretch:
    """Days from the first to the last, both included; an open end means "until further notice"."""

    starts_on: date
    ends_on: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class DatedDay:
    """A date that differs from its weekday. A holiday proper shortens the day before it."""

    is_working: bool
    name: Mapping[str, str] = field(default_factory=dict)
    shortens_eve: bool = False


@dataclass(frozen=True)
class Calendar:
    """Working days of one calendar. While a regime holds, only the weekly pattern counts.

    `hours` are the office windows by weekday, for terms in business minutes.
    """

    code: str = "office"
    version: int = 1
    weekdays: frozenset[int] = OFFICE_WEEK
    dated: Mapping[date, DatedDay] = field(default_factory=dict)
    regimes: tuple[Stretch, ...] = ()
    eve_shortening: timedelta = timedelta(0)
    hours: Mapping[int, Sequence[Window]] = field(default_factory=dict)

    def is_under_regime(self, day: date) -> bool:
        return any(day in regime for regime in self.regimes)

    def in_regime(self, holds: bool) -> "Calendar":
        """The same calendar as if its regime held on every day, or on none.

        One that knows no regime has none to hold: martial law in Ukraine is nothing to Serbia.
        """
        always = (Stretch(date.min),) if self.regimes else ()
        return replace(self, regimes=always if holds else ())

    def dated_day(self, day: date) -> DatedDay | None:
        """The dated day in force, nothing while a regime holds."""
        return None if self.is_under_regime(day) else self.dated.get(day)

    def is_working(self, day: date) -> bool:
        known = self._known.get(day)
        if known is None:
            dated = self.dated_day(day)
            known = dated.is_working if dated else day.weekday() in self.weekdays
            self._known[day] = known
        return known

    @cached_property
    def _known(self) -> dict[date, bool]:
        """Days asked about before: a journal asks for the same few hundred again and again."""
        return {}

    def shortening(self, day: date) -> timedelta:
        """How much earlier a working day ends because a holiday follows."""
        following = self.dated_day(day + DAY)
        if following and following.shortens_eve and self.is_working(day):
            return timedelta(0) if self.is_under_regime(day) else self.eve_shortening
        return timedelta(0)

    def on_or_after(self, day: date) -> date:
        return next(d for d in _walk(day, DAY) if self.is_working(d))

    def on_or_before(self, day: date) -> date:
        return next(d for d in _walk(day, -DAY) if self.is_working(d))

    def after(self, day: date) -> date:
        return self.on_or_after(day + DAY)

    def step(self, day: date, count: int) -> date:
        """The working day that comes `count` working days after the day (before it when negative).

        Day zero is not counted (DL-01), whether or not it is a working day.
        """
        way, left, idle = (DAY if count > 0 else -DAY), abs(count), 0
        while left:
            day += way
            is_working = self.is_working(day)
            left -= is_working
            idle = 0 if is_working else idle + 1
            if idle > LONGEST_REST:
                raise ValueError(NO_WORKING_DAY)
        return day

    def count(self, after: date, until: date) -> int:
        """Working days after the first date up to the second one; negative when it lies before."""
        if until < after:
            return -self.count(until - DAY, after - DAY)
        days = (after + DAY * number for number in range(1, (until - after).days + 1))
        return sum(map(self.is_working, days))


def _walk(day: date, step: timedelta) -> Iterator[date]:
    for _turn in range(LONGEST_REST):
        yield day
        day += step
    raise ValueError(NO_WORKING_DAY)
