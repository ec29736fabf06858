"""A schedule as iCalendar (RFC 5545): a series for each pattern, other dates as single events."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone
from icalendar import Calendar, Event, vText
from icalendar.prop import vDDDLists

from core import clock
from directory.exchange.writing import VENDOR
from directory.models import Schedule
from directory.schedules import rules
from directory.schedules.openings import timetable_of
from directory.schedules.patterns import MONTHLY, Pattern
from directory.schedules.rules import DAY, MIDNIGHT, DayKind, Hours, Timetable, Turn

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKS = {Pattern.EVEN: list(range(2, 53, 2)), Pattern.ODD: list(range(1, 54, 2))}
AHEAD = timedelta(days=2 * 366)  # holidays of an endless schedule are told so far
FACTS = f"{VENDOR}SCHEDULE"


def write_schedule(schedule: Schedule, at: datetime) -> str:
    """For any calendar program; `import_schedule` takes it back without a change.

    A date that is not as usual is left out of every series (EXDATE), and its hours stand as events
    by themselves. A prolonged schedule goes on, so its series have no end.
    """
    timetable = timetable_of(schedule)
    first = timetable.valid_from or clock.local(at).date()
    begin = [turn.since + rules.WEEK * turn.every for turn in timetable.turns if turn.since]
    last = max([first + AHEAD, *timetable.exceptions, *begin])
    ends = None if schedule.prolong_months else timetable.valid_until
    if ends is not None:
        last = min(last, ends)
    whole = replace(timetable, valid_until=ends)
    odd = {one.day: one for one in _odd_days(whole, first, last)}
    file = _file(schedule, timetable)
    events = [*_series(whole, first, last, odd), *_singles(odd.values())]
    for number, event in enumerate(events):
        event.add("uid", f"schedule-{schedule.pk}-{number}@vikno")
        event.add("dtstamp", at)
        event.add("summary", f"{schedule.addressee}: {schedule}")
        if str(schedule.note):
            event.add("description", str(schedule.note))
        file.add_component(event)
    file.add_missing_timezones()
    return file.to_ical().decode("utf-8")


def _file(schedule: Schedule, timetable: Timetable) -> Calendar:
    file = Calendar()
    file.add("prodid", "-//Vikno//Schedule//UK")
    file.add("version", "2.0")
    name = vText(f"{schedule.addressee}: {schedule}")
    file.add("x-wr-calname", name, parameters={"VALUE": "TEXT"})
    facts = json.dumps(_facts(schedule, timetable), ensure_ascii=False)
    file.add(FACTS, vText(facts), parameters={"VALUE": "TEXT"})
    return file


def _facts(schedule: Schedule, timetable: Timetable) -> dict[str, Any]:
    """What iCalendar has no word for."""
    exceptions = sorted(timetable.exceptions.items())
    return {
        "purpose": schedule.purpose,
        "name": dict(schedule.name or {}),
        "note": dict(schedule.note or {}),
        "calendar": schedule.calendar.code if schedule.calendar else None,
        "holiday_policy": schedule.holiday_policy,
        "valid_from": f"{schedule.valid_from}" if schedule.valid_from else None,
        "valid_until": f"{schedule.valid_until}" if schedule.valid_until else None,
        "prolong_months": schedule.prolong_months,
        "closed": [f"{day}" for day, other in exceptions if not other.hours],
        "notes": {f"{day}": dict(other.note) for day, other in exceptions if other.note},
    }


def _odd_days(timetable: Timetable, first: date, last: date) -> Iterator[rules.DayPlan]:
    """Days that are not as the patterns say."""
    day = first
    while day <= last:
        one = rules.plan(timetable, day)
        if one.kind is not DayKind.USUAL:
            yield one
        day += DAY


def _series(
    timetable: Timetable, first: date, last: date, odd: dict[date, rules.DayPlan]
) -> Iterator[Event]:
    for alike in _alike(timetable):
        dates = sorted(alike[0].dates)
        days = dates if dates else _days(alike, first, last)
        days = [day for day in days if timetable.is_valid_on(day)]
        if not days:
            continue
        event = _event(days[0], alike[0].hours)
        if dates:
            rest = [_moment(day, alike[0].hours) for day in days[1:]]
            if rest:
                event.add("rdate", vDDDLists(rest))
        else:
            event.add("rrule", _rule(alike, timetable.valid_until))
        left = [_moment(day, alike[0].hours) for day in days if day in odd]
        if left:
            event.add("exdate", vDDDLists(left))
        yield event


def _alike(timetable: Timetable) -> list[list[Turn]]:
    """Turns that differ only by the weekday are one series; those of the month are each its own."""
    weekly = [Turn(one, weekday=day) for day, hours in timetable.weekly.items() for one in hours]
    found: dict[tuple, list[Turn]] = {}
    for turn in [*weekly, *timetable.turns]:
        own = turn.weekday if turn.pattern in MONTHLY else None
        key = (turn.pattern, turn.hours, turn.every, turn.since, turn.dates, own)
        found.setdefault(key, []).append(turn)
    return list(found.values())


def _days(alike: list[Turn], first: date, last: date) -> list[date]:
    count = (last - first).days + 1
    days = (first + DAY * number for number in range(count))
    return [day for day in days if any(turn.falls_on(day) for turn in alike)]


def _rule(alike: list[Turn], until: date | None) -> dict[str, Any]:
    turn = alike[0]
    weekdays = sorted({one.weekday for one in alike if one.weekday is not None})
    by_day = [DAYS[weekday] for weekday in weekdays]
    rule: dict[str, Any] = {"freq": "weekly", "byday": by_day}
    if turn.pattern in MONTHLY:
        place = -1 if turn.pattern is Pattern.LAST else MONTHLY.index(turn.pattern) + 1
        rule = {"freq": "monthly", "byday": [f"{place}{by_day[0]}"]}
    elif turn.pattern in WEEKS:
        rule = {"freq": "yearly", "byweekno": WEEKS[turn.pattern], "byday": by_day, "wkst": "MO"}
    elif turn.pattern is Pattern.EVERY:
        rule |= {"interval": turn.every, "wkst": "MO"}
    if until is not None:
        end = datetime.combine(until, datetime.max.time(), get_current_timezone())
        rule["until"] = end.replace(microsecond=0).astimezone(UTC)
    return rule


def _singles(odd: Iterable[rules.DayPlan]) -> Iterator[Event]:
    for plan in odd:
        for hours in plan.hours:
            event = _event(plan.day, hours)
            event.add("categories", [plan.kind.value])
            yield event


def _event(day: date, hours: Hours) -> Event:
    event = Event()
    ends = day + DAY if hours.closes == MIDNIGHT else day
    event.add("dtstart", _moment(day, hours))
    event.add("dtend", datetime.combine(ends, hours.closes, get_current_timezone()))
    return event


def _moment(day: date, hours: Hours) -> datetime:
    return datetime.combine(day, hours.opens, get_current_timezone())
