"""Closing the reception of some windows for a day or a span of it, and opening it again."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from blocks.queues.models import Closure, Queue, Window
from core import clock
from core.audit.services import record
from core.words import Text
from directory.models import Schedule, ScheduleException

Span = tuple[datetime, datetime]


@transaction.atomic
def close_reception(
    windows: Sequence[Window],
    day: date,
    span: Span | None,
    reason: Text,
    actor: Any,
    at: datetime,
) -> None:
    """No more free times there; a second press closes nothing twice.

    A whole day of a reception schedule that only these windows keep is closed in the schedule, so
    the public page says so too. Hours of the office, and schedules of others, stay as they are:
    then the windows alone are closed.
    """
    closed = {} if span else _closed_schedules(windows, day, reason, actor, at)
    starts, ends = span or whole_day(day)
    for window in windows:
        if window.schedule_id in closed:
            continue
        row, made = Closure.objects.get_or_create(
            window=window,
            starts_at=starts,
            ends_at=ends,
            defaults={"reason": reason, "created_at": at},
        )
        if made:
            hours = {"from": starts.isoformat(), "until": ends.isoformat()}
            record("blocks_queues.window.closed", actor, window, at, closure=row.pk, **hours)
    _tell_publishing(windows)


@transaction.atomic
def open_again(queue: Queue, day: date, actor: Any, at: datetime) -> int:
    """Take back what `close_reception` closed on this day; tickets that were cancelled stay so."""
    starts, ends = whole_day(day)
    windows = list(Window.objects.filter(queue=queue).select_related("schedule"))
    rows = Closure.objects.filter(window__in=windows, starts_at__lt=ends, ends_at__gt=starts)
    own = [one.schedule for one in windows if _is_own(one.schedule, windows)]
    dates = ScheduleException.objects.filter(schedule__in=own, date=day, is_closed=True)
    many = rows.count() + dates.count()
    if many:
        rows.delete()
        dates.delete()
        record("blocks_queues.queue.opened", actor, queue, at, day=day.isoformat())
        _tell_publishing(windows)
    return many


def closed_on(queue: Queue, day: date) -> list[tuple[Window, Span, Text]]:
    """What is closed by hand on this day, window by window."""
    starts, ends = whole_day(day)
    windows = list(queue.windows.select_related("schedule").order_by("order", "pk"))
    rows = Closure.objects.filter(window__in=windows, starts_at__lt=ends, ends_at__gt=starts)
    found = [
        (one.window, (max(one.starts_at, starts), min(one.ends_at, ends)), one.reason)
        for one in rows.select_related("window").order_by("starts_at", "window__order", "pk")
    ]
    dates = {
        one.schedule_id: one.note
        for one in ScheduleException.objects.filter(
            schedule__in=[window.schedule_id for window in windows], date=day, is_closed=True
        )
    }
    return found + [
        (window, (starts, ends), dates[window.schedule_id])
        for window in windows
        if window.schedule_id in dates and _is_own(window.schedule, windows)
    ]


def whole_day(day: date) -> Span:
    """From midnight to midnight by the city's clocks."""
    zone = clock.local(clock.now()).tzinfo
    first = datetime.combine(day, time(0), zone)
    return first, datetime.combine(day + timedelta(days=1), time(0), zone)


def _closed_schedules(
    windows: Sequence[Window], day: date, reason: Text, actor: Any, at: datetime
) -> set[int]:
    """Schedules that could be closed for the day as such."""
    found: set[int] = set()
    for schedule in {one.schedule_id: one.schedule for one in windows}.values():
        if not _is_own(schedule, windows):
            continue
        found.add(schedule.pk)
        _row, made = ScheduleException.objects.get_or_create(
            schedule=schedule, date=day, is_closed=True, defaults={"note": reason}
        )
        if made:
            record("directory.schedule.closed", actor, schedule, at, day=day.isoformat())
    return found


def _is_own(schedule: Schedule, windows: Sequence[Window]) -> bool:
    """A schedule of reception that no other working window keeps."""
    if schedule.purpose != Schedule.Purpose.RECEPTION:
        return False
    keys = [one.pk for one in windows]
    others = Window.objects.filter(schedule=schedule, is_active=True).exclude(pk__in=keys)
    return not others.exists()


def _tell_publishing(windows: Sequence[Window]) -> None:
    """Saving a queue is what others listen to: what it publishes is stale now."""
    for queue in Queue.objects.filter(pk__in={one.queue_id for one in windows}):
        queue.save(update_fields=["paused_at"])
