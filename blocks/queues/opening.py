"""When windows of a queue receive: their schedules, less the leave of officials."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from blocks.queues.models import Queue, Window
from core import clock
from directory.schedules import rules as schedules
from directory.schedules.openings import Opening, openings_by_key

DAY = timedelta(days=1)


class Reception(NamedTuple):
    """A window on one day, with the spans it receives in."""

    window: Window
    day: date
    spans: list[tuple[datetime, datetime]]


def receptions(
    windows: Iterable[Window], at: datetime, first: date, last: date
) -> Iterator[Reception]:
    """Window by window, day by day, where there is anything; four statements for all windows.

    Windows come with their schedules. A schedule that is over has no timetable any more.
    """
    windows = list(windows)
    zone = clock.local(at).tzinfo
    assert zone is not None
    owners = {one.schedule.addressee_id for one in windows}
    owners |= {one.official_id for one in windows if one.official_id}
    opening = openings_by_key(sorted(owners), at) if owners else {}
    for window in windows:
        timetable = _timetable(opening[window.schedule.addressee_id], window.schedule_id)
        if timetable is None:
            continue
        leaves = opening[window.official_id].leaves if window.official_id else ()
        for number in range((last - first).days + 1):
            day = first + DAY * number
            if spans := schedules.windows(timetable, day, zone, leaves):
                yield Reception(window, day, list(spans))


def days_ahead(queue: Queue, at: datetime) -> dict[Window, list[date]]:
    """Days within the horizon on which each working window receives; none is worth a warning."""
    today = clock.local(at).date()
    windows = list(
        queue.windows.filter(is_active=True).select_related("schedule").order_by("order", "pk")
    )
    found: dict[Window, list[date]] = {one: [] for one in windows}
    for window, day, _spans in receptions(windows, at, today, today + DAY * queue.horizon_days):
        found[window].append(day)
    return found


def _timetable(opening: Opening, key: int) -> schedules.Timetable | None:
    """None for a schedule that is over."""
    return next((one for one in opening.timetables if one.key == key), None)
