"""What a schedule says of a date and of a moment: pure rules (no Django, no clock, no queries).

`plan()` decides about a date, `windows()` tells its open hours as moments; offices, lists, pages,
programs and queues all ask here. Moments are aware; hours are those on the wall.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from directory.schedules.hours import DAY, MIDNIGHT, Hours, merged, shortened
from directory.schedules.patterns import MOVING, WEEK, Pattern, Policy, Turn
from directory.working_time import Calendar

__all__ = ["DAY", "MIDNIGHT", "Hours", "Pattern", "Policy", "Turn", "merged"]

LOOK_AHEAD = 62  # days searched for the next opening
LONG_REST = 62  # days without a working day: a calendar that is plainly wrong
SIGHT = 13 * 366  # days searched for dates to come: twelve of a pattern of 52 weeks


@dataclass(frozen=True)
class OtherDay:
    """Another order of one date: these hours, or none."""

    hours: tuple[Hours, ...] = ()
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Timetable:
    """One schedule of an addressee: hours of every week, and those that come by turns.

    A calendar closes its holidays, or moves them by the policy, and shortens their eves.
    """

    weekly: Mapping[int, tuple[Hours, ...]] = field(default_factory=dict)
    exceptions: Mapping[date, OtherDay] = field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None
    calendar: Calendar | None = None
    purpose: str = "office"
    name: Mapping[str, str] = field(default_factory=dict)
    turns: tuple[Turn, ...] = ()
    policy: Policy = Policy.SKIP
    note: Mapping[str, str] = field(default_factory=dict)
    key: int | None = None  # of the schedule it was read from

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class DayKind(StrEnum):
    USUAL = "usual"
    OTHER = "other"  # an exception by date
    HOLIDAY = "holiday"
    MOVED = "moved"  # here from a holiday, by the policy
    SHORTENED = "shortened"


@dataclass(frozen=True)
class DayPlan:
    """What a timetable says about one date, and why."""

    day: date
    hours: tuple[Hours, ...]
    kind: DayKind = DayKind.USUAL
    note: Mapping[str, str] = field(default_factory=dict)
    is_today: bool = False
    moved_from: tuple[date, ...] = ()


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


def usual_hours(timetable: Timetable, day: date) -> tuple[Hours, ...]:
    """By the week and the turns alone: no exception, no holiday, no validity."""
    weekly = timetable.weekly.get(day.weekday(), ())
    if not timetable.turns:
        return merged(weekly)
    return merged((*weekly, *(one.hours for one in timetable.turns if one.falls_on(day))))


def plan(timetable: Timetable, day: date) -> DayPlan:
    """The plan of a day. A dated exception outweighs a holiday, a holiday the pattern."""
    if not timetable.is_valid_on(day):
        return DayPlan(day, ())
    other = timetable.exceptions.get(day)
    if other is not None:
        return DayPlan(day, merged(other.hours), DayKind.OTHER, other.note)
    if timetable.calendar is None or timetable.policy is Policy.KEEP:
        return DayPlan(day, usual_hours(timetable, day))
    dated = timetable.calendar.dated_day(day)
    if dated is not None and not dated.is_working:
        return DayPlan(day, (), DayKind.HOLIDAY, dated.name)
    found = _working_plan(timetable, day)
    shorter = timetable.calendar.shortening(day)
    if shorter and found.hours:
        kind = DayKind.SHORTENED if found.kind is DayKind.USUAL else found.kind
        found = replace(found, hours=shortened(found.hours, shorter), kind=kind)
    return found


def _working_plan(timetable: Timetable, day: date) -> DayPlan:
    """The usual hours, and those that came here from a holiday."""
    usual = usual_hours(timetable, day)
    moved = dict(_moved_to(timetable, day)) if timetable.policy in MOVING else {}
    hours = merged((*usual, *(one for found in moved.values() for one in found)))
    if hours == usual:
        return DayPlan(day, usual)
    return DayPlan(day, hours, DayKind.MOVED, moved_from=tuple(sorted(moved)))


def _moved_to(timetable: Timetable, day: date) -> Iterator[tuple[date, tuple[Hours, ...]]]:
    """Hours that the policy brings to this day, with the holiday they are from."""
    for source in _sources(timetable, day):
        if timetable.is_valid_on(source) and source not in timetable.exceptions:
            hours = usual_hours(timetable, source)
            if hours:
                yield source, hours


def _sources(timetable: Timetable, day: date) -> Iterator[date]:
    """Holidays whose place this day takes. A week later may be a holiday too: then two weeks."""
    calendar = timetable.calendar
    assert calendar is not None
    if timetable.policy is Policy.NEXT_WEEK:
        source = day - WEEK
        while _is_holiday(calendar, source) and (day - source).days <= LONG_REST:
            yield source
            source -= WEEK
    elif calendar.is_working(day):
        source = day - DAY
        while not calendar.is_working(source) and (day - source).days <= LONG_REST:
            if _is_holiday(calendar, source):
                yield source
            source -= DAY


def _is_holiday(calendar: Calendar, day: date) -> bool:
    dated = calendar.dated_day(day)
    return dated is not None and not dated.is_working


def windows(
    timetable: Timetable, day: date, zone: tzinfo, leaves: Iterable[Away] = ()
) -> list[tuple[datetime, datetime]]:
    """Open hours of a date as moments, in order, apart and never empty; none on leave."""
    if away_on(leaves, day) is not None:
        return []
    found: list[tuple[datetime, datetime]] = []
    for opens, closes in (hours.on(day, zone) for hours in plan(timetable, day).hours):
        if found and _is_same(found[-1][1], opens):  # the clock has jumped over a break
            opens = found.pop()[0]
        if not _is_same(opens, closes):
            found.append((opens, closes))
    return found


def next_dates(
    timetable: Timetable, start: date, count: int, leaves: Iterable[Away] = ()
) -> list[DayPlan]:
    """The next so many dates with hours, from a date on, without those of leaves."""
    leaves = tuple(leaves)
    found: list[DayPlan] = []
    day, last = start, _last_day(timetable, start)
    while day <= last and len(found) < count:
        one = plan(timetable, day)
        if one.hours and away_on(leaves, day) is None:
            found.append(one)
        day += DAY
    return found


def _last_day(timetable: Timetable, start: date) -> date:
    """After it no date can come: the end of validity, or of everything that was listed."""
    last = start + DAY * SIGHT
    if not timetable.weekly and all(one.pattern is Pattern.DATES for one in timetable.turns):
        listed = [day for one in timetable.turns for day in one.dates]
        last = min(last, max([*listed, *timetable.exceptions, start]) + DAY * LONG_REST)
    return min(last, timetable.valid_until or last)


def state_at(timetable: Timetable, at: datetime) -> State:
    """Open, on a break or closed at a local moment, and what comes next."""
    zone, today = _zone(at), at.date()
    spans = windows(timetable, today, zone)
    note = plan(timetable, today).note
    following = _next_opening(timetable, zone, today + DAY)
    ahead = [span for span in spans if _is_before(at, span[1])]
    if not ahead:
        return State(at, Is.CLOSED, following, next_opens=following, note=note)
    first = ahead[0]
    if not _is_before(at, first[0]):
        closes = _closing(timetable, ahead[-1][1], zone)
        pause = (first[1], ahead[1][0]) if len(ahead) > 1 else None
        return State(at, Is.OPEN, closes, pause, following, note)
    kind = Is.BREAK if len(ahead) < len(spans) else Is.CLOSED
    return State(at, kind, first[0], next_opens=first[0], note=note)


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


def _closing(timetable: Timetable, ends: datetime, zone: tzinfo) -> datetime | None:
    """The end of a day's work, carried over midnight while the next day opens at 00:00."""
    for _night in range(7):
        if ends.time() != MIDNIGHT:
            return ends
        spans = windows(timetable, ends.date(), zone)
        if not spans or not _is_same(spans[0][0], ends):
            return ends
        ends = spans[0][1]
    return None


def _next_opening(timetable: Timetable, zone: tzinfo, day: date) -> datetime | None:
    for number in range(LOOK_AHEAD):
        for opens, _closes in windows(timetable, day + DAY * number, zone):
            return opens
    return None


def _zone(at: datetime) -> tzinfo:
    assert at.tzinfo is not None
    return at.tzinfo


def _is_before(one: datetime, other: datetime) -> bool:
    """In time: moments of one zone compare by the clock on the wall, which may show 3:30 twice."""
    return one.astimezone(UTC) < other.astimezone(UTC)


def _is_same(one: datetime, other: datetime) -> bool:
    return one.astimezone(UTC) == other.astimezone(UTC)


def _differs(timetable: Timetable, one: DayPlan) -> bool:
    return usual_hours(timetable, one.day) != one.hours


def _folds(day: DayPlan) -> bool:
    return not day.hours and day.kind is DayKind.USUAL and not day.is_today


def _marked(day: DayPlan, today: date) -> DayPlan:
    return replace(day, is_today=day.day == today)
