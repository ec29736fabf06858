"""Free times: computed from schedules, leave, holidays and kept cells; never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q

from blocks.queues.models import Queue
from blocks.queues.offers import offered_by
from blocks.queues.opening import DAY, Reception
from blocks.queues.together import Errand
from core import clock
from crm.tickets import states
from crm.tickets.cells import Place, Start, Taken, Wish, cell_of, count_free, free_starts
from crm.tickets.models import Ticket


@dataclass(frozen=True)
class Bounds:
    """The days that may be booked now, and the first and the last moment among them (Q-01)."""

    first: date
    last: date
    earliest: datetime
    latest: datetime


def bounds(queue: Queue, service: Errand, at: datetime) -> Bounds:
    """New days open at a fixed hour: until then the last one is not offered yet."""
    local = clock.local(at)
    opened = local.time() >= queue.new_days_open_at
    last = local.date() + DAY * (queue.horizon_days - (0 if opened else 1))
    lead = queue.lead_minutes if service.lead_minutes is None else service.lead_minutes
    end = datetime.combine(last + DAY, time(0), local.tzinfo)
    return Bounds(local.date(), last, at + timedelta(minutes=lead), end)


class Supply:
    """Places of a queue for one service, as they are at a moment: at most two statements while no
    schedule has changed, however it is looked at.

    `window` asks for one specialist, `only` narrows what is read to some days. Staff may give what
    is kept for walk-ins and what is nearer than the lead time, but nothing that has passed. What
    the `holder` holds is free to them.
    """

    def __init__(
        self,
        queue: Queue,
        service: Errand,
        at: datetime,
        *,
        people: int = 1,
        window: int | None = None,
        by_staff: bool = False,
        holder: str = "",
        only: tuple[date, date] | None = None,
    ) -> None:
        self._queue, self._at, self._holder, self._only = queue, at, holder, only
        self.bounds = bounds(queue, service, at)
        self._wish = Wish(
            service.occupies(),
            service.occupies(people),
            at if by_staff else self.bounds.earliest,
            self.bounds.latest,
            by_share=not by_staff,
        )
        self._offered = offered_by(queue, at)
        self._windows = [] if queue.is_paused else self._offered.working(service, window)

    def counts(self) -> dict[date, int]:
        """Free places of each day on offer that has any."""
        return self._counts

    def starts(self, first: date, last: date) -> list[Start]:
        """Times one may come at, with the free seats of each."""
        return free_starts(self._places(first, last), self._taken, self._wish)

    def nearest(self, wished: datetime, many: int) -> list[datetime]:
        """Free times around the wished one, in order; days are looked through from that one."""
        wished = min(max(wished, self._at), self.bounds.latest)  # also from the end of the calendar
        day, found = clock.local(wished).date(), []
        for free in sorted(self.counts(), key=lambda one: abs(one - day)):
            if len(found) >= many and abs(free - day) > DAY:
                break
            found += [start.at for start in self.starts(free, free)]
        return sorted(sorted(found, key=lambda at: abs(at - wished))[:many])

    @cached_property
    def _counts(self) -> dict[date, int]:
        return count_free(
            self._places(self.bounds.first, self.bounds.last), self._taken, self._wish
        )

    @cached_property
    def _taken(self) -> Taken:
        return taken_of(self._queue, self._at, self._holder, self._only)

    def _places(self, first: date, last: date) -> list[Place]:
        first, last = max(first, self.bounds.first), min(last, self.bounds.last)
        return _places(self._queue, self._offered.receptions(self._windows, first, last))


def free_times(
    queue: Queue,
    service: Errand,
    at: datetime,
    *,
    days: tuple[date, date] | None = None,
    **wish: Any,
) -> list[Start]:
    """Times one may come at; `days` narrows the days on offer, `wish` is as for Supply."""
    supply = Supply(queue, service, at, only=days, **wish)
    return supply.starts(*(days or (supply.bounds.first, supply.bounds.last)))


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
                Wish(service.occupies(), service.occupies(), limits.earliest, limits.latest),
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


def taken_of(
    queue: Queue, at: datetime, holder: str = "", days: tuple[date, date] | None = None
) -> Taken:
    """Cells kept from now on, or on some days; a hold that has run out keeps nothing, nor does the
    holder's own."""
    origin = cell_of(at)
    idle = Q(held_until__lte=at)
    if holder:
        idle |= Q(holder=holder)
    kept = (
        Ticket.objects.keeping_places()
        .filter(queue=queue, first_cell__gte=origin - _LONGEST_VISIT)
        .exclude(idle, state=states.HELD)
    )
    if days:
        # A day more on either side: visits reach over midnight, and the city has its own.
        first, last = (cell_of(datetime.combine(one, time(0), UTC)) for one in days)
        kept = kept.filter(
            first_cell__gte=first - 2 * _LONGEST_VISIT, first_cell__lt=last + 2 * _LONGEST_VISIT
        )
    return Taken(kept.values_list("window", "seat", "first_cell", "cells"), origin)


_LONGEST_VISIT = 24 * 12
"""In cells, so a day of them too."""


def know_offer(ticket: Ticket, at: datetime) -> Ticket:
    """Fill in the service from what is kept of the queue's offer: a ticket read `with_offer`."""
    ticket.queue.edition = ticket.edition  # type: ignore[attr-defined]
    if service := offered_by(ticket.queue, at).service(ticket.service_id):
        ticket.service = service
    return ticket
