"""Which dates a pattern of a schedule falls on (domain.md 8.1): pure rules."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from directory.schedules.hours import Hours

WEEK = timedelta(days=7)


class Pattern(StrEnum):
    WEEKLY = "weekly"
    EVEN = "even"  # weeks by ISO 8601: after week 53 an odd one follows an odd one
    ODD = "odd"
    EVERY = "every"  # every so many weeks, from the week of a date
    FIRST = "first"  # of the month, as the four below
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"
    DATES = "dates"


MONTHLY = (Pattern.FIRST, Pattern.SECOND, Pattern.THIRD, Pattern.FOURTH, Pattern.LAST)


class Policy(StrEnum):
    """What becomes of a date that falls on a holiday."""

    SKIP = "skip"
    NEXT_WEEK = "same_weekday_next_week"
    NEXT_WORKING_DAY = "next_working_day"
    KEEP = "keep"


MOVING = (Policy.NEXT_WEEK, Policy.NEXT_WORKING_DAY)


@dataclass(frozen=True)
class Turn:
    """Hours with the dates they come on. `every` and `since` go together; so do `dates` alone."""

    hours: Hours
    pattern: Pattern = Pattern.WEEKLY
    weekday: int | None = None
    every: int = 1
    since: date | None = None
    dates: frozenset[date] = frozenset()

    def falls_on(self, day: date) -> bool:
        if self.pattern is Pattern.DATES:
            return day in self.dates
        return day.weekday() == self.weekday and self._is_its_week(day)

    def _is_its_week(self, day: date) -> bool:
        match self.pattern:
            case Pattern.WEEKLY:
                return True
            case Pattern.EVEN | Pattern.ODD:
                return (day.isocalendar().week % 2 == 0) == (self.pattern is Pattern.EVEN)
            case Pattern.EVERY:
                since = self.since or day
                return since <= day and (_week_of(day) - _week_of(since)) % self.every == 0
            case Pattern.LAST:
                return (day + WEEK).month != day.month
        return (day.day - 1) // 7 == MONTHLY.index(self.pattern)


def _week_of(day: date) -> int:
    """Weeks from Monday to Sunday, counted one after another."""
    return (day.toordinal() - 1) // 7


def prolonged_until(today: date, months: int) -> date:
    """The last day of the month so many months ahead: the end of a prolonged schedule."""
    number = today.year * 12 + today.month + months  # the month after it, from zero
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)
