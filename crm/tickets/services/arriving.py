"""Coming to the hall: with a booking, without one, too late, and going away (Q-10, Q-11, Q-13)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from blocks.queues.models import Queue, Service
from blocks.queues.offers import offered_by
from blocks.queues.reading import pause_words
from core import clock
from core.errors import Conflict, RuleBroken
from core.words.dates import date_words, time_words
from crm.tickets import states
from crm.tickets.models import Sitting, Ticket
from crm.tickets.services.booking import ticket_number
from crm.tickets.services.noting import free_place, locked, note
from directory.models import ClassifierValue

PRIORITY = "queue_priority"
AT_ONCE = 200


@transaction.atomic
def take_walk_in(
    queue: Queue,
    service: Service,
    actor: Any,
    at: datetime,
    *,
    channel: str = "kiosk",
    press: str = "",
    visitor: str = "",
    phone: str = "",
    priority: str = "",
) -> Ticket:
    """A ticket of the living queue, its number at once (Q-13).

    `press` names one press of a terminal or of a form: the same press gets the same ticket.
    Raises RuleBroken for a queue or a service that takes nobody now.
    """
    Queue.objects.select_for_update(no_key=True).only("pk").get(pk=queue.pk)
    key = f"{queue.pk}:{press}"[:64] if press else None
    if key and (before := Ticket.objects.filter(press=key).first()):
        return before
    check_walk_in(queue, service, at)
    ticket = Ticket(
        queue=queue,
        service=service,
        state=states.ARRIVED,
        channel=channel,
        day=clock.local(at).date(),
        visitor=visitor.strip()[:200],
        phone=phone,
        arrived_at=at,
        booked_by=actor if channel == "desk" else None,
        press=key,
        created_at=at,
    )
    _set_priority(ticket, priority)
    ticket.number = ticket_number(ticket)
    return note(ticket, "walk_in", "", actor, at, channel=channel)


def check_walk_in(queue: Queue, service: Service, at: datetime) -> None:
    """Whether somebody who has just come may be given a ticket now."""
    if queue.is_paused:
        said = _("The queue is paused. %(why)s")
        raise RuleBroken(said % {"why": pause_words(queue, at)}, code="paused")
    if not queue.is_active or not queue.takes_walk_ins:
        raise RuleBroken(_("This queue receives by booking only."), code="booked_only")
    if service.queue_id != queue.pk or not service.is_active:
        raise RuleBroken(_("This service is not offered any more."), "service", "not_offered")
    if not is_received_today(queue, service, at):
        raise RuleBroken(_("The reception for today is over."), "service", "closed")


def is_received_today(queue: Queue, service: Service, at: datetime) -> bool:
    """Whether some window for the service still receives today."""
    today = clock.local(at).date()
    offered = offered_by(queue, at)
    found = offered.receptions(offered.working(service), today, today)
    return any(end > at for one in found for _start, end in one.spans)


@transaction.atomic
def check_in(ticket: Ticket, actor: Any, at: datetime, *, by_staff: bool = False) -> Ticket:
    """The visitor has come (Q-10). Once: a second press finds them in the line already.

    Visitors mark themselves from `early_minutes` before to `grace_minutes` after; staff may
    beyond, and who is late then waits with those who came without booking.
    """
    ticket = locked(ticket)
    if ticket.state in states.PRESENT:
        return ticket
    states.TABLE.check(ticket.state, states.ARRIVED)
    if ticket.state != states.BOOKED:
        raise Conflict(_("Only staff take back who was marked as absent."), code="staff_only")
    assert ticket.starts_at is not None
    latest = ticket.starts_at + timedelta(minutes=ticket.queue.grace_minutes)
    _check_day(ticket, at)
    if not by_staff:
        _check_hour(ticket, latest, at)
    ticket.state, ticket.arrived_at = states.ARRIVED, at
    ticket.turn_at = ticket.starts_at if at <= latest else None
    if at > latest:
        free_place(ticket, at)
    return note(ticket, "arrived", states.BOOKED, actor, at, by_staff=by_staff)


def _check_day(ticket: Ticket, at: datetime) -> None:
    if ticket.day != clock.local(at).date():
        raise RuleBroken(
            _("This visit is booked for %(day)s, %(time)s.")
            % {"day": date_words(ticket.day), "time": time_words(ticket.starts_at)},
            code="another_day",
        )


def _check_hour(ticket: Ticket, latest: datetime, at: datetime) -> None:
    assert ticket.starts_at is not None
    first = ticket.starts_at - timedelta(minutes=ticket.queue.early_minutes)
    if at < first:
        raise RuleBroken(
            _("You are early: arrival is marked from %(time)s.") % {"time": time_words(first)},
            code="early",
        )
    if at > latest:
        raise RuleBroken(
            _("You are late for %(time)s. Come up to the reception or take a new ticket.")
            % {"time": time_words(ticket.starts_at)},
            code="late",
        )


@transaction.atomic
def readmit(ticket: Ticket, actor: Any, at: datetime) -> Ticket:
    """Take back who was marked as absent today: as if they had come without booking (13.3)."""
    ticket = locked(ticket)
    if ticket.state in states.PRESENT:
        return ticket
    if ticket.state != states.NO_SHOW:
        raise Conflict(_("Only who was marked as absent is taken back."), code="state_not_allowed")
    _check_day(ticket, at)
    free_place(ticket, at)
    ticket.state, ticket.arrived_at = states.ARRIVED, at
    ticket.turn_at = ticket.called_at = ticket.last_call_at = ticket.finished_at = None
    ticket.calls = 0
    return note(ticket, "readmitted", states.NO_SHOW, actor, at)


@transaction.atomic
def leave(ticket: Ticket, actor: Any, at: datetime) -> Ticket:
    """The visitor gave up waiting."""
    ticket = locked(ticket)
    if ticket.state == states.LEFT:
        return ticket
    before = ticket.state
    states.TABLE.check(before, states.LEFT)
    return _over(ticket, states.LEFT, "left", before, actor, at)


@transaction.atomic
def give_priority(ticket: Ticket, reason: str, actor: Any, at: datetime) -> Ticket:
    """Out of turn, or in turn again with an empty reason; the hall is not told why (Q-14)."""
    ticket = locked(ticket)
    if ticket.state not in (states.BOOKED, states.ARRIVED):
        raise Conflict(_("The turn of this visitor has come already."), code="state_not_allowed")
    if ticket.priority_reason == reason:
        return ticket
    _set_priority(ticket, reason)
    return note(ticket, "priority", ticket.state, actor, at, given=ticket.is_priority)


def priority_values(day: date) -> list[tuple[str, str]]:
    """Categories served out of turn, as the administrator keeps them."""
    values = ClassifierValue.objects.filter(classifier__code=PRIORITY).valid_on(day)
    return [(one.code, str(one.label)) for one in values.order_by("order", "pk")]


def _set_priority(ticket: Ticket, reason: str) -> None:
    known = {code for code, _label in priority_values(ticket.day)}
    if reason and reason not in known:
        raise RuleBroken(_("Choose a category from the list."), "priority", "unknown")
    ticket.is_priority, ticket.priority_reason = bool(reason), reason


def _over(ticket: Ticket, state: str, verb: str, before: str, actor: Any, at: datetime) -> Ticket:
    free_place(ticket, at)
    ticket.state, ticket.finished_at = state, at
    return note(ticket, verb, before, actor, at)


def mark_late(at: datetime) -> int:
    """Who is booked and has not come within `grace_minutes` frees the place (Q-11).

    Only where somebody sat at a window by then: an office that does not keep its line here has
    nobody to mark arrivals, and nobody is called absent for that.
    """
    first = _first_sittings(clock.local(at).date())
    if not first:
        return 0
    late = Ticket.objects.filter(
        queue__in=first, queue__paused_at=None, state=states.BOOKED, starts_at__lt=at
    )
    done = 0
    for one in late.select_related("queue").order_by("starts_at")[:AT_ONCE]:
        assert one.starts_at is not None
        latest = one.starts_at + timedelta(minutes=one.queue.grace_minutes)
        if latest < at and first[one.queue_id] <= latest:
            done += _mark_one_late(one, at)
    return done


@transaction.atomic
def _mark_one_late(ticket: Ticket, at: datetime) -> int:
    ticket = locked(ticket)
    if ticket.state != states.BOOKED:
        return 0
    _over(ticket, states.NO_SHOW, "absent", states.BOOKED, None, at)
    return 1


def _first_sittings(day: date) -> dict[int, datetime]:
    """Queue → when its counter began to work on this day."""
    begins, ends = _midnight(day), _midnight(day + timedelta(days=1))
    sat = Sitting.objects.filter(opened_at__gte=begins, opened_at__lt=ends)
    rows = sat.values("window__queue").annotate(first=Min("opened_at"))
    return {row["window__queue"]: row["first"] for row in rows}


def close_days(at: datetime) -> int:
    """What was left open on days that are over: waiting people have left, visits have ended."""
    today = clock.local(at).date()
    old = Ticket.objects.filter(state__in=states.PRESENT, day__lt=today)
    left = list(old.order_by("pk")[:AT_ONCE])
    for one in left:
        _close_one(one, at)
    midnight = _midnight(today)
    Sitting.objects.filter(closed_at=None, opened_at__lt=midnight).update(closed_at=midnight)
    return len(left)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.local(clock.now()).tzinfo)


@transaction.atomic
def _close_one(ticket: Ticket, at: datetime) -> None:
    ticket = locked(ticket)
    before = ticket.state
    if before in (states.ARRIVED, states.CALLED):
        _over(ticket, states.LEFT, "left", before, None, at)
    elif before in (states.SERVING, states.ON_HOLD):
        _over(ticket, states.SERVED, "finished", before, None, at)
