"""What the law says as text: JSON with a line for each day, rule and value, and iCalendar."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from icalendar import Calendar, Event, vText

from directory.exchange.classifiers import CLASSIFIER, classifier_row
from directory.exchange.keeping import FEE, RETENTION, kept_row
from directory.exchange.profiles import profile_row
from directory.exchange.rows import CALENDAR, RULE
from directory.models import (
    Classifier,
    CopyingFee,
    DeadlineRule,
    Profile,
    Regime,
    RetentionTerm,
    WorkingCalendar,
)

VENDOR = "X-VIKNO-"


def write_json(
    calendars: Iterable[WorkingCalendar] = (),
    rules: Iterable[DeadlineRule] = (),
    classifiers: Iterable[Classifier] = (),
    profiles: Iterable[Profile] = (),
    copying_fees: Iterable[CopyingFee] = (),
    retention_terms: Iterable[RetentionTerm] = (),
) -> str:
    """A document that `import_json` takes back without a change."""
    listed = {
        "calendars": [_calendar_text(calendar_row(one)) for one in calendars],
        "rules": [f"  {_dump(rule_row(one))}" for one in rules],
        "classifiers": [_classifier_text(classifier_row(one)) for one in classifiers],
        "profiles": [f"  {_dump(profile_row(one))}" for one in profiles],
        "copying_fees": [f"  {_dump(kept_row(one, FEE))}" for one in copying_fees],
        "retention_terms": [f"  {_dump(kept_row(one, RETENTION))}" for one in retention_terms],
    }
    parts = [f' "{name}": [\n{_joined(rows)}\n ]' for name, rows in listed.items() if rows]
    return "{\n" + _joined(parts) + "\n}\n"


def everything(*parts: str) -> str:
    """The parts named, or all of them, as they stand now."""
    found: dict[str, Iterable[Any]] = {
        "calendars": WorkingCalendar.objects.order_by("code"),
        "rules": DeadlineRule.objects.select_related("calendar").order_by("code", "version"),
        "classifiers": Classifier.objects.order_by("number", "code"),
        "profiles": Profile.objects.select_related("calendar")
        .prefetch_related("addressees")
        .order_by("code"),
        "copying_fees": CopyingFee.objects.order_by("valid_from"),
        "retention_terms": RetentionTerm.objects.order_by("kind", "valid_from"),
    }
    return write_json(**{name: rows for name, rows in found.items() if not parts or name in parts})


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


def _classifier_text(row: dict[str, Any]) -> str:
    lines = [f'   "{name}": {_dump(row[name])}' for name in CLASSIFIER]
    values = [f"    {_dump(one)}" for one in row["values"]]
    lines.append(f'   "values": [\n{_joined(values)}\n   ]' if values else '   "values": []')
    return "  {\n" + _joined(lines) + "\n  }"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _joined(parts: list[str]) -> str:
    return ",\n".join(parts)
