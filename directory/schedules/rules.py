"""Open or closed, and until when: pure rules over a timetable (no Django, no clock, no queries).

All moments are local to the city and aware; all hours are those on the wall.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from directory.working_time import Calendar

DAY = timedelta(days=1)
MIDNIGHT = time(0)
LOOK_AHEAD = 62  # days searched for the next opening


@dataclass(frozen=True, order=True)
class Hours:
    """Open hours within a day; closing at 00:00 is midnight at its end."""

    opens: time
    closes: time

    def on(self, day: date, zone: datetime) -> tuple[datetime, datetime]:
        """Both ends as moments of the zone that the given moment is in."""
        ends = day + DAY if self.closes == MIDNIGHT else day
        return (
            datetime.combine(day, self.opens, zone.tzinfo),
            datetime.combine(ends, self.closes, zone.tzinfo),
        )


@dataclass(frozen=True)
class OtherDay:
    """Another order of one date: these hours, or none."""

    hours: tuple[Hours, ...] = ()
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Timetable:
    """One schedule of an addressee. A calendar closes its holidays and shortens their eves."""

    weekly: Mapping[int, tuple[Hours, ...]] = field(default_factory=dict)
    exceptions: Mapping[date, OtherDay] = field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None
    calendar: Calendar | None = None
    purpose: str = "office"
    name: Mapping[str, str] = field(default_factory=dict)

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class DayKind(StrEnum):
    USUAL = "usual"
    OTHER = "other"  # an exception by date
    HOLIDAY = "holiday"
    SHORTENED = "shortened"


@dataclass(frozen=True)
class DayPlan:
    """What a timetable says about one date, and why."""

    day: date
    hours: tuple[Hours, ...]
    kind: DayKind = DayKind.USUAL
    note: Mapping[str, str] = field(default_factory=dict)
    is_today: bool = False


class Is(StrEnum):
    OPEN = "open"
    BREAK = "break"
    CLOSED = "closed"


@dataclass(frozen=True)
class State:
    """What is true at a moment.

    `until` ends the present state (nothing: around the clock, or no opening in sight); when open,
    it is the end of the day and `pause` tells the break still ahead. `next_opens` is the opening
    after today's hours; `note` says why today differs.
    """

    at: datetime
    state: Is
    until: datetime | None = None
    pause: tuple[datetime, datetime] | None = None
    next_opens: datetime | None = None
    note: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.state is Is.OPEN


@dataclass(frozen=True)
class Away:
    """A leave: from the first day to the last, and who stands in."""

    starts_on: date
    ends_on: date
    substitute: object = None
    note: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def plan(timetable: Timetable, day: date) -> DayPlan:
    """The plan of a day. A dated exception outweighs a holiday, a holiday the week."""
    if not timetable.is_valid_on(day):
        return DayPlan(day, ())
    other = timetable.exceptions.get(day)
    if other is not None:
        return DayPlan(day, merged(other.hours), DayKind.OTHER, other.note)
    hours = merged(timetable.weekly.get(day.weekday(), ()))
    dated = timetable.calendar.dated_day(day) if timetable.calendar else None
    if dated is not None and not dated.is_working:
        return DayPlan(day, (), DayKind.HOLIDAY, dated.name)
    shorter = timetable.calendar.shortening(day) if timetable.calendar else timedelta(0)
    if shorter and hours:
        return DayPlan(day, _shortened(hours, shorter), DayKind.SHORTENED)
    return DayPlan(day, hours)


def windows(timetable: Timetable, day: date) -> tuple[Hours, ...]:
    """Open hours of a day, in order and without overlaps."""
    return plan(timetable, day).hours


def merged(hours: Iterable[Hours]) -> tuple[Hours, ...]:
    """In order, with touching and overlapping hours joined."""
    joined: list[Hours] = []
    for one in sorted(hours):
        if joined and _end(joined[-1]) >= _minutes(one.opens):
            last = joined.pop()
            longest = max(last, one, key=_end)
            one = Hours(last.opens, longest.closes)
        joined.append(one)
    return tuple(joined)


def state_at(timetable: Timetable, moment: datetime) -> State:
    """Open, on a break or closed at a local moment, and what comes next."""
    today = moment.date()
    spans = _spans(timetable, today, moment)
    note = plan(timetable, today).note
    following = _next_opening(timetable, moment, today + DAY)
    ahead = [span for span in spans if span[1] > moment]
    if not ahead:
        return State(moment, Is.CLOSED, following, next_opens=following, note=note)
    first = ahead[0]
    if moment >= first[0]:
        closes = _closing(timetable, ahead[-1][1], moment)
        pause = (first[1], ahead[1][0]) if len(ahead) > 1 else None
        return State(moment, Is.OPEN, closes, pause, following, note)
    kind = Is.BREAK if len(ahead) < len(spans) else Is.CLOSED
    return State(moment, kind, first[0], next_opens=first[0], note=note)


def week(timetable: Timetable, today: date) -> list[DayPlan]:
    """Monday to Sunday of the week that has today in it, today marked."""
    monday = today - timedelta(days=today.weekday())
    days = (monday + DAY * number for number in range(7))
    return [_marked(plan(timetable, day), today) for day in days]


def folded(days: Sequence[DayPlan]) -> list[tuple[DayPlan, ...]]:
    """A week's rows with neighbouring closed days of the usual week put together."""
    rows: list[tuple[DayPlan, ...]] = []
    for day in days:
        if rows and _folds(day) and _folds(rows[-1][-1]):
            rows[-1] = (*rows[-1], day)
        else:
            rows.append((day,))
    return rows


