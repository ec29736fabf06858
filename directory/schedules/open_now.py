"""Who is open at a moment, found by the database: the filter "open now" of long lists.

Schedules of plain weeks are decided in SQL. The few that SQL cannot weigh are read at once and
decided by the rules, so that a list and the page of each in it never disagree.
"""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import clock
from directory.models import Leave, Schedule, ScheduleException, ScheduleWindow, WorkingCalendar
from directory.schedules.openings import openings_by_key
from directory.schedules.patterns import MOVING, Pattern, Policy
from directory.working_time import Calendar


def open_at(addressees: QuerySet, at: datetime) -> QuerySet:
    """Those who are open, leaves and all: the same that `openings` says of each."""
    local = clock.local(at)
    today = local.date()
    offices = _in_force(today).filter(addressee=OuterRef("pk"))
    calendars = _calendars()
    away = Leave.objects.filter(addressee=OuterRef("pk"), starts_on__lte=today, ends_on__gte=today)
    present = addressees.exclude(Exists(away))
    unsure = present.filter(Exists(_unsure(offices, local, calendars))).order_by()
    keys = list(unsure.values_list("pk", flat=True))
    found = openings_by_key(keys, at) if keys else {}
    plain = Exists(_plainly_open(offices, local, calendars)) & ~Q(pk__in=list(found))
    return present.filter(plain | Q(pk__in=[pk for pk, one in found.items() if one.is_open]))


def _in_force(today: date) -> QuerySet[Schedule]:
    return (
        Schedule.objects.filter(purpose=Schedule.Purpose.OFFICE)
        .exclude(valid_from__gt=today)
        .exclude(valid_until__lt=today)
    )


def _plainly_open(
    offices: QuerySet[Schedule], local: datetime, calendars: dict[int, Calendar]
) -> QuerySet[Schedule]:
    """By the date's own order first, else by the week."""
    today, now = local.date(), local.time().replace(tzinfo=None)
    in_hours = Q(opens__lte=now) & (Q(closes__gt=now) | Q(closes=time(0)))
    exceptions = ScheduleException.objects.filter(schedule=OuterRef("pk"), date=today)
    weekly = ScheduleWindow.objects.filter(
        in_hours, schedule=OuterRef("pk"), pattern=Pattern.WEEKLY, weekday=local.weekday()
    )
    closed = [pk for pk, one in calendars.items() if _is_holiday(one, today)]
    works = ~Q(calendar__in=closed) | Q(holiday_policy=Policy.KEEP)
    own = exceptions.filter(in_hours, is_closed=False)
    shut = exceptions.filter(is_closed=True)
    return offices.filter(
        Exists(own) & ~Exists(shut) | (Exists(weekly) & ~Exists(exceptions) & works)
    )


def _unsure(
    offices: QuerySet[Schedule], local: datetime, calendars: dict[int, Calendar]
) -> QuerySet[Schedule]:
    """Patterns, moved holidays, shorter eves, two timetables at once, and the hour shown twice."""
    if _is_shown_twice(local):
        return offices
    shorter = [pk for pk, one in calendars.items() if one.shortening(local.date())]
    turns = ScheduleWindow.objects.filter(schedule=OuterRef("pk")).exclude(pattern=Pattern.WEEKLY)
    others = _in_force(local.date()).filter(addressee=OuterRef("addressee"))
    others = others.exclude(pk=OuterRef("pk"))
    return offices.filter(
        Q(calendar__in=shorter)
        | Q(calendar__isnull=False, holiday_policy__in=MOVING)
        | Exists(turns)
        | Exists(others)
    )


def _calendars() -> dict[int, Calendar]:
    """A city has a few; only those that schedules name."""
    named = WorkingCalendar.objects.filter(pk__in=Schedule.objects.values("calendar"))
    return {one.pk: one.as_calendar() for one in named}


def _is_holiday(calendar: Calendar, day: date) -> bool:
    dated = calendar.dated_day(day)
    return dated is not None and not dated.is_working


def _is_shown_twice(local: datetime) -> bool:
    """In the night when the clock is set back, an hour on the wall comes twice."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
