"""The waiting list (Q-07): a freed place is kept for the first in line who wants such a one.

The row is the queue: an entry says when to look for a place next; whatever frees a place asks
to look at once, and a look every minute finds what nobody told of, such as a new window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from blocks.queues.models import Queue, Service
from core import clock
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from core.notify.services import post_all
from crm.residents.services import recognise
from crm.tickets import notices, states
from crm.tickets.cells import Start
from crm.tickets.errors import PlaceTaken, StillFree
from crm.tickets.models import Ticket, WaitingEntry
from crm.tickets.services.booking import check_limits, lock_person
from crm.tickets.services.holding import check_offer, hold_place, release
from crm.tickets.supply import bounds, free_times

LOOK_AGAIN = timedelta(minutes=1)
DAY_BEGINS, DAY_ENDS, NOON = time(8), time(21), 12
QUEUES, OFFERS, TRIES = 20, 50, 3
State, Part = WaitingEntry.State, WaitingEntry.Part


@dataclass(frozen=True)
class Wish:
    """What would suit: the days, both counted, and the part of the day."""

    service: Service
    first_day: date
    last_day: date
    part: str = Part.ANY
    people: int = 1


@transaction.atomic
def join_waiting(queue: Queue, wish: Wish, actor: Any, at: datetime) -> WaitingEntry:
    """Stand in line; a second press finds the same entry.

    Raises StillFree with times that suit already, Conflict for another wish while one waits,
    RuleBroken for days not on offer and for the limits of booking.
    """
    card = lock_person(actor)
    check_offer(queue, wish.service, wish.people, at)
    if (known := _live(queue, actor)) is not None:
        return _same(known, wish)
    offer = bounds(queue, wish.service, at)
    if wish.first_day > wish.last_day:
        raise RuleBroken(_("The last day is before the first one."), "last_day", "days")
    if wish.last_day < offer.first or wish.first_day > offer.last:
        raise RuleBroken(_("These days cannot be booked now."), "first_day", "days")
    check_limits(Ticket(queue=queue, day=wish.first_day), actor, "", at)
    days = (wish.first_day, wish.last_day)
    free = free_times(queue, wish.service, at, days=days, people=wish.people)
    if nearest := [one.at for one in free if _suits(one, wish)]:
        raise StillFree(nearest[:6])
    entry = WaitingEntry.objects.create(
        queue=queue,
        service=wish.service,
        author=actor,
        resident=card or recognise(actor, at),
        people=wish.people,
        first_day=wish.first_day,
        last_day=wish.last_day,
        part=wish.part,
        look_at=at,
        created_at=at,
        updated_at=at,
    )
    journal.record("ticket.waiting_joined", actor, entry, at, queue=queue.pk)
    return entry


@transaction.atomic
def leave_waiting(entry: WaitingEntry, actor: Any, at: datetime) -> WaitingEntry:
    """Out of the line; a place that was kept goes to the next. Harmless for who has left."""
    entry = _locked(entry.pk)
    if not entry.is_live:
        return entry
    if entry.offer is not None:
        release(entry.offer, at)
    _end(entry, State.LEFT, at)
    journal.record("ticket.waiting_left", actor, entry, at)
    return entry


@transaction.atomic
def take_offer(entry: WaitingEntry, holder: str, actor: Any, at: datetime) -> Ticket:
    """The kept place goes to this browser to be booked, with time enough for the details.

    A second press, also on another device, gets the same place. Raises PlaceTaken when it is
    no longer kept.
    """
    entry = _locked(entry.pk)
    if entry.state not in (State.OFFERED, State.TAKEN) or entry.offer is None:
        raise PlaceTaken
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=entry.offer.pk)
    if ticket.state in states.ACTIVE:
        return ticket
    if ticket.state != states.HELD or ticket.held_until is None:
        raise PlaceTaken
    ticket.holder = holder
    if entry.state == State.OFFERED:
        enough = at + timedelta(minutes=entry.queue.hold_minutes)
        ticket.held_until = max(ticket.held_until, enough)
        _end(entry, State.TAKEN, at)
        journal.record("ticket.waiting_taken", actor, entry, at, ticket=ticket.pk)
    ticket.updated_at = at
    ticket.save(update_fields=["holder", "held_until", "updated_at"])
    return ticket


def offer_places(at: datetime) -> int:
    """One round over the queues with something due; how many entries have moved on."""
    due = WaitingEntry.objects.filter(state__in=WaitingEntry.LIVE, look_at__lte=at)
    queues = due.order_by("queue").values_list("queue", flat=True).distinct()[:QUEUES]
    return sum(_serve(pk, at) for pk in list(queues))


class WaitingDrain:
    """Implements core.tasks.outbox.Drain: rows of the list are served by the sender's loop."""

    name = "tickets.waiting"

    def drain_once(self, worker_id: str, at: datetime) -> int:
        return offer_places(at)


