"""Rules of recurrence (RFC 5545) as patterns of a schedule; what has no pattern is refused."""

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from directory.exchange.broken import FileBroken
from directory.exchange.schedule_writing import DAYS, WEEKS
from directory.models.schedules import LONGEST_TURN
from directory.schedules.patterns import MONTHLY, Pattern
from directory.schedules.rules import DAY, SIGHT, Hours, Turn

KNOWN = {
    "DAILY": {"FREQ", "INTERVAL", "BYDAY"},
    "WEEKLY": {"FREQ", "INTERVAL", "BYDAY"},
    "MONTHLY": {"FREQ", "INTERVAL", "BYDAY", "BYSETPOS"},
    "YEARLY": {"FREQ", "INTERVAL", "BYDAY", "BYWEEKNO"},
}
ENDS = {"UNTIL", "COUNT", "WKST"}
PLACES = dict(zip((1, 2, 3, 4, -1), MONTHLY, strict=True))
BY_DAY = re.compile(r"([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True)
class Rule:
    """Patterns of one event, from its first date to the last; endless without one."""

    turns: tuple[Turn, ...]
    first: date
    last: date | None

    def falls_on(self, day: date) -> bool:
        return (
            self.first <= day
            and (self.last is None or day <= self.last)
            and any(turn.falls_on(day) for turn in self.turns)
        )


def read_rule(rule: Any, starts: datetime, hours: Hours, line: int) -> Rule:
    """`starts` is the local beginning of the event. Raises FileBroken with the property's name."""
    if isinstance(rule, list):
        raise FileBroken(_("RRULE: an event with several rules is not read."), line)
    told = {str(name).upper(): list(values) for name, values in rule.items()}
    freq = str(told.get("FREQ", [""])[0]).upper()
    if freq not in KNOWN:
        message = _("RRULE: FREQ=%(freq)s cannot be a schedule.") % {"freq": freq}
        raise FileBroken(message, line)
    strange = sorted(set(told) - KNOWN[freq] - ENDS)
    if strange:
        message = _("RRULE: %(name)s with FREQ=%(freq)s cannot be a schedule.")
        raise FileBroken(message % {"name": strange[0], "freq": freq}, line)
    turns = tuple(_turns(freq, told, starts, hours, line))
    first = starts.date()
    if not any(turn.falls_on(first) for turn in turns):
        raise FileBroken(_("DTSTART: the first date is not one of the rule's own dates."), line)
    return Rule(turns, first, _last(told, turns, starts, line))


def _turns(
    freq: str, told: dict[str, list], starts: datetime, hours: Hours, line: int
) -> list[Turn]:
    every = int(told.get("INTERVAL", [1])[0])
    by_day = [_by_day(value, line) for value in told.get("BYDAY", [])]
    if freq == "MONTHLY":
        return _of_month(told, by_day, every, hours, line)
    if any(place for place, _weekday in by_day):
        raise FileBroken(_("RRULE: a numbered BYDAY needs FREQ=MONTHLY."), line)
    if not by_day:
        by_day = [(0, day) for day in range(7)] if freq == "DAILY" else [(0, starts.weekday())]
    weekdays = sorted({weekday for _place, weekday in by_day})
    if freq == "YEARLY":
        pattern = _parity(told, every, line)
        return [Turn(hours, pattern, weekday) for weekday in weekdays]
    if every == 1:
        return [Turn(hours, Pattern.WEEKLY, weekday) for weekday in weekdays]
    first_day = str(told.get("WKST", ["MO"])[0]).upper()
    if freq == "DAILY" or every > LONGEST_TURN or (first_day != "MO" and len(weekdays) > 1):
        message = _("RRULE: INTERVAL=%(every)s of this kind cannot be a schedule.")
        raise FileBroken(message % {"every": every}, line)
    return [
        Turn(hours, Pattern.EVERY, weekday, every=every, since=starts.date())
        for weekday in weekdays
    ]


def _of_month(
    told: dict[str, list], by_day: list[tuple[int, int]], every: int, hours: Hours, line: int
) -> list[Turn]:
    places = [int(value) for value in told.get("BYSETPOS", [])]
    if places and len(by_day) == 1 and not by_day[0][0]:
        by_day = [(place, by_day[0][1]) for place in places]
        places = []
    if every != 1 or places or not by_day:
        raise FileBroken(
            _("RRULE: of a month only its n-th weekday is read, like BYDAY=1TH."), line
        )
    for place, _weekday in by_day:
        if place not in PLACES:
            raise FileBroken(
                _("RRULE: the weekday of a month is the 1st to the 4th, or the last."), line
            )
    return [Turn(hours, PLACES[place], weekday) for place, weekday in by_day]


def _parity(told: dict[str, list], every: int, line: int) -> Pattern:
    weeks = sorted(int(value) for value in told.get("BYWEEKNO", []))
    found = [pattern for pattern, listed in WEEKS.items() if weeks == listed]
    if every != 1 or not found or str(told.get("WKST", ["MO"])[0]).upper() != "MO":
        raise FileBroken(_("RRULE: of a year only its even or its odd weeks are read."), line)
    return found[0]


def _by_day(value: Any, line: int) -> tuple[int, int]:
    found = BY_DAY.fullmatch(str(value).upper())
    if found is None:
        raise FileBroken(_("RRULE: BYDAY cannot be read."), line)
    return int(found[1] or 0), DAYS.index(found[2])


def _last(
    told: dict[str, list], turns: tuple[Turn, ...], starts: datetime, line: int
) -> date | None:
    if "COUNT" in told:
        return _counted(int(told["COUNT"][0]), turns, starts.date(), line)
    until = told.get("UNTIL", [None])[0]
    if until is None:
        return None
    if not isinstance(until, datetime):
        return until
    zone: tzinfo | None = starts.tzinfo
    local = until.astimezone(zone) if until.tzinfo else until.replace(tzinfo=zone)
    return local.date() - DAY if local.time() < starts.time() else local.date()


def _counted(count: int, turns: tuple[Turn, ...], first: date, line: int) -> date:
    day = first
    for _number in range(SIGHT):
        count -= any(turn.falls_on(day) for turn in turns)
        if count <= 0:
            return day
        day += DAY
    raise FileBroken(_("RRULE: COUNT goes on for too many years."), line)
