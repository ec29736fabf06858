"""Timetables of many addressees read at once, and who is open: four queries whatever the number.

Pages, the catalogue and the API all ask here, so that all say the same.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import F, TextField
from django.db.models.functions import Cast

from core import clock
from directory.models import Addressee, Leave, Schedule, ScheduleException, WorkingCalendar
from directory.schedules import rules
from directory.working_time import Calendar

WINDOW = ("pattern", "weekday", "every", "since", "dates", "opens", "closes")
PAST_DAYS = 31  # exceptions this old still matter: of this week, of a holiday that has moved


@dataclass(frozen=True)
class Opening:
    """What schedules say at a local moment. `office` is the timetable that counts."""

    at: datetime
    timetables: tuple[rules.Timetable, ...] = ()
    leaves: tuple[rules.Away, ...] = ()
    office: rules.Timetable | None = None
    state: rules.State | None = None
    away: rules.Away | None = None

    @property
    def is_open(self) -> bool:
        """False on leave: hours of an official who is away do not help the visitor."""
        return self.state is not None and self.state.is_open and self.away is None

    @property
    def today(self) -> date:
        return self.at.date()

    @property
    def next_leave(self) -> rules.Away | None:
        return rules.next_leave(self.leaves, self.today)

    def at_moment(self, at: datetime) -> "Opening":
        """The same schedules and leaves at another moment, without reading them again."""
        return _opening(clock.local(at), list(self.timetables), list(self.leaves))

    def week(self, timetable: rules.Timetable | None = None) -> list[rules.DayPlan]:
        """This week by the office timetable, or by another one."""
        chosen = timetable or self.office
        return rules.week(chosen, self.today) if chosen else []


@dataclass
class _Rows:
    """One schedule while its rows are being put together."""

    weekly: dict[int, list[rules.Hours]] = field(default_factory=lambda: defaultdict(list))
    turns: list[rules.Turn] = field(default_factory=list)
    exceptions: dict[date, list[ScheduleException]] = field(
        default_factory=lambda: defaultdict(list)
    )


def opening_of(addressee: Addressee, at: datetime) -> Opening:
    return openings([addressee], at)[addressee.pk]


def openings(addressees: Iterable[Addressee], at: datetime) -> dict[int, Opening]:
    """{key of addressee: Opening} for each of them, with or without schedules."""
    return openings_by_key([addressee.pk for addressee in addressees], at)


def openings_by_key(ids: list[int], at: datetime) -> dict[int, Opening]:
    local = clock.local(at)
    timetables = _timetables(ids, local.date())
    leaves = _leaves(ids, local.date())
    return {pk: _opening(local, timetables[pk], leaves[pk]) for pk in ids}


def _opening(
    local: datetime, timetables: list[rules.Timetable], leaves: list[rules.Away]
) -> Opening:
    office = next(iter(rules.in_force(timetables, local.date())), None)
    return Opening(
        at=local,
        timetables=tuple(timetables),
        leaves=tuple(leaves),
        office=office,
        state=rules.state_at(office, local) if office else None,
        away=rules.away_on(leaves, local.date()),
    )


def timetable_of(schedule: Schedule) -> rules.Timetable:
    """The whole of one schedule, past exceptions and all: for files."""
    rows = _Rows()
    for window in schedule.windows.all():
        _add_window(rows, window)
    for one in schedule.exceptions.all():
        rows.exceptions[one.date].append(one)
    calendar = schedule.calendar.as_calendar() if schedule.calendar else None
    return _timetable(schedule, rows, calendar)


def _timetables(ids: list[int], today: date) -> dict[int, list[rules.Timetable]]:
    """Schedules that are not over, in their order. Windows come with them by an outer join."""
    schedules = (
        Schedule.objects.filter(addressee__in=ids)
        .exclude(valid_until__lt=today)
        .annotate(**{name: F(f"windows__{name}") for name in WINDOW})
        .order_by("order", "pk")
    )
    first: dict[int, Schedule] = {}
    rows: dict[int, _Rows] = defaultdict(_Rows)
    for schedule in schedules:
        first.setdefault(schedule.pk, schedule)
        if schedule.pattern is not None:
            _add_window(rows[schedule.pk], schedule)
    _add_exceptions(rows, first, today)
    calendars = _calendars({one.calendar_id for one in first.values() if one.calendar_id})
    found: dict[int, list[rules.Timetable]] = defaultdict(list)
    for pk, schedule in first.items():
        calendar = calendars.get(schedule.calendar_id)
        found[schedule.addressee_id].append(_timetable(schedule, rows[pk], calendar))
    return found


def _add_window(rows: _Rows, window: Any) -> None:
    hours = rules.Hours(window.opens, window.closes)
    if window.pattern == rules.Pattern.WEEKLY:
        rows.weekly[window.weekday].append(hours)
    else:
        rows.turns.append(turn_of(window))


def turn_of(window: Any) -> rules.Turn:
    """A window of the database, or a schedule read together with one."""
    return rules.Turn(
        rules.Hours(window.opens, window.closes),
        rules.Pattern(window.pattern),
        window.weekday,
        window.every or 1,
        window.since,
        frozenset(map(date.fromisoformat, window.dates)),
    )


def _add_exceptions(rows: dict[int, _Rows], schedules: dict[int, Schedule], today: date) -> None:
    since = today - timedelta(days=PAST_DAYS)
    if schedules:
        for one in ScheduleException.objects.filter(schedule__in=schedules, date__gte=since):
            rows[one.schedule_id].exceptions[one.date].append(one)


def _timetable(schedule: Schedule, rows: _Rows, calendar: Calendar | None) -> rules.Timetable:
    return rules.Timetable(
        weekly={day: tuple(hours) for day, hours in rows.weekly.items()},
        exceptions={day: _other_day(found) for day, found in rows.exceptions.items()},
        valid_from=schedule.valid_from,
        valid_until=schedule.valid_until,
        calendar=calendar,
        purpose=schedule.purpose,
        name=schedule.name,
        turns=tuple(rows.turns),
        policy=rules.Policy(schedule.holiday_policy),
        note=schedule.note,
        key=schedule.pk,
    )


def _other_day(found: list[ScheduleException]) -> rules.OtherDay:
    """Hours of a date; a row that closes it outweighs the rows with hours."""
    closed = any(one.is_closed for one in found)
    hours = (
        ()
        if closed
        else tuple(rules.Hours(one.opens, one.closes) for one in found if one.opens and one.closes)
    )
    return rules.OtherDay(hours, next((one.note for one in found if one.note), {}))


def _calendars(ids: set[int]) -> dict[int | None, Calendar]:
    """Read apart from schedules: a calendar has years of days, and a row would come per window."""
    if not ids:
        return {}
    rows = WorkingCalendar.objects.filter(pk__in=ids).annotate(written=Cast("days", TextField()))
    facts = rows.values_list(
        "pk", "code", "version", "weekly_days", "eve_shortening_minutes", "written"
    )
    return {pk: _calendar(*row) for pk, *row in facts}


@lru_cache(maxsize=16)
def _calendar(code: str, version: int, weekly: str, eve: int, written: str) -> Calendar:
    """Built once per text of a calendar: the same few are asked for by every page."""
    row = WorkingCalendar(
        code=code,
        version=version,
        weekly_days=weekly,
        eve_shortening_minutes=eve,
        days=json.loads(written),
    )
    return row.as_calendar()


def _leaves(ids: list[int], today: date) -> dict[int, list[rules.Away]]:
    found: dict[int, list[rules.Away]] = defaultdict(list)
    rows = Leave.objects.filter(addressee__in=ids, ends_on__gte=today).select_related("substitute")
    for row in rows.order_by("starts_on"):
        away = rules.Away(row.starts_on, row.ends_on, row.substitute, row.note)
        found[row.addressee_id].append(away)
    return found
