"""Keeping a place while the visitor fills in the details, and letting it go (Q-03)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from blocks.queues.models import Queue
from blocks.queues.reading import pause_words
from blocks.queues.together import Errand, check_together
from core import clock
from core.errors import RuleBroken
from crm.tickets import states
from crm.tickets.cells import Start, cells_of
from crm.tickets.errands import further
from crm.tickets.errors import PlaceTaken
from crm.tickets.models import Occupied, Ticket
from crm.tickets.supply import Supply, free_times
from crm.tickets.waking import look_for_places

TRIES = 3
NEAREST = 6
LAPSED_AT_ONCE = 50
_SPACE, _HALF_OF_CRC = 0x71C, 2**31
"""Advisory locks of seats being taken: a number of ours, and what makes a checksum an int4."""


def hold_place(
    queue: Queue,
    service: Errand,
    starts_at: datetime,
    holder: str,
    at: datetime,
    *,
    people: int = 1,
    window: int | None = None,
    by_staff: bool = False,
    channel: str = "web",
    until: datetime | None = None,
) -> Ticket:
    """Keep a place for `queue.hold_minutes`, or until the moment said; what the holder held in
    this queue is let go.

    Of several free windows the one with most time left that day is taken. Raises RuleBroken for
    a service that is not offered, PlaceTaken with the nearest free times when the last place has
    just gone or the time is not on offer.
    """
    check_offer(queue, service, people, at)
    wish: dict[str, Any] = {"people": people, "by_staff": by_staff}
    seen: dict[str, Any] = {"window": window, "holder": holder, "days": _day(starts_at)}
    for _again in range(TRIES):
        free = free_times(queue, service, at, **wish, **seen)
        start = next((one for one in free if one.at == starts_at), None)
        if start is None:
            break
        with transaction.atomic():
            _let_go(queue, holder, at)
            ticket = _take_first(queue, service, start, holder, at, people, channel, window, until)
            if ticket is not None:
                return ticket
    if own := _own(queue, service, starts_at, holder, people, at):
        return own  # the other press of a double click was quicker
    supply = Supply(queue, service, at, **wish)
    raise PlaceTaken(supply.nearest(starts_at, NEAREST), supply)


def release(ticket: Ticket, at: datetime) -> None:
    """The visitor went back; harmless for a ticket that is no longer held."""
    with transaction.atomic():
        held = Ticket.objects.select_for_update().filter(pk=ticket.pk, state=states.HELD)
        _lapse(list(held.values_list("pk", "queue")), at)


def extend_hold(ticket: Ticket, at: datetime) -> Ticket:
    """Five minutes more (WCAG 2.2.1), while the place is still kept."""
    until = at + timedelta(minutes=ticket.queue.hold_minutes)
    held = Ticket.objects.filter(pk=ticket.pk, state=states.HELD)
    if not held.update(held_until=until, updated_at=at):
        raise PlaceTaken
    ticket.held_until = until
    return ticket


def free_run_out(at: datetime, queue: Queue | None = None) -> int:
    """Let go what was held too long; run by the worker and before each new hold.

    Rows are locked before their cells go: a hold that is being booked this moment is waited for,
    and then is no longer one.
    """
    run_out = Ticket.objects.run_out(at)
    if queue is not None:
        run_out = run_out.filter(queue=queue)
    with transaction.atomic():
        locked = run_out.select_for_update(skip_locked=True).order_by("pk")
        found = list(locked.values_list("pk", "queue")[:LAPSED_AT_ONCE])
        _lapse(found, at)
    return len(found)


def occupy(ticket: Ticket, start: Start, minutes: int) -> bool:
    """Give the ticket one of the free seats of the start; False when all have gone meanwhile.

    The unique cells decide. Rows go in by rising cell, so two visits that overlap wait for each
    other in one order and never in a circle.
    """
    first, many = cells_of(start.at, minutes)
    is_new = ticket._state.adding
    for window, seat in _unhurried(start, first):
        ticket.window_id, ticket.seat = window, seat
        ticket.first_cell, ticket.cells = first, many
        try:
            with transaction.atomic():
                ticket.save()
                Occupied.objects.bulk_create(
                    Occupied(ticket=ticket, window_id=window, seat=seat, cell=cell)
                    for cell in range(first, first + many)
                )
        except IntegrityError:
            if is_new:
                ticket.pk, ticket._state.adding = None, True
            continue
        return True
    return False


def _unhurried(start: Start, cell: int) -> list[tuple[int, int]]:
    """The same seats, first one that nobody is taking at this very moment.

    All who come for one time would try the same seat and wait for each other's transactions, seat
    after seat. Who tries one tells others by an advisory lock; the unique cells still decide.
    """
    if connection.vendor != "postgresql" or len(start.seats) < 2:
        return start.seats
    keys = [
        crc32(f"{window}:{seat}:{cell}".encode()) - _HALF_OF_CRC for window, seat in start.seats
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place FROM (SELECT key, place FROM unnest(%s::int[]) WITH ORDINALITY"
            " AS one(key, place) ORDER BY place OFFSET 0) AS seats"
            " WHERE pg_try_advisory_xact_lock(%s, key) LIMIT 1",
            [keys, _SPACE],
        )
        found = cursor.fetchone()
    if found is None:
        return start.seats
    first = start.seats[found[0] - 1]
    return [first, *(one for one in start.seats if one != first)]


def _take_first(
    queue: Queue,
    service: Errand,
    start: Start,
    holder: str,
    at: datetime,
    people: int,
    channel: str,
    window: int | None,
    until: datetime | None,
) -> Ticket | None:
    ticket = Ticket(
        queue=queue,
        service=service.main,
        extra_services=further(service),
        state=states.HELD,
        channel=channel,
        day=clock.local(start.at).date(),
        starts_at=start.at,
        ends_at=start.at + timedelta(minutes=service.lasts(people)),
        people=people,
        for_window_id=window,
        held_until=until or at + timedelta(minutes=queue.hold_minutes),
        holder=holder,
        created_at=at,
        updated_at=at,
    )
    if not occupy(ticket, start, service.occupies(people)):
        return None
    return ticket


def _let_go(queue: Queue, holder: str, at: datetime) -> None:
    """What this holder keeps here, and what anybody has kept too long, in one statement unless
    there is something."""
    old = Ticket.objects.filter(queue=queue, state=states.HELD).select_for_update(skip_locked=True)
    mine = old.filter(holder=holder) | old.filter(held_until__lte=at)
    _lapse(list(mine.order_by("pk").values_list("pk", "queue")[:LAPSED_AT_ONCE]), at)


def _lapse(found: Sequence[tuple[int, int]], at: datetime) -> None:
    """Tickets and their queues: places go back to supply, and the waiting list looks for them."""
    if keys := [pk for pk, _queue in found]:
        Occupied.objects.filter(ticket__in=keys).delete()
        Ticket.objects.filter(pk__in=keys).update(
            state=states.LAPSED, held_until=None, first_cell=None, cells=0, updated_at=at
        )
    for queue in sorted({queue for _pk, queue in found}):
        look_for_places(queue, at)


def check_offer(queue: Queue, service: Errand, people: int, at: datetime) -> None:
    """Raises RuleBroken for what nobody may book now."""
    if queue.is_paused:
        said = _("Booking in this queue is paused. %(why)s")
        raise RuleBroken(said % {"why": pause_words(queue, at)}, code="paused")
    if not (queue.is_active and service.is_active) or service.queue_id != queue.pk:
        raise RuleBroken(_("This service is not offered any more."), "service", "not_offered")
    check_together(queue, service)
    if not 1 <= people <= service.max_people:
        raise RuleBroken(
            _("One ticket is for at most %(most)s people.") % {"most": service.max_people},
            "people",
            "too_many_people",
        )


def _day(moment: datetime) -> tuple[Any, Any]:
    try:
        day = clock.local(moment).date()
    except OverflowError:  # the edge of the calendar: nothing is on offer there
        day = moment.date()
    return day, day


def _own(
    queue: Queue, service: Errand, starts_at: datetime, holder: str, people: int, at: datetime
) -> Ticket | None:
    held = Ticket.objects.filter(queue=queue, state=states.HELD, holder=holder, held_until__gt=at)
    held = held.filter(service=service.main, starts_at=starts_at, people=people)
    return next(
        (one for one in held if set(one.service_keys) == {s.pk for s in service.parts}), None
    )
