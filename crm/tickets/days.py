"""A queue's day as the office reads it: window by window, visits in order, what is free."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from blocks.queues.models import Queue, Service, Window
from blocks.queues.offers import Offered, offered_by
from crm.tickets import states
from crm.tickets.cells import Span
from crm.tickets.models import Ticket
from crm.tickets.supply import free_times

GONE = (states.MOVED, states.BY_VISITOR, states.BY_OFFICE)


@dataclass(frozen=True)
class Line:
    """A visit, or a time between visits when nobody comes."""

    starts_at: datetime | None
    ends_at: datetime | None
    ticket: Ticket | None = None
    is_chosen: bool = False


@dataclass
class WindowDay:
    """One window on the day; none for visitors whom no window has called yet."""

    window: Window | None
    spans: Sequence[Span] = ()
    lines: list[Line] = field(default_factory=list)
    free: int = 0


@dataclass
class QueueDay:
    """The whole day, with what has become of visits that will not be."""

    windows: list[WindowDay]
    gone: list[Ticket]
    booked: int = 0
    walk_ins: int = 0
    free: int = 0


def day_of(queue: Queue, day: date, at: datetime) -> QueueDay:
    """Everything of the day except places that were held and let go."""
    rows = Ticket.objects.filter(queue=queue, day=day)
    rows = rows.exclude(state__in=(states.HELD, states.LAPSED))
    tickets = list(
        rows.select_related("service", "window", "author").order_by("starts_at", "arrived_at", "pk")
    )
    by_window: dict[int | None, list[Ticket]] = defaultdict(list)
    for one in tickets:
        if one.state not in GONE:
            by_window[one.window_id].append(one)
    offered = offered_by(queue, at)
    free = _free_by_window(queue, offered, day, at)
    found = []
    for window in offered.windows:
        spans = offered.opening.spans(window, day) if window.is_active else ()
        visits = by_window.pop(window.pk, [])
        if spans or visits:
            lines = _lines(visits, spans if window.seats == 1 else (), at)
            found.append(WindowDay(window, spans, lines, free.get(window.pk, 0)))
    waiting = [one for rest in by_window.values() for one in rest]
    if waiting:
        found.append(WindowDay(None, (), _lines(waiting, (), at)))
    return QueueDay(
        found,
        [one for one in tickets if one.state in GONE],
        sum(one.state == states.BOOKED for one in tickets),
        sum(one.booked_at is None for one in tickets),
        sum(free.values()),
    )


def gaps(spans: Iterable[Span], busy: Iterable[Span]) -> list[Span]:
    """Times of the spans that nobody keeps (pure)."""
    found = []
    kept = sorted((_utc(one) for one in busy), key=lambda one: one[0])
    for opens, closes in (_utc(one) for one in spans):
        at = opens
        for starts, ends in kept:
            if ends <= at or starts >= closes:
                continue
            if starts > at:
                found.append((at, starts))
            at = max(at, ends)
        if at < closes:
            found.append((at, closes))
    return found


def _lines(visits: Sequence[Ticket], spans: Sequence[Span], at: datetime) -> list[Line]:
    """Visits and the gaps that still lie ahead, by time."""
    busy = [
        (one.starts_at, one.ends_at)
        for one in visits
        if one.starts_at and one.ends_at and one.cells
    ]
    free = [(max(starts, at), ends) for starts, ends in gaps(spans, busy) if ends > at]
    lines = [Line(one.starts_at, one.ends_at, one) for one in visits]
    lines += [Line(starts, ends) for starts, ends in free]
    return sorted(lines, key=_order)


def _order(line: Line) -> tuple[datetime, int]:
    moment = line.starts_at or (line.ticket.arrived_at if line.ticket else None)
    assert moment is not None
    return moment.astimezone(UTC), line.ticket.pk if line.ticket else 0


def _free_by_window(queue: Queue, offered: Offered, day: date, at: datetime) -> dict[int, int]:
    """How many visits of its shortest service each window could still take."""
    asked: dict[int, tuple[Service, set[int]]] = {}
    for window in offered.windows:
        given = [
            one for one in offered.services if one.is_active and window in offered.working(one)
        ]
        if given:
            shortest = min(given, key=lambda one: (one.occupies(), one.pk))
            asked.setdefault(shortest.pk, (shortest, set()))[1].add(window.pk)
    found: dict[int, int] = defaultdict(int)
    for service, windows in asked.values():
        for start in free_times(queue, service, at, days=(day, day), by_staff=True):
            for window, _seat in start.seats:
                if window in windows:
                    found[window] += 1
    return found


def _utc(span: Span) -> Span:
    return span[0].astimezone(UTC), span[1].astimezone(UTC)
