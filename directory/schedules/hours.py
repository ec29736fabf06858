"""Hours on the wall and the moments they are: pure, with the nights of a clock change in mind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
MIDNIGHT = time(0)


@dataclass(frozen=True, order=True)
class Hours:
    """Open hours within a day; closing at 00:00 is midnight at its end."""

    opens: time
    closes: time

    def on(self, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
        """Both ends as moments. Of hours the clock jumps over nothing is left: the ends meet."""
        ends = day + DAY if self.closes == MIDNIGHT else day
        return moment(day, self.opens, zone), moment(ends, self.closes, zone)


def moment(day: date, at: time, zone: tzinfo) -> datetime:
    """When the clock on the wall first shows this time, or jumps over it.

    So a later time is never an earlier moment: neighbouring hours neither overlap nor leave a gap
    on the nights when the clock is changed.
    """
    first = datetime.combine(day, at, zone)
    late = first.astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == first.replace(tzinfo=None):
        return first
    early = first.replace(fold=1).astimezone(UTC)
    before = early.astimezone(zone).utcoffset()
    while late - early > MINUTE:
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(second=0, microsecond=0).astimezone(zone)


def merged(hours: Iterable[Hours]) -> tuple[Hours, ...]:
    """In order, with touching and overlapping hours joined."""
    joined: list[Hours] = []
    for one in sorted(hours):
        if joined and end_minutes(joined[-1]) >= minutes(one.opens):
            last = joined.pop()
            longest = max(last, one, key=end_minutes)
            one = Hours(last.opens, longest.closes)
        joined.append(one)
    return tuple(joined)


def shortened(hours: tuple[Hours, ...], by: timedelta) -> tuple[Hours, ...]:
    """Hours of a day that ends earlier."""
    ends = end_minutes(hours[-1]) - int(by.total_seconds() // 60)
    kept = (one for one in hours if minutes(one.opens) < ends)
    return tuple(
        Hours(one.opens, time(*divmod(ends, 60))) if end_minutes(one) > ends else one
        for one in kept
    )


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def end_minutes(hours: Hours) -> int:
    return minutes(hours.closes) or 24 * 60
