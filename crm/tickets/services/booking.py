"""From a held place to a numbered ticket; moving and cancelling it (Q-02, Q-08, Q-09, Q-12)."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from blocks.forms.models import FormRevision
from core import clock
from core.audit import services as journal
from core.errors import RuleBroken
from core.ids import next_number
from crm.residents.models import Resident
from crm.residents.services import recognise
from crm.tickets import notices, states
from crm.tickets.errands import errand_of
from crm.tickets.errors import PlaceTaken
from crm.tickets.happenings import happened
from crm.tickets.models import Occupied, Ticket
from crm.tickets.services.holding import hold_place
from crm.tickets.services.reminding import plan
from crm.tickets.supply import Supply, know_offer

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Details:
    """Who comes, as they said it, and the answers to the questions of the form."""

    visitor: str
    phone: str = ""
    email: str = ""
    revision: FormRevision | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def book(
    public_id: str,
    holder: str,
    details: Details,
    actor: Any,
    at: datetime,
    *,
    for_caller: bool = False,
    staff_reason: str = "",
    read: Ticket | None = None,
) -> Ticket:
    """Turn a held place into a ticket with its number, once: a second press gets the same ticket.

    The actor books for themselves; with TICKETS_BOOK for a caller, and then may go over the
    limits of Q-02 with a reason. A hold that has run out is good while nobody has taken the
    place. `read` is the same ticket as the caller has it, with its queue and service: it is not
    read again unless it has changed meanwhile. Raises Ticket.DoesNotExist for a foreign hold,
    PlaceTaken for one that was let go, RuleBroken for a limit.
    """
    rest = (details, actor, at, for_caller, staff_reason)
    if read is not None and (read.state, read.holder) == (states.HELD, holder):
        with suppress(_ChangedMeanwhile), transaction.atomic():
            return _book(copy(read), *rest, is_locked=False)
    with transaction.atomic():
        card = lock_person(actor)
        rows = Ticket.objects.select_for_update(of=("self",)).with_offer()
        ticket = know_offer(rows.get(public_id=public_id, holder=holder), at)
        if ticket.state in states.ACTIVE:
            return ticket
        if ticket.state != states.HELD:
            raise PlaceTaken
        return _book(ticket, *rest, card=card)


class _ChangedMeanwhile(Exception):
    """The ticket is not held any more: nothing of the press is kept."""


def _book(
    ticket: Ticket,
    details: Details,
    actor: Any,
    at: datetime,
    for_caller: bool,
    staff_reason: str,
    *,
    is_locked: bool = True,
    card: Resident | None = None,
) -> Ticket:
    """One that is not locked is written only while it is still held."""
    author = None if for_caller else actor
    card = card or lock_person(actor)
    if not staff_reason:
        check_limits(ticket, author, details.phone, at)
    ticket.state, ticket.held_until = states.BOOKED, None
    ticket.booked_at = ticket.updated_at = at
    plan(ticket, at)
    _write_person(ticket, details, author, card, at)
    if for_caller:
        ticket.booked_by = actor
    happened(ticket, "booked", actor, at, before=states.HELD, reason=staff_reason)
    notices.tell_of_booking(ticket, at)
    # Late: others who book for this day wait for the number until the transaction ends.
    ticket.number = ticket_number(ticket)
    if is_locked:
        ticket.save()
    else:
        _write_if_held(ticket)
    journal.record("ticket.booked", actor, ticket, at, number=ticket.number, reason=staff_reason)
    return ticket


_WRITTEN = (
    *("number", "state", "held_until", "booked_at", "booked_by", "updated_at", "remind_at"),
    *("visitor", "phone", "email", "form_revision", "values", "author", "resident"),
)


def _write_if_held(ticket: Ticket) -> None:
    """The lock and the writing in one statement."""
    held = Ticket.objects.filter(pk=ticket.pk, holder=ticket.holder, state=states.HELD)
    if not held.update(**{name: getattr(ticket, name) for name in _WRITTEN}):
        raise _ChangedMeanwhile


@transaction.atomic
def cancel(
    ticket: Ticket, actor: Any, at: datetime, *, by_office: bool = False, reason: str = ""
) -> Ticket:
    """Free the place; a ticket cancelled already stays as it is.

    Visitors may until `queue.cancel_minutes` before. Raises RuleBroken when it is too late,
    Conflict for a visit that has begun.
    """
    ticket = _locked(pk=ticket.pk)
    final = states.BY_OFFICE if by_office else states.BY_VISITOR
    if ticket.state in (states.BY_OFFICE, states.BY_VISITOR):
        return ticket
    states.TABLE.check(ticket.state, final)
    if not by_office:
        check_not_late(ticket, at)
    _finish(ticket, "cancelled", final, actor, at, reason)
    journal.record("ticket.cancelled", actor, ticket, at, by_office=by_office, reason=reason)
    notices.tell_of_cancelling(ticket, at)
    return ticket


@transaction.atomic
def move(
    ticket: Ticket, starts_at: datetime, actor: Any, at: datetime, *, by_office: bool = False
) -> Ticket:
    """Another time for the same visit: a new ticket linked to the old one, whose place goes (Q-08).

    Raises PlaceTaken with free times near, RuleBroken when it is too late to move; then nothing
    has changed.
    """
    ticket = _locked(pk=ticket.pk)
    if ticket.state == states.MOVED:
        return ticket.moved_to  # type: ignore[no-any-return]
    states.TABLE.check(ticket.state, states.MOVED)
    if not by_office:
        check_not_late(ticket, at)
    new = follow(ticket, starts_at, at, by_staff=by_office)
    happened(new, "booked", actor, at, before=states.HELD)
    _finish(ticket, "moved", states.MOVED, actor, at, "")
    journal.record("ticket.moved", actor, new, at, number=new.number, before=ticket.number)
    notices.tell_of_moving(new, at)
    return new


_KEPT = (
    *("author", "resident", "visitor", "phone", "email", "form_revision", "values"),
    *("is_priority", "reminds", "booked_by", "calendar_uid"),
)


def follow(ticket: Ticket, starts_at: datetime, at: datetime, *, by_staff: bool) -> Ticket:
    """The same visitor at another time: a new ticket with a number of its own, linked to the old
    one. Raises PlaceTaken with free times near."""
    new = hold_place(
        ticket.queue,
        errand_of(ticket),
        starts_at,
        f"move:{ticket.pk}",
        at,
        people=ticket.people,
        by_staff=by_staff,
        channel=ticket.channel,
    )
    for name in _KEPT:
        setattr(new, name, getattr(ticket, name))
    new.moved_from, new.sequence = ticket, ticket.sequence + 1
    new.number, new.state, new.held_until = ticket_number(new), states.BOOKED, None
    new.holder, new.booked_at, new.updated_at = ticket.holder, at, at
    plan(new, at)
    new.save()
    return new


_NO_VISIT = (states.HELD, states.LAPSED, states.MOVED, states.BY_OFFICE)


def check_limits(ticket: Ticket, author: Any, phone: str, at: datetime) -> None:
    """Q-02 and Q-12, by account and by phone. Call it with the person locked."""
    queue, day, today = ticket.queue, ticket.day, clock.local(at).date()
    since = at - DAY * queue.absences_within_days
    earliest = min(day.replace(day=1), today, since.date())
    theirs = Ticket.objects.of_person(author, phone).filter(queue=queue, day__gte=earliest)
    theirs = theirs.exclude(state__in=_NO_VISIT).exclude(pk=ticket.pk)
    found = Counter[str]()
    missed = []
    for state, on, starts_at in theirs.values_list("state", "day", "starts_at"):
        found["active"] += state in states.ACTIVE and on >= today
        found["of_day"] += on == day and state != states.BY_VISITOR
        found["of_month"] += (on.year, on.month) == (day.year, day.month)
        if state == states.NO_SHOW and starts_at and starts_at >= since:
            missed.append(starts_at)
    if queue.absences and len(missed) >= queue.absences:
        opens = max(missed) + DAY * queue.closed_for_days
        if at < opens:
            raise RuleBroken(
                _(
                    "Booking is closed for you until %(day)s, because you did not come "
                    "%(times)s times. You may come without booking."
                )
                % {"day": opens.strftime("%d.%m.%Y"), "times": len(missed)},
                code="absences",
            )
    for name, most, message in (
        ("active", queue.max_active, _("You already have a ticket in this queue.")),
        ("of_day", queue.max_a_day, _("You already have as many tickets for this day as allowed.")),
        (
            "of_month",
            queue.max_a_month,
            _("You already have as many tickets for this month as allowed."),
        ),
    ):
        if found[name] >= most:
            raise RuleBroken(message, code=f"limit_{name}")


def check_not_late(ticket: Ticket, at: datetime) -> None:
    """Q-08: until some minutes before."""
    if ticket.starts_at and at > ticket.starts_at - timedelta(minutes=ticket.queue.cancel_minutes):
        raise RuleBroken(
            _("It is too late to move or cancel: less than %(minutes)s minutes are left.")
            % {"minutes": ticket.queue.cancel_minutes},
            code="too_late",
        )


def can_change(ticket: Ticket, at: datetime) -> bool:
    """Whether the visitor may move or cancel it now."""
    if ticket.state != states.BOOKED:
        return False
    try:
        check_not_late(ticket, at)
    except RuleBroken:
        return False
    return True


def ticket_number(ticket: Ticket) -> str:
    """А-017: the letter of the service and the day's sequence of the addressee (Q-04).

    One row of numbers for all its queues: a visitor transferred to another keeps the number.
    """
    letter = ticket.service.letter
    number = next_number(f"tickets:{ticket.queue.addressee_id}:{ticket.day:%Y-%m-%d}:{letter}")
    return f"{letter}-{number:03d}"


def nearest_for(ticket: Ticket, at: datetime, many: int = 3) -> list[datetime]:
    """Times offered when the office has cancelled (Q-09)."""
    return Supply(ticket.queue, errand_of(ticket), at, people=ticket.people).nearest(at, many)


def _locked(**which: Any) -> Ticket:
    rows = Ticket.objects.select_for_update(of=("self",))
    return rows.select_related("queue__addressee", "service").get(**which)


def lock_person(actor: Any) -> Resident | None:
    """Two bookings of one person wait for each other, so that the limits hold. The card is the
    lock; until there is one, the account is, and whoever waited for it looks for the card again."""
    cards = Resident.objects.select_for_update(of=("self",)).filter(user=actor)
    if card := cards.first():
        return card
    get_user_model().objects.select_for_update().only("pk").get(pk=actor.pk)
    return cards.first()


def _write_person(
    ticket: Ticket, details: Details, author: Any, card: Resident | None, at: datetime
) -> None:
    ticket.visitor, ticket.phone, ticket.email = details.visitor, details.phone, details.email
    ticket.form_revision, ticket.values = details.revision, dict(details.values)
    if author is not None:
        ticket.author = author
        # A card that is known stays as it is: the office may have corrected it for an appeal.
        ticket.resident = card or recognise(author, at)


def _finish(ticket: Ticket, event: str, state: str, actor: Any, at: datetime, reason: str) -> None:
    """The ticket is over before the visit: its cells go back to supply at once (Q-07)."""
    before = ticket.state
    Occupied.objects.filter(ticket=ticket).delete()
    ticket.state, ticket.first_cell, ticket.cells = state, None, 0
    ticket.finished_at = ticket.updated_at = at
    ticket.sequence += 1
    ticket.save()
    happened(ticket, event, actor, at, before=before, reason=reason)
