"""When windows of a queue receive: their schedules, less the leave of officials."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from blocks.queues.models import Closure, Queue, Window
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
    closed: Mapping[int, Spans] = field(default_factory=dict)

    def spans(self, window: Window, day: date) -> Spans:
        """When the window receives on this day; a schedule that is over has no timetable."""
        timetable = _timetable(self.of_owner[window.schedule.addressee_id], window.schedule_id)
        if timetable is None:
            return ()
        leaves = self.of_owner[window.official_id].leaves if window.official_id else ()
        spans = tuple(schedules.windows(timetable, day, self.zone, leaves))
        for gap in self.closed.get(window.pk, ()):
            spans = without(spans, gap)
        return spans

    def away(self, window: Window, day: date) -> bool:
        """Whether the official of the window is on leave."""
        leaves = self.of_owner[window.official_id].leaves if window.official_id else ()
        return any(day in one for one in leaves)


def opening_of_windows(windows: Iterable[Window], at: datetime) -> WindowsOpening:
    """Windows come with their schedules; four statements for all of them."""
    windows = list(windows)
    zone = clock.local(at).tzinfo
    assert zone is not None
    owners = {one.schedule.addressee_id for one in windows}
    owners |= {one.official_id for one in windows if one.official_id}
    closed: dict[int, Spans] = defaultdict(tuple)
    since = at - 2 * DAY  # today's from its first minute, whichever clocks
    for one in Closure.objects.filter(window__in=windows, ends_at__gt=since):
        closed[one.window_id] += ((one.starts_at, one.ends_at),)
    return WindowsOpening(zone, openings_by_key(sorted(owners), at) if owners else {}, dict(closed))


def without(spans: Spans, gap: tuple[datetime, datetime]) -> Spans:
    """What is left of spans when the gap is taken out."""
    left: list[tuple[datetime, datetime]] = []
    begins, ends = (one.astimezone(UTC) for one in gap)
    for opens, closes in spans:
        if ends <= opens.astimezone(UTC) or begins >= closes.astimezone(UTC):
            left.append((opens, closes))
            continue
        if opens.astimezone(UTC) < begins:
            left.append((opens, gap[0].astimezone(opens.tzinfo)))
        if ends < closes.astimezone(UTC):
            left.append((gap[1].astimezone(opens.tzinfo), closes))
    return tuple(left)


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
