"""Calendars and rules as text: JSON with a line for each day and rule, calendars as iCalendar."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from icalendar import Calendar, Event, vText

from directory.exchange.rows import CALENDAR, RULE
from directory.models import DeadlineRule, Regime, WorkingCalendar

VENDOR = "X-VIKNO-"


def write_json(
    calendars: Iterable[WorkingCalendar] = (), rules: Iterable[DeadlineRule] = ()
) -> str:
    """A document that `import_json` takes back without a change."""
    parts = []
    listed = [_calendar_text(calendar_row(one)) for one in calendars]
    if listed:
        parts.append(f' "calendars": [\n{_joined(listed)}\n ]')
    listed = [f"  {_dump(rule_row(one))}" for one in rules]
    if listed:
        parts.append(f' "rules": [\n{_joined(listed)}\n ]')
    return "{\n" + _joined(parts) + "\n}\n"


def calendar_row(calendar: WorkingCalendar) -> dict[str, Any]:
    """Days and regimes stand in the row itself."""
    kept = calendar.days or {}
    return {
        **{name: getattr(calendar, name) for name in CALENDAR},
        "days": [
            {"date": on, "kind": kind, "name": dict(name)}
            for on, kind, name in kept.get("dated", [])
        ],
        "regimes": [
            {"kind": str(Regime.Kind.MARTIAL), "starts_on": first, "ends_on": last}
            for first, last in kept.get("regimes", [])
        ],
    }


def rule_row(rule: DeadlineRule) -> dict[str, Any]:
    row = {name: getattr(rule, name) for name in RULE if name != "calendar"}
    for name in ("valid_from", "valid_until"):
        row[name] = f"{row[name]}" if row[name] else None
    return {**row, "name": dict(rule.name), "calendar": rule.calendar.code}


def write_icalendar(calendar: WorkingCalendar, at: datetime) -> str:
    """Dated days as all-day events; the week and the regimes as properties of the calendar."""
    row = calendar_row(calendar)
    file = Calendar()
    file.add("prodid", "-//Vikno//Working calendar//UK")
    file.add("version", "2.0")
    file.add("x-wr-calname", str(calendar.name))
    file.add(f"{VENDOR}CALENDAR", _dump({name: row[name] for name in CALENDAR}))
    file.add(f"{VENDOR}REGIMES", _dump(row["regimes"]))
    for day in row["days"]:
        file.add_component(_event(day, calendar, at))
    return file.to_ical().decode("utf-8")


def _event(day: dict[str, Any], calendar: WorkingCalendar, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{day['date']}@{calendar.code}.vikno")
    event.add("dtstamp", at)
    event.add("dtstart", datetime.fromisoformat(day["date"]).date())
    event.add("summary", vText(day["name"].get("uk") or day["kind"]))
    event.add("categories", [day["kind"]])
    event.add(f"{VENDOR}NAME", _dump(day["name"]))
    return event


def _calendar_text(row: dict[str, Any]) -> str:
    lines = [f'   "{name}": {_dump(row[name])}' for name in CALENDAR]
    for name in ("days", "regimes"):
        listed = [f"    {_dump(one)}" for one in row[name]]
        lines.append(f'   "{name}": [\n{_joined(listed)}\n   ]' if listed else f'   "{name}": []')
    return "  {\n" + _joined(lines) + "\n  }"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _joined(parts: list[str]) -> str:
    return ",\n".join(parts)
