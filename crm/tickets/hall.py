"""The hall of a queue today: who sits where, who waits in which order, how long (read only)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Q

from blocks.queues.models import Queue, Service, Window
from core import clock
from crm.tickets import states
from crm.tickets.line import Calls, Waiting, estimated_wait, in_order
from crm.tickets.models import Sitting, Ticket

MEASURED_DAYS = 14
LAST_CALLS = 6


@dataclass
class Hall:
    """One look at the queue; five statements, whatever the number of visitors."""

    queue: Queue
    at: datetime
    windows: list[Window]
    sittings: dict[int, Sitting]
    here: list[Ticket]
    line: list[Ticket] = field(default_factory=list)
    mean_minutes: float = 0

    @property
    def open_windows(self) -> list[Window]:
        """Windows where somebody receives now."""
        return [
            one
            for one in self.windows
            if one.pk in self.sittings and not self.sittings[one.pk].is_on_break
        ]

    @property
    def wait_minutes(self) -> int | None:
        """How long somebody who comes now would wait."""
        return self.wait_of(len(self.line))

    def wait_of(self, ahead: int) -> int | None:
        return estimated_wait(ahead, self.mean_minutes, len(self.open_windows))

    def at_window(self, window: Window) -> list[Ticket]:
        """Who is called to this window or served there, by the call; as many as it has seats."""
        now = (states.CALLED, states.SERVING)
        found = [t for t in self.here if t.window_id == window.pk and t.state in now]
        return sorted(found, key=lambda one: (one.called_at or self.at, one.pk))

    def held_at(self, window: Window) -> list[Ticket]:
        """Visitors who went for a copy and come back to this window."""
        return [t for t in self.here if t.window_id == window.pk and t.state == states.ON_HOLD]

    def line_of(self, window: Window) -> list[Ticket]:
        """The part of the line that this window may call."""
        return [one for one in self.line if fits(one, window)]

    @property
    def calls(self) -> list[Ticket]:
        """The latest calls that a board still shows, newest first."""
        shown = [
            one
            for one in self.here
            if one.state in (states.CALLED, states.SERVING) and one.last_call_at and one.window_id
        ]
        shown.sort(key=lambda one: (one.last_call_at, one.pk), reverse=True)
        return shown[:LAST_CALLS]


def hall_of(queue: Queue, at: datetime) -> Hall:
    """Visitors come with service and window; windows with their services."""
    windows = Window.objects.filter(queue=queue, is_active=True).prefetch_related("services")
    sittings = Sitting.objects.filter(window__queue=queue, closed_at=None)
    present = _today(queue, at).filter(state__in=states.PRESENT)
    hall = Hall(
        queue,
        at,
        list(windows.order_by("order", "pk")),
        {one.window_id: one for one in sittings.select_related("specialist")},
        list(present.select_related("service", "window")),
    )
    known = {one.pk: one for one in hall.windows}
    hall.line = ordered(hall.here, queue, at)
    for ticket in hall.here:
        ticket.window = known.get(ticket.window_id, ticket.window)
    hall.mean_minutes = mean_minutes(queue, at)
    return hall


def ordered(here: list[Ticket], queue: Queue, at: datetime) -> list[Ticket]:
    """Those who wait, in the order of Q-13."""
    waiting = {
        one.pk: one for one in here if one.state == states.ARRIVED and one.arrived_at is not None
    }
    if not waiting:
        return []
    rows = (Waiting(t.pk, t.arrived_at, t.turn_at, t.is_priority) for t in waiting.values())
    found = in_order(rows, queue.walk_in_share, calls_today(queue, at))
    return [waiting[one.key] for one in found]


def calls_today(queue: Queue, at: datetime) -> Calls:
    called = _today(queue, at).filter(called_at__isnull=False, is_priority=False)
    found = called.aggregate(
        booked=Count("pk", filter=Q(turn_at__isnull=False)),
        walk_ins=Count("pk", filter=Q(turn_at=None)),
    )
    return Calls(found["booked"], found["walk_ins"])


def mean_minutes(queue: Queue, at: datetime) -> float:
    """How long a visit takes: of the last two weeks, else what the services promise."""
    since = clock.local(at).date() - timedelta(days=MEASURED_DAYS)
    served = Ticket.objects.filter(
        queue=queue, day__gte=since, state=states.SERVED, started_at__isnull=False
    )
    lasted = served.aggregate(mean=Avg(F("finished_at") - F("started_at")))["mean"]
    if lasted:
        return float(lasted.total_seconds() / 60)
    promised = Service.objects.filter(queue=queue, is_active=True).aggregate(mean=Avg("minutes"))
    return float(promised["mean"] or 0)


def fits(ticket: Ticket, window: Window) -> bool:
    """Whether the window may call this visitor: its services, and nobody else's visitor."""
    if ticket.for_window_id not in (None, window.pk):
        return False
    kinds = window.services.all()
    return not kinds or set(ticket.service_keys) <= {one.pk for one in kinds}


def ahead_of(ticket: Ticket, line: list[Ticket]) -> int:
    return next((place for place, one in enumerate(line) if one.pk == ticket.pk), len(line))


def _today(queue: Queue, at: datetime) -> Any:
    day: date = clock.local(at).date()
    return Ticket.objects.filter(queue=queue).on_day(day)
