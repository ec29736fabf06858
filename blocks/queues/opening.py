"""When windows of a queue receive: their schedules, less the leave of officials."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from blocks.queues.models import Queue, Window
from core import clock
from directory.schedules import rules as schedules
from directory.schedules.openings import Opening, openings_by_key

DAY = timedelta(days=1)


Spans = tuple[tuple[datetime, datetime], ...]


class Reception(NamedTuple):
    """A window on one day, with the spans it receives in."""

    window: Window
    day: date
    spans: Spans


@dataclass(frozen=True)
class WindowsOpening:
    """Timetables and leaves of the owners of some windows, as read on one day."""

    zone: tzinfo
    of_owner: Mapping[int, Opening]

    def spans(self, window: Window, day: date) -> Spans:
        """When the window receives on this day; a schedule that is over has no timetable."""
        timetable = _timetable(self.of_owner[window.schedule.addressee_id], window.schedule_id)
        if timetable is None:
            return ()
        leaves = self.of_owner[window.official_id].leaves if window.official_id else ()
        return tuple(schedules.windows(timetable, day, self.zone, leaves))


def opening_of_windows(windows: Iterable[Window], at: datetime) -> WindowsOpening:
    """Windows come with their schedules; three statements for all of them."""
    windows = list(windows)
    zone = clock.local(at).tzinfo
    assert zone is not None
    owners = {one.schedule.addressee_id for one in windows}
    owners |= {one.official_id for one in windows if one.official_id}
    return WindowsOpening(zone, openings_by_key(sorted(owners), at) if owners else {})


def days_ahead(queue: Queue, at: datetime) -> dict[Window, list[date]]:
    """Days within the horizon on which each working window receives; none is worth a warning."""
    today = clock.local(at).date()
    windows = list(
        queue.windows.filter(is_active=True).select_related("schedule").order_by("order", "pk")
    )
    found: dict[Window, list[date]] = {}
    opening = opening_of_windows(windows, at)
    for window in windows:
        days = (today + DAY * number for number in range(queue.horizon_days + 1))
        found[window] = [day for day in days if opening.spans(window, day)]
    return found


def _timetable(opening: Opening, key: int) -> schedules.Timetable | None:
    """None for a schedule that is over."""
    return next((one for one in opening.timetables if one.key == key), None)
