"""Dated days from an iCalendar file (RFC 5545): our own whole, anybody's as holidays."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.parser import Contentline

from directory.exchange.broken import FileBroken
from directory.exchange.located import Row
from directory.exchange.writing import VENDOR, calendar_row
from directory.models import Holiday, WorkingCalendar

LONGEST_EVENT = 31


def read_icalendar(text: str, calendar: WorkingCalendar | None) -> Row:
    """The calendar as a JSON row. Days of a foreign file are added to those of `calendar`."""
    file = parsed(text)
    lines = lines_of_events(text)
    days = [
        day
        for number, event in enumerate(file.walk("VEVENT"))
        for day in _days(event, lines[number] if number < len(lines) else 1)
    ]
    if f"{VENDOR}CALENDAR" in file:
        return _own(file, days, calendar)
    if calendar is None:
        raise FileBroken(_("The file does not name a calendar of ours: say which one it is for."))
    row = calendar_row(calendar)
    told = {day["date"] for day in days}
    row["days"] = [*(_row(one, 1) for one in row["days"] if one["date"] not in told), *days]
    row["regimes"] = [_row(one, 1) for one in row["regimes"]]
    return _row(row, 1)


def _own(file: Calendar, days: list[Row], calendar: WorkingCalendar | None) -> Row:
    try:
        facts = json.loads(str(file[f"{VENDOR}CALENDAR"]))
        regimes = json.loads(str(file.get(f"{VENDOR}REGIMES", "[]")))
        row = _row({**facts, "days": days, "regimes": [_row(one, 1) for one in regimes]}, 1)
    except (ValueError, TypeError) as trouble:
        raise FileBroken(_("The properties of the calendar are broken."), 1) from trouble
    if calendar is not None and row.get("code") != calendar.code:
        message = _("The file is about the calendar “%(code)s”.") % {"code": row.get("code")}
        raise FileBroken(message, 1)
    return row


def _days(event: Event, line: int) -> list[Row]:
    """Every date of an all-day event."""
    if event.errors:
        names = ", ".join(str(name) for name, _why in event.errors)
        raise FileBroken(_("These properties cannot be read: %(names)s.") % {"names": names}, line)
    starts, ends = _date(event, "DTSTART", line), _date(event, "DTEND", line)
    if starts is None:
        raise FileBroken(_("The event has no date."), line)
    if "RRULE" in event or "RDATE" in event:
        message = _("Repeating events are not read: give every date by itself.")
        raise FileBroken(message, line)
    length = 1 if ends is None else (ends - starts).days
    if not 1 <= length <= LONGEST_EVENT:
        raise FileBroken(_("The event must last from 1 to 31 days."), line)
    facts = {"kind": _kind(event), "name": _name(event, line)}
    return [
        _row({"date": f"{starts + timedelta(days=number)}", **facts}, line)
        for number in range(length)
    ]


def _date(event: Event, name: str, line: int) -> date | None:
    value = event.get(name)
    day = getattr(value, "dt", None)
    if value is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        raise FileBroken(_("Only all-day events are read."), line)
    return day


def _kind(event: Event) -> str:
    """What our own file says; a foreign event is a holiday."""
    found = event.get("CATEGORIES")
    categories = [str(one) for one in getattr(found, "cats", [])]
    return next((one for one in categories if one in Holiday.Kind.values), Holiday.Kind.HOLIDAY)


def _name(event: Event, line: int) -> dict[str, Any]:
    own = event.get(f"{VENDOR}NAME")
    if own is None:
        return {"uk": str(event.get("SUMMARY", ""))}
    try:
        name = json.loads(str(own))
    except ValueError as trouble:
        raise FileBroken(_("The properties of the event are broken."), line) from trouble
    return name if isinstance(name, dict) else {}


def parsed(text: str) -> Calendar:
    """Raises FileBroken with the line that is not iCalendar."""
    for number, content in _content_lines(text):
        try:
            Contentline(content).parts()
        except ValueError as trouble:
            raise FileBroken(_("This is not a line of iCalendar."), number) from trouble
    try:
        file = Calendar.from_ical(text)
    except (ValueError, IndexError) as trouble:
        message = _("This is not an iCalendar file: %(why)s.") % {"why": trouble}
        raise FileBroken(message) from trouble
    if file.name != "VCALENDAR":
        raise FileBroken(_("The file holds no calendar."), 1)
    return file


def _content_lines(text: str) -> list[tuple[int, str]]:
    """Unfolded lines with the number of the first of each."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line[:1] in (" ", "\t") and found:
            first, before = found[-1]
            found[-1] = (first, before + line[1:])
        elif line.strip():
            found.append((number, line))
    return found


def lines_of_events(text: str) -> list[int]:
    return [number for number, line in _content_lines(text) if line.upper() == "BEGIN:VEVENT"]


def _row(facts: dict[str, Any], line: int) -> Row:
    row = Row(facts)
    row.line = line
    return row
