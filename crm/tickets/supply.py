"""Free times: computed from schedules, leave, holidays and kept cells; never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from blocks.queues.models import Queue, Service
from blocks.queues.offers import offered_by
from blocks.queues.opening import DAY, Reception
from core import clock
from crm.tickets import states
from crm.tickets.cells import Place, Start, Taken, cell_of, free_starts
from crm.tickets.models import Ticket


@dataclass(frozen=True)
class Bounds:
    """The days that may be booked now, and the first and the last moment among them (Q-01)."""

    first: date
    last: date
    earliest: datetime
    latest: datetime


def bounds(queue: Queue, service: Service, at: datetime) -> Bounds:
    """New days open at a fixed hour: until then the last one is not offered yet."""
    local = clock.local(at)
    opened = local.time() >= queue.new_days_open_at
    last = local.date() + DAY * (queue.horizon_days - (0 if opened else 1))
    lead = queue.lead_minutes if service.lead_minutes is None else service.lead_minutes
    end = datetime.combine(last + DAY, time(0), local.tzinfo)
    return Bounds(local.date(), last, at + timedelta(minutes=lead), end)


def free_times(
    queue: Queue,
    service: Service,
    at: datetime,
    *,
    days: tuple[date, date] | None = None,
    people: int = 1,
    window: int | None = None,
    by_staff: bool = False,
) -> list[Start]:
    """Times one may come at, with the free seats of each; at most two statements while no
    schedule has changed.

    `days` narrows the days on offer; `window` asks for one specialist. Staff may give what is
    kept for walk-ins and what is nearer than the lead time, but nothing that has passed.
    """
    offer = bounds(queue, service, at)
    first, last = days or (offer.first, offer.last)
    first, last = max(first, offer.first), min(last, offer.last)
    if first > last or queue.is_paused:
        return []
    offered = offered_by(queue, at)
    receptions = offered.receptions(offered.working(service, window), first, last)
    return free_starts(
        _places(queue, receptions),
        taken_of(queue, at),
        step=service.occupies(),
        minutes=service.occupies(people),
        earliest=at if by_staff else offer.earliest,
        latest=offer.latest,
        by_share=not by_staff,
    )


def soonest_free(queue: Queue, at: datetime) -> datetime | None:
    """The first time on offer for one visitor of any service; days are looked through in turn.

    At most two statements while no schedule has changed, whatever the number of services.
    """
    if queue.is_paused:
        return None
    offered, taken = offered_by(queue, at), taken_of(queue, at)
    offers = [
        (one, bounds(queue, one, at), offered.working(one))
        for one in offered.services
        if one.is_active
    ]
    if not offers:
        return None
    day, last = offers[0][1].first, offers[0][1].last
    while day <= last:
        firsts = [
            start.at
            for service, limits, windows in offers
            for start in free_starts(
                _places(queue, offered.receptions(windows, day, day)),
                taken,
                step=service.occupies(),
                minutes=service.occupies(),
                earliest=limits.earliest,
                latest=limits.latest,
            )[:1]
        ]
        if firsts:
            return min(firsts)
        day += DAY
    return None


def _places(queue: Queue, receptions: Iterable[Reception]) -> list[Place]:
    return [
        Place(one.pk, day, spans, one.seats, queue.booked_share, queue.overbooking)
        for one, day, spans in receptions
    ]


def taken_of(queue: Queue, at: datetime) -> Taken:
    """Cells kept from now on; a hold that has run out keeps nothing."""
    origin = cell_of(at)
    kept = (
        Ticket.objects.keeping_places()
        .filter(queue=queue, first_cell__gte=origin - _LONGEST_VISIT)
        .exclude(state=states.HELD, held_until__lte=at)
    )
    return Taken(kept.values_list("window", "seat", "first_cell", "cells"), origin)


_LONGEST_VISIT = 24 * 12
