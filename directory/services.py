"""Verbs of the directory: load what the law and the state classifiers say, note published pages."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from core.words import Text
from directory import working_time
from directory.models import (
    Addressee,
    Classifier,
    ClassifierValue,
    CopyingFee,
    DeadlineRule,
    Holiday,
    Profile,
    Regime,
    RetentionTerm,
    WorkingCalendar,
)

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_reference_data() -> dict[str, int]:
    """Add calendars, deadline rules, classifiers and profiles that are not there yet.

    Safe to run at every start: a record that exists keeps what the administrator made of it.
    Returns how many records of each sort were added.
    """
    return {
        "calendars": sum(_add_calendar(row) for row in _read("calendars")),
        "deadline_rules": sum(_add_rule(row) for row in _read("deadline_rules")),
        "classifiers": sum(_add_classifier(row) for row in _read("classifiers")),
        "profiles": sum(_add_profile(row) for row in _read("profiles")),
        "copying_fees": _add_fees(_read("copying_fees")),
        "retention_terms": sum(_add_retention(row) for row in _read("retention_terms")),
    }


@transaction.atomic
def note_page(addressee: Addressee, *, live: bool, translation_key: UUID | None = None) -> None:
    """Tell the directory that the addressee has a published page now, or has none any more.

    `is_listed` follows by itself.
    """
    facts: dict[str, Any] = {"has_live_page": live}
    if translation_key is not None:
        facts["translation_key"] = translation_key
    Addressee.objects.filter(pk=addressee.pk).update(**facts)
    for name, value in facts.items():
        setattr(addressee, name, value)


def _read(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def _add_calendar(row: dict[str, Any]) -> int:
    calendar, is_new = WorkingCalendar.objects.get_or_create(
        code=row["code"],
        defaults={
            "name": Text(row["name"]),
            "weekly_days": row["weekly_days"],
            "eve_shortening_minutes": row["eve_shortening_minutes"],
            "hours": row.get("hours", {}),
        },
    )
    if is_new:
        Holiday.objects.bulk_create(_holidays(calendar, row))
        Regime.objects.bulk_create(
            Regime(
                calendar=calendar,
                kind=one["kind"],
                starts_on=one["starts_on"],
                ends_on=one["ends_on"],
            )
            for one in row["regimes"]
        )
        calendar.renew()
    return int(is_new)


def _holidays(calendar: WorkingCalendar, row: dict[str, Any]) -> list[Holiday]:
    """Holidays of the years named, Easter by computus, moved days off included."""
    if not row["holidays"]:
        return []
    yearly = [
        working_time.YearlyDay(
            **{**day, "transfer": working_time.Transfer(day.get("transfer", row["transfer"]))}
        )
        for day in row["holidays"]
    ]
    first, last = row["years"]
    return [
        Holiday(
            calendar=calendar,
            date=on,
            kind=Holiday.Kind.HOLIDAY if day.shortens_eve else Holiday.Kind.TRANSFER,
            name=Text(day.name),
        )
        for year in range(first, last + 1)
        for on, day in working_time.holidays_of_year(year, yearly).items()
    ]


def _add_rule(row: dict[str, Any]) -> int:
    fields = {**row, "name": Text(row["name"]), "valid_from": date.fromisoformat(row["valid_from"])}
    fields["calendar"] = WorkingCalendar.objects.get(code=row["calendar"])
    if DeadlineRule.objects.filter(code=row["code"]).exists():
        return 0
    DeadlineRule.objects.create(**fields)
    return 1


def _add_classifier(row: dict[str, Any]) -> int:
    """A classifier and the values it lacks; a value that a city has changed stays changed."""
    classifier, is_new = Classifier.objects.get_or_create(
        code=row["code"],
        defaults={
            "name": Text(row["name"]),
            "number": row["number"],
            "choice": row["choice"],
        },
    )
    known = set(classifier.values.values_list("code", flat=True))
    ClassifierValue.objects.bulk_create(
        ClassifierValue(
            classifier=classifier,
            code=value["code"],
            label=Text(value["label"]),
            meaning=value.get("meaning", ""),
            is_priority=value.get("is_priority", False),
            goes_to_head=value.get("goes_to_head", False),
            counted_as=value.get("counted_as", ""),
            order=order,
        )
        for order, value in enumerate(row["values"])
        if value["code"] not in known
    )
    return int(is_new)


def _add_profile(row: dict[str, Any]) -> int:
    if Profile.objects.filter(code=row["code"]).exists():
        return 0
    fields = {
        **row,
        "name": Text(row["name"]),
        "calendar": WorkingCalendar.objects.get(code=row["calendar"]),
        "office_opens": time.fromisoformat(row["office_opens"]),
        "office_closes": time.fromisoformat(row["office_closes"]),
        "is_default": row["is_default"] and not Profile.objects.filter(is_default=True).exists(),
    }
    Profile.objects.create(**fields)
    return 1


def _add_fees(rows: list[dict[str, Any]]) -> int:
    """Only where the city has none: it sets its own price."""
    if CopyingFee.objects.exists():
        return 0
    fees = [CopyingFee(**{**row, "basis": Text(row["basis"])}) for row in rows]
    return len(CopyingFee.objects.bulk_create(fees))


def _add_retention(row: dict[str, Any]) -> int:
    if RetentionTerm.objects.filter(kind=row["kind"]).exists():
        return 0
    RetentionTerm.objects.create(**{**row, "name": Text(row["name"]), "basis": Text(row["basis"])})
    return 1