def offer_ends(at: datetime, minutes: int, starts_at: datetime) -> datetime:
    """Nobody loses a place asleep: a term that ends at night ends so long after the morning."""
    until = at + timedelta(minutes=minutes)
    local = clock.local(until)
    if not DAY_BEGINS <= local.time() < DAY_ENDS:
        day = local.date() + timedelta(days=local.time() >= DAY_ENDS)
        morning = datetime.combine(day, DAY_BEGINS, local.tzinfo)
        until = morning + timedelta(minutes=minutes)
    return min(until, starts_at)


def _serve(queue_pk: int, at: datetime) -> int:
    """Ended offers first: their places go to the next at once. Each step stands by itself; what
    becomes free meanwhile asks for a new look after this one has begun."""
    waiting = WaitingEntry.objects.filter(queue=queue_pk, state=State.WAITING)
    waiting.filter(look_at__lte=at).update(look_at=at + LOOK_AGAIN)
    done = _end_offers(queue_pk, at)
    for _one in range(OFFERS):
        if not _offer_next(queue_pk, at):
            break
        done += 1
    gone = waiting.filter(last_day__lt=clock.local(at).date())
    return done + gone.update(state=State.OVER, look_at=None, updated_at=at)


@transaction.atomic
def _end_offers(queue_pk: int, at: datetime) -> int:
    rows = WaitingEntry.objects.filter(queue=queue_pk, state=State.OFFERED, look_at__lte=at)
    locked = rows.select_for_update(of=("self",), skip_locked=True)
    ended = list(locked.select_related("offer", "queue__addressee", "author").order_by("pk"))
    for entry in ended:
        assert entry.offer is not None
        release(entry.offer, at)
        _end(entry, State.MISSED, at)
    post_all([letter for one in ended for letter in notices.missed_offer(one)], at=at)
    return len(ended)


@transaction.atomic
def _offer_next(queue_pk: int, at: datetime) -> bool:
    """Keep a place for the first in line whom some free place suits; whether one was found.

    The row of the queue is locked, not its key: two senders take turns, bookings do not wait.
    """
    rows = Queue.objects.select_for_update(of=("self",), no_key=True)
    queue = rows.select_related("addressee").get(pk=queue_pk)
    line = WaitingEntry.objects.filter(queue=queue, state=State.WAITING)
    found: dict[tuple[int, int], Sequence[Start]] = {}
    for entry in line.select_related("service", "author").order_by("pk"):
        entry.queue = queue
        key = (entry.service_id, entry.people)
        for _again in range(TRIES):
            if key not in found:
                found[key] = free_times(queue, entry.service, at, people=entry.people)
            start = next((one for one in found[key] if _suits(one, entry)), None)
            if start is None or not _may(entry, at):
                break
            if _keep(entry, start, at):
                return True
            del found[key]  # somebody was quicker: what else is free
    return False


def _may(entry: WaitingEntry, at: datetime) -> bool:
    """Whoever has booked meanwhile, or may not book, waits no longer."""
    try:
        check_limits(Ticket(queue=entry.queue, day=entry.first_day), entry.author, "", at)
    except RuleBroken:
        _end(entry, State.LEFT, at)
        return False
    return True


def _keep(entry: WaitingEntry, start: Start, at: datetime) -> bool:
    until = offer_ends(at, entry.queue.offer_minutes, start.at)
    holder = f"wait:{entry.public_id}"
    try:
        ticket = hold_place(
            entry.queue, entry.service, start.at, holder, at, people=entry.people, until=until
        )
    except RuleBroken:
        return False
    entry.offer, entry.state = ticket, State.OFFERED
    entry.offered_until = entry.look_at = until
    entry.updated_at = at
    entry.save()
    post_all(notices.offer_of_place(entry), at=at)
    return True


def _suits(start: Start, wish: Any) -> bool:
    if not wish.first_day <= start.day <= wish.last_day:
        return False
    if wish.part == Part.ANY:
        return True
    return (clock.local(start.at).hour < NOON) == (wish.part == Part.MORNING)


def _live(queue: Queue, author: Any) -> WaitingEntry | None:
    rows = WaitingEntry.objects.filter(queue=queue, author=author, state__in=WaitingEntry.LIVE)
    return rows.first()


def _same(known: WaitingEntry, wish: Wish) -> WaitingEntry:
    told = (wish.service.pk, wish.first_day, wish.last_day, wish.part, wish.people)
    if told != (known.service_id, known.first_day, known.last_day, known.part, known.people):
        raise Conflict(
            _("You are already on the waiting list of this queue. Leave it to wait for another."),
            code="already_waits",
        )
    return known


def _locked(pk: int) -> WaitingEntry:
    rows = WaitingEntry.objects.select_for_update(of=("self",))
    return rows.select_related("queue__addressee", "service", "offer", "author").get(pk=pk)


def _end(entry: WaitingEntry, state: str, at: datetime) -> None:
    entry.state, entry.look_at, entry.updated_at = state, None, at
    entry.save(update_fields=["state", "look_at", "updated_at"])
