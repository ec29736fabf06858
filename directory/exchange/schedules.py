"""Taking a schedule in from iCalendar: everything or nothing, with a line in the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from core.audit.services import record
from core.words import Text
from directory.exchange.importing import text_of
from directory.exchange.schedule_reading import Facts, read_schedule
from directory.models import Addressee, Schedule, ScheduleException, ScheduleWindow
from directory.schedules.rules import Pattern, Timetable, Turn


@dataclass(frozen=True)
class Into:
    """Where a file goes: a schedule that is there, or a new one of a purpose."""

    addressee: Addressee
    schedule: Schedule | None = None
    purpose: str = Schedule.Purpose.OFFICE


@transaction.atomic
def import_schedule(data: bytes, into: Into, actor: Any, at: datetime) -> Schedule:
    """Hours, exceptions and validity are those of the file; what a foreign file cannot say (the
    calendar, the policy, a note) a schedule that was there keeps. Raises FileBroken."""
    read = read_schedule(text_of(data))
    schedule = into.schedule or Schedule(
        addressee=into.addressee, order=into.addressee.schedules.count(), purpose=into.purpose
    )
    if read.facts.is_own:
        _take_facts(schedule, read.facts)
    else:
        schedule.name = schedule.name or Text(read.facts.name)
        schedule.prolong_months = None
    schedule.valid_from = read.timetable.valid_from
    schedule.valid_until = read.timetable.valid_until
    schedule.save()
    _replace_hours(schedule, read.timetable)
    record("directory.schedule.imported", actor, schedule, at, addressee=into.addressee.pk)
    return schedule


def _take_facts(schedule: Schedule, facts: Facts) -> None:
    schedule.purpose = facts.purpose
    schedule.name = Text(facts.name)
    schedule.note = Text(facts.note)
    schedule.calendar = facts.calendar
    schedule.holiday_policy = facts.policy.value
    schedule.prolong_months = facts.prolong_months


def _replace_hours(schedule: Schedule, timetable: Timetable) -> None:
    ScheduleWindow.objects.filter(schedule=schedule).delete()
    ScheduleException.objects.filter(schedule=schedule).delete()
    weekly = [Turn(one, weekday=day) for day, hours in timetable.weekly.items() for one in hours]
    ScheduleWindow.objects.bulk_create(
        _window(schedule, turn) for turn in [*weekly, *timetable.turns]
    )
    rows = []
    for day, other in timetable.exceptions.items():
        facts: dict[str, Any] = {"schedule": schedule, "date": day, "note": Text(other.note)}
        if not other.hours:
            rows.append(ScheduleException(**facts, is_closed=True))
        rows += [
            ScheduleException(**facts, is_closed=False, opens=one.opens, closes=one.closes)
            for one in other.hours
        ]
    ScheduleException.objects.bulk_create(rows)


def _window(schedule: Schedule, turn: Turn) -> ScheduleWindow:
    is_every = turn.pattern is Pattern.EVERY
    return ScheduleWindow(
        schedule=schedule,
        pattern=turn.pattern.value,
        weekday=turn.weekday,
        every=turn.every if is_every else None,
        since=turn.since if is_every else None,
        dates=[f"{day}" for day in sorted(turn.dates)],
        opens=turn.hours.opens,
        closes=turn.hours.closes,
    )
