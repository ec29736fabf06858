"""Time inside working days (DL-03): the whole of each, or only the office windows."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from directory.working_time.days import DAY, LONGEST_REST, Calendar, Window

WHOLE_DAY: Sequence[Window] = ((time(0), time(0)),)


def office_windows(calendar: Calendar, day: date) -> Sequence[Window]:
    """When the office works on a working day; a working Saturday without hours is like Monday."""
    known = calendar.hours
    return known.get(day.weekday()) or known.get(min(known, default=0)) or ()


def after_working_hours(anchor: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """24 hours of each working day count, days off do not."""
    return _spend(anchor, amount, calendar, whole_days=True)


def after_business_time(anchor: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """Only time inside the office windows counts; the eve of a holiday ends earlier."""
    if not calendar.hours:
        raise ValueError(f"The calendar {calendar.code} has no office hours.")
    return _spend(anchor, amount, calendar, whole_days=False)


def _spend(
    anchor: datetime, amount: timedelta, calendar: Calendar, *, whole_days: bool
) -> datetime:
    """Elapsed time, so that a clock change inside a window costs or gives its hour."""
    if anchor.tzinfo is None:
        raise ValueError("Hours are counted from an aware moment.")
    left, since = amount, anchor.astimezone(UTC)
    for start, end in _stretches(anchor, calendar, whole_days):
        start = max(start, since)
        if end - start >= left:
            return (start + left).astimezone(anchor.tzinfo)
        left -= max(end - start, timedelta(0))
    raise ValueError("The calendar has no working time within a year.")


def _stretches(
    anchor: datetime, calendar: Calendar, whole_days: bool
) -> Iterator[tuple[datetime, datetime]]:
    """Working time from the anchor's day on, in UTC; ends with a year that gives none."""
    day, idle = anchor.date(), 0
    while idle < LONGEST_REST:
        windows: Sequence[Window] = ()
        if calendar.is_working(day):
            windows = WHOLE_DAY if whole_days else office_windows(calendar, day)
        for opens, closes in windows:
            is_last = (opens, closes) == windows[-1]
            ends = datetime.combine(day if closes > opens else day + DAY, closes, anchor.tzinfo)
            if is_last and not whole_days:
                ends -= calendar.shortening(day)
            starts = datetime.combine(day, opens, anchor.tzinfo)
            yield starts.astimezone(UTC), ends.astimezone(UTC)
        idle = 0 if windows else idle + 1
        day += DAY
