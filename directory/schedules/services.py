"""Verbs of schedules: prolong those that ask for it, keep a reception."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from core import clock
from core.audit.services import record
from core.errors import RuleBroken
from core.words import Text
from directory.models import Addressee, Profile, Schedule, ScheduleWindow, WorkingCalendar
from directory.schedules.patterns import Pattern, Policy, prolonged_until


@transaction.atomic
def prolong_schedules(at: datetime) -> int:
    """Move the last day of each prolonged schedule; once a month it has somewhere to move.

    The last day stands in the form, so whoever takes prolonging off sees when the schedule ends.
    """
    today = clock.local(at).date()
    moved = 0
    for schedule in Schedule.objects.select_for_update().exclude(prolong_months=None):
        if prolong(schedule, today):
            schedule.save(update_fields=["valid_until"])
            until = f"{schedule.valid_until}"
            record("directory.schedule.prolonged", None, schedule, at, until=until)
            moved += 1
    return moved


def prolong(schedule: Schedule, today: date) -> bool:
    """Give a schedule the last day that its months ask for; never an earlier one."""
    if schedule.prolong_months is None:
        return False
    start = max(today, schedule.valid_from or today)
    until = prolonged_until(start, schedule.prolong_months)
    if schedule.valid_until is not None and schedule.valid_until >= until:
        return False
    schedule.valid_until = until
    return True


@dataclass(frozen=True)
class Reception:
    """What the simple editor asks: one weekday of the month and its hours."""

    pattern: Pattern
    weekday: int
    opens: time
    closes: time
    note: Text
    policy: Policy
    prolong_months: int | None


@transaction.atomic
def keep_reception(
    addressee: Addressee,
    wanted: Reception,
    actor: Any,
    at: datetime,
    schedule: Schedule | None = None,
) -> Schedule:
    """Write an ordinary schedule of purpose `reception`, a new one unless one is given.

    A new one keeps the holidays of the addressee's profile. Sent twice, it is written once.
    """
    Addressee.objects.select_for_update().get(pk=addressee.pk)
    schedule = schedule or _same(addressee, wanted)
    is_new = schedule is None
    kept = schedule or Schedule(
        addressee=addressee,
        purpose=Schedule.Purpose.RECEPTION,
        order=addressee.schedules.count(),
    )
    kept.calendar = kept.calendar or holidays_of(addressee)
    kept.note = wanted.note
    kept.holiday_policy = wanted.policy.value
    kept.prolong_months = wanted.prolong_months
    prolong(kept, clock.local(at).date())
    kept.save()
    window = ScheduleWindow(
        schedule=kept,
        pattern=wanted.pattern.value,
        weekday=wanted.weekday,
        opens=wanted.opens,
        closes=wanted.closes,
    )
    ScheduleWindow.objects.filter(schedule=kept).delete()
    window.save()
    verb = "added" if is_new else "changed"
    record(f"directory.schedule.{verb}", actor, kept, at, addressee=addressee.pk)
    return kept


def _same(addressee: Addressee, wanted: Reception) -> Schedule | None:
    """A reception on the same days from the same hour."""
    windows = ScheduleWindow.objects.filter(
        schedule__addressee=addressee,
        schedule__purpose=Schedule.Purpose.RECEPTION,
        pattern=wanted.pattern.value,
        weekday=wanted.weekday,
        opens=wanted.opens,
    )
    found = windows.select_related("schedule").first()
    return found.schedule if found and found.schedule.windows.count() == 1 else None


def holidays_of(addressee: Addressee) -> WorkingCalendar | None:
    """The calendar that the addressee works by, whose profile may be that of a body above."""
    try:
        return Profile.objects.for_addressee(addressee.pk).calendar
    except RuleBroken:  # a city without a profile yet
        return None