def upcoming_exceptions(timetable: Timetable, today: date, days: int = 30) -> list[DayPlan]:
    """Dates with another order from today on, holidays of the calendar included."""
    plans = (plan(timetable, today + DAY * number) for number in range(days + 1))
    return [one for one in plans if one.kind is not DayKind.USUAL and _differs(timetable, one)]


def in_force(
    timetables: Iterable[Timetable], day: date, purpose: str = "office"
) -> list[Timetable]:
    """Timetables of a purpose that are valid on a day."""
    return [one for one in timetables if one.purpose == purpose and one.is_valid_on(day)]


def away_on(leaves: Iterable[Away], day: date) -> Away | None:
    """The leave that covers a day; of several, the one that ends last."""
    covering = [leave for leave in leaves if day in leave]
    return max(covering, key=lambda leave: leave.ends_on, default=None)


def next_leave(leaves: Iterable[Away], day: date, within: int = 14) -> Away | None:
    """The leave that begins soon after a day."""
    soon = [leave for leave in leaves if day < leave.starts_on <= day + timedelta(days=within)]
    return min(soon, key=lambda leave: leave.starts_on, default=None)


def _spans(timetable: Timetable, day: date, zone: datetime) -> list[tuple[datetime, datetime]]:
    return [hours.on(day, zone) for hours in windows(timetable, day)]


def _closing(timetable: Timetable, ends: datetime, moment: datetime) -> datetime | None:
    """The end of a day's work, carried over midnight while the next day opens at 00:00."""
    for _night in range(7):
        if ends.time() != MIDNIGHT:
            return ends
        spans = _spans(timetable, ends.date(), moment)
        if not spans or spans[0][0] != ends:
            return ends
        ends = spans[0][1]
    return None


def _next_opening(timetable: Timetable, moment: datetime, day: date) -> datetime | None:
    for number in range(LOOK_AHEAD):
        for hours in windows(timetable, day + DAY * number):
            return hours.on(day + DAY * number, moment)[0]
    return None


def _shortened(hours: tuple[Hours, ...], by: timedelta) -> tuple[Hours, ...]:
    ends = _end(hours[-1]) - int(by.total_seconds() // 60)
    kept = (one for one in hours if _minutes(one.opens) < ends)
    return tuple(
        Hours(one.opens, time(*divmod(ends, 60))) if _end(one) > ends else one for one in kept
    )


def _differs(timetable: Timetable, one: DayPlan) -> bool:
    return merged(timetable.weekly.get(one.day.weekday(), ())) != one.hours


def _folds(day: DayPlan) -> bool:
    return not day.hours and day.kind is DayKind.USUAL and not day.is_today


def _marked(day: DayPlan, today: date) -> DayPlan:
    return DayPlan(day.day, day.hours, day.kind, day.note, is_today=day.day == today)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _end(hours: Hours) -> int:
    return _minutes(hours.closes) or 24 * 60
