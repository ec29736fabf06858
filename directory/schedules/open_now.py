"""Who is open at a moment, found by the database: the filter "open now" of long lists."""

from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import clock
from directory.models import Leave, Schedule, ScheduleException, ScheduleWindow, WorkingCalendar


def open_at(addressees: QuerySet, at: datetime) -> QuerySet:
    """Those whose office timetable says open: the date's own order first, else the week's.

    The shorter day before a holiday is left to `openings`, which every row shows anyway.
    """
    local = clock.local(at)
    today, now = local.date(), local.time().replace(tzinfo=None)
    in_hours = Q(opens__lte=now) & (Q(closes__gt=now) | Q(closes=time(0)))
    exceptions = ScheduleException.objects.filter(schedule=OuterRef("pk"), date=today)
    weekly = ScheduleWindow.objects.filter(
        in_hours, schedule=OuterRef("pk"), weekday=local.weekday()
    )
    schedules = (
        Schedule.objects.filter(addressee=OuterRef("pk"), purpose=Schedule.Purpose.OFFICE)
        .exclude(valid_from__gt=today)
        .exclude(valid_until__lt=today)
        .filter(
            Exists(exceptions.filter(in_hours, is_closed=False))
            | (Exists(weekly) & ~Exists(exceptions) & ~Q(calendar__in=_closed_calendars(today)))
        )
    )
    away = Leave.objects.filter(addressee=OuterRef("pk"), starts_on__lte=today, ends_on__gte=today)
    return addressees.filter(Exists(schedules)).exclude(Exists(away))


def _closed_calendars(today) -> list[int]:  # type: ignore[no-untyped-def]
    """Calendars on which this date is a holiday; there are a few calendars in a city."""
    closed = []
    for calendar in WorkingCalendar.objects.filter(pk__in=Schedule.objects.values("calendar")):
        dated = calendar.as_calendar().dated_day(today)
        if dated is not None and not dated.is_working:
            closed.append(calendar.pk)
    return closed
