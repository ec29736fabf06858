"""A schedule out of an iCalendar file: our own whole, anybody's as far as it is a schedule."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from core.words import Text
from directory.exchange.broken import FileBroken
from directory.exchange.icalendar_file import lines_of_events, parsed
from directory.exchange.recurrence import Rule, read_rule
from directory.exchange.schedule_writing import FACTS
from directory.models import Schedule, WorkingCalendar
from directory.models.schedules import LONGEST_PROLONGING
from directory.schedules import rules
from directory.schedules.hours import merged
from directory.schedules.patterns import Pattern, Policy
from directory.schedules.rules import DAY, MIDNIGHT, DayKind, Hours, OtherDay, Timetable, Turn

YEARS = range(2000, 2101)
MOST_TURNS = 100
MOST_DATES = 1000
DERIVED = (DayKind.MOVED, DayKind.SHORTENED)


@dataclass
class Facts:
    """What our own file says beside its events. A foreign one says nothing of it."""

    is_own: bool = False
    purpose: str = Schedule.Purpose.OTHER
    name: dict[str, str] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)
    calendar: WorkingCalendar | None = None
    policy: Policy = Policy.SKIP
    valid_from: date | None = None
    valid_until: date | None = None
    prolong_months: int | None = None
    closed: frozenset[date] = frozenset()
    notes: dict[date, dict[str, str]] = field(default_factory=dict)


@dataclass
class Series:
    """An event on its dates, with those taken out of it. Without a rule its dates are listed."""

    line: int
    uid: str
    turns: tuple[Turn, ...]
    rule: Rule | None = None
    excluded: set[date] = field(default_factory=set)

    def falls_on(self, day: date) -> bool:
        if self.rule is not None:
            return self.rule.falls_on(day)
        return any(turn.falls_on(day) for turn in self.turns)

    @property
    def listed(self) -> list[date]:
        return [day for turn in self.turns for day in turn.dates]


@dataclass
class Found:
    """Events of a file, sorted by what they are."""

    series: list[Series] = field(default_factory=list)
    changes: list[tuple[str, date]] = field(default_factory=list)  # one-off, by the event's name
    others: dict[date, list[Hours]] = field(default_factory=lambda: defaultdict(list))

    @property
    def ruled(self) -> list[tuple[Series, Rule]]:
        return [(one, one.rule) for one in self.series if one.rule]

    @property
    def listed(self) -> list[date]:
        return [day for one in self.series for day in one.listed]

    def exclude_changed(self) -> None:
        for one in self.series:
            one.excluded |= {day for uid, day in self.changes if uid == one.uid}


@dataclass(frozen=True)
class Read:
    facts: Facts
    timetable: Timetable


def read_schedule(text: str) -> Read:
    """Raises FileBroken with the line, the property and the reason in words."""
    if "\0" in text or "\\u0000" in text:
        raise FileBroken(_("The file holds characters that no text has."))
    file = parsed(text)
    facts = _facts(file)
    found = Found()
    lines = lines_of_events(text)
    for number, event in enumerate(file.walk("VEVENT")):
        _sort_in(event, lines[number] if number < len(lines) else 1, facts, found)
    if not (found.series or found.others):
        raise FileBroken(_("The file has no events."))
    found.exclude_changed()
    bare = _bare(facts, found)
    valid_from, valid_until = _validity(facts, found)
    exceptions = dict(_exceptions(facts, found, bare))
    whole = replace(bare, exceptions=exceptions, valid_from=valid_from, valid_until=valid_until)
    return Read(facts, whole)


def _sort_in(event: Event, line: int, facts: Facts, found: Found) -> None:
    if event.errors:
        names = ", ".join(str(name) for name, _why in event.errors)
        raise FileBroken(_("These properties cannot be read: %(names)s.") % {"names": names}, line)
    kind = _kind(event) if facts.is_own else ""
    if kind in DERIVED:
        return  # the calendar and the policy make them anew
    starts, hours = _hours(event, line)
    if kind == DayKind.OTHER:
        found.others[starts.date()].append(hours)
        return
    uid, is_off = str(event.get("UID", "")), str(event.get("STATUS", "")).upper() == "CANCELLED"
    if "RECURRENCE-ID" in event:
        found.changes += [(uid, day) for day in _changed(event, line)]
        uid = ""
    if is_off:
        return
    if "EXRULE" in event:
        raise FileBroken(_("EXRULE is not read: give every date by itself."), line)
    found.series += _series(event, uid, line, (starts, hours), facts.is_own)


def _series(
    event: Event, uid: str, line: int, times: tuple[datetime, Hours], is_own: bool
) -> Iterator[Series]:
    """The rule of an event, and the dates it lists. In a foreign file an excluded one is not there:
    in ours it may have moved, and is listed all the same."""
    starts, hours = times
    more, excluded = _dates(event, "RDATE", line), set(_dates(event, "EXDATE", line))
    if "RRULE" in event:
        _same_clock(event, line)
        rule = read_rule(event["RRULE"], starts, hours, line)
        yield Series(line, uid, rule.turns, rule, set(excluded))
    else:
        more = [starts.date(), *more]
    dates = frozenset(more) if is_own else frozenset(more) - excluded
    if dates:
        yield Series(line, uid, (Turn(hours, Pattern.DATES, dates=dates),), None, excluded)


def _changed(event: Event, line: int) -> list[date]:
    if "RANGE" in getattr(event["RECURRENCE-ID"], "params", {}):
        raise FileBroken(_("RECURRENCE-ID: only changes of one date are read."), line)
    return _dates(event, "RECURRENCE-ID", line)


def _bare(facts: Facts, found: Found) -> Timetable:
    """The patterns alone. Hours of one pattern that touch are joined, so none is said twice."""
    weekly: dict[int, list[Hours]] = defaultdict(list)
    alike: dict[tuple, list[Hours]] = defaultdict(list)
    by_hours: dict[Hours, set[date]] = defaultdict(set)
    for turn in (turn for one in found.series for turn in one.turns):
        if turn.pattern is Pattern.DATES:
            by_hours[turn.hours] |= turn.dates
        elif turn.pattern is Pattern.WEEKLY and turn.weekday is not None:
            weekly[turn.weekday].append(turn.hours)
        else:
            alike[(turn.pattern, turn.weekday, turn.every, turn.since)].append(turn.hours)
    turns = [Turn(one, *key) for key, hours in alike.items() for one in merged(hours)]
    turns += [Turn(one, Pattern.DATES, dates=frozenset(days)) for one, days in by_hours.items()]
    if len(turns) > MOST_TURNS or len(found.listed) > MOST_DATES:
        raise FileBroken(_("There are too many different hours for one schedule."))
    return Timetable(
        weekly={day: merged(hours) for day, hours in weekly.items()},
        turns=tuple(turns),
        calendar=facts.calendar.as_calendar() if facts.calendar else None,
        policy=facts.policy,
    )


def _validity(facts: Facts, found: Found) -> tuple[date | None, date | None]:
    """From the first date of all to the last; a schedule has one beginning and one end."""
    if not found.ruled:
        return facts.valid_from, facts.valid_until
    first = min([rule.first for _one, rule in found.ruled] + found.listed)
    lasts = [rule.last for _one, rule in found.ruled]
    last = None if None in lasts else max([one for one in lasts if one] + found.listed)
    begins = facts.valid_from if facts.is_own else first
    for one, rule in found.ruled:
        if begins is not None:
            _refuse_gap(one, begins, rule.first - DAY, "DTSTART")
        if rule.last is not None:
            _refuse_gap(one, rule.last + DAY, last or rule.last + 400 * DAY, "UNTIL")
    return begins, facts.valid_until if facts.prolong_months else last


def _refuse_gap(series: Series, first: date, last: date, name: str) -> None:
    """Dates of a series outside of its own time, but within that of the whole schedule."""
    day = first
    while day <= last:
        if any(turn.falls_on(day) for turn in series.turns):
            message = _("%(name)s: a schedule begins and ends on the same days for all its events.")
            raise FileBroken(message % {"name": name}, series.line)
        day += DAY


def _exceptions(facts: Facts, found: Found, bare: Timetable) -> Iterator[tuple[date, OtherDay]]:
    """Dates with another order. What a holiday explains is no exception of its own."""
    excluded = {
        day
        for one in found.series
        for day in one.excluded
        if any(turn.falls_on(day) for turn in one.turns)
    }
    for day in sorted(excluded | set(found.others) | facts.closed):
        note = facts.notes.get(day, {})
        if day in found.others:
            yield day, OtherDay(merged(found.others[day]), note)
        elif day in facts.closed:
            if day in excluded or not rules.usual_hours(bare, day):
                yield day, OtherDay((), note)
        elif not facts.is_own or rules.plan(bare, day).kind is DayKind.USUAL:
            yield day, OtherDay(merged(_left(day, found)), note)


def _left(day: date, found: Found) -> list[Hours]:
    """Hours of a date that no exclusion took away."""
    return [
        turn.hours
        for one in found.series
        if day not in one.excluded and one.falls_on(day)
        for turn in one.turns
        if turn.falls_on(day)
    ]


def _hours(event: Event, line: int) -> tuple[datetime, Hours]:
    """The local beginning, and the hours within that day."""
    starts = _local(event.get("DTSTART"), "DTSTART", line)
    if "DTEND" in event:
        ends = _local(event.get("DTEND"), "DTEND", line)
    elif isinstance(getattr(event.get("DURATION"), "dt", None), timedelta):
        ends = starts + event.get("DURATION").dt
    else:
        raise FileBroken(_("DTEND: the event has no end."), line)
    if any(one.second or one.microsecond for one in (starts, ends)):
        raise FileBroken(_("DTSTART, DTEND: hours are told in whole minutes."), line)
    is_midnight = ends.time() == MIDNIGHT and ends.date() == starts.date() + DAY
    if not is_midnight and (ends.date() != starts.date() or ends.time() <= starts.time()):
        raise FileBroken(_("DTEND: hours must end on the day they begin, after they begin."), line)
    return starts, Hours(starts.time(), time(0) if is_midnight else ends.time())


def _local(value: Any, name: str, line: int) -> datetime:
    at = getattr(value, "dt", None)
    if at is None:
        raise FileBroken(_("%(name)s: the event has no such property.") % {"name": name}, line)
    if not isinstance(at, datetime):
        message = _("%(name)s: an event of a whole day has no hours.") % {"name": name}
        raise FileBroken(message, line)
    if at.year not in YEARS:
        raise FileBroken(_("%(name)s: the year is out of reach.") % {"name": name}, line)
    zone = get_current_timezone()
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)


def _same_clock(event: Event, line: int) -> None:
    """A series keeps the hours on the wall: its zone must change clocks when the city does."""
    at = event["DTSTART"].dt
    if at.tzinfo is None:
        return
    city = get_current_timezone()
    for month in range(24):
        noon = datetime(at.year + month // 12, month % 12 + 1, 1, 12, tzinfo=at.tzinfo)
        if noon.utcoffset() != noon.astimezone(city).utcoffset():
            raise FileBroken(_("DTSTART: the time zone of a series must be the city's."), line)


def _dates(event: Event, name: str, line: int) -> list[date]:
    """Local dates of a property that may stand several times, each with several values."""
    told = event.get(name)
    if told is None:
        return []
    found = []
    for part in told if isinstance(told, list) else [told]:
        for value in getattr(part, "dts", [part]):
            found.append(_day(value.dt, name, line))
    return found


def _day(at: Any, name: str, line: int) -> date:
    if isinstance(at, datetime):
        at = at.astimezone(get_current_timezone()).date() if at.tzinfo else at.date()
    if not isinstance(at, date) or at.year not in YEARS:
        raise FileBroken(_("%(name)s: this is no date.") % {"name": name}, line)
    return at


def _kind(event: Event) -> str:
    categories = [str(one) for one in getattr(event.get("CATEGORIES"), "cats", [])]
    return next((one for one in categories if one in set(DayKind)), "")


def _facts(file: Calendar) -> Facts:
    if FACTS not in file:
        name = _text(file.get("X-WR-CALNAME", "")).strip()[:200]
        return Facts(name={"uk": name} if name else {})
    try:
        told = json.loads(_text(file[FACTS]))
        months = told["prolong_months"]
        if months is not None and not 1 <= int(months) <= LONGEST_PROLONGING:
            raise ValueError("months")
        return Facts(
            is_own=True,
            purpose=Schedule.Purpose(told["purpose"]),
            name=_label(told["name"]),
            note=_label(told["note"]),
            calendar=_calendar(told["calendar"]),
            policy=Policy(told["holiday_policy"]),
            valid_from=_iso(told["valid_from"]),
            valid_until=_iso(told["valid_until"]),
            prolong_months=months,
            closed=frozenset(map(date.fromisoformat, told["closed"])),
            notes={date.fromisoformat(day): _label(note) for day, note in told["notes"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as trouble:
        message = _("%(name)s: the properties of the schedule are broken.") % {"name": FACTS}
        raise FileBroken(message, 1) from trouble


def _text(value: Any) -> str:
    """A property outside of the standard comes escaped unless it says that it is a text."""
    return str(value if isinstance(value, vText) else vText.from_ical(str(value)))


def _calendar(code: str | None) -> WorkingCalendar | None:
    if code is None:
        return None
    found = WorkingCalendar.objects.filter(code=str(code)).first()
    if found is None:
        raise FileBroken(_("There is no calendar “%(code)s” here.") % {"code": code}, 1)
    return found


def _label(told: dict[str, Any]) -> dict[str, str]:
    return dict(Text({str(code): str(text)[:500] for code, text in told.items()}))


def _iso(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
