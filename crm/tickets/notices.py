"""Letters about tickets: a number, a day and links, never what the visit is about.

The letter that one sends to oneself tells more: it is the person's own (Q-05).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import clock
from core.notify.announcing import announce, register_writer
from core.notify.kinds import Kind, register
from core.notify.models import OutboxMessage
from core.notify.services import Attachment, Letter, absolute, post
from crm.tickets import calendars, states
from crm.tickets.errands import errand_of, minutes_of
from crm.tickets.models import Ticket, WaitingEntry
from crm.tickets.offer import stamp
from crm.tickets.supply import free_times

BOOKED = Kind("tickets.booked", _("You are booked"), "notify/tickets/booked", priority=20)
MOVED = Kind("tickets.moved", _("Your visit is moved"), "notify/tickets/moved", priority=20)
CANCELLED = Kind("tickets.cancelled", _("Your visit is cancelled"), "notify/tickets/cancelled")
REMINDER = Kind("tickets.reminder", _("Reminder of a visit"), "notify/tickets/reminder")
COPY = Kind("tickets.copy", _("Ticket by e-mail"), "notify/tickets/copy", priority=10)
OFFER = Kind("tickets.offer", _("A place has become free"), "notify/tickets/offer", priority=10)
MISSED = Kind("tickets.missed", _("The kept place was not taken"), "notify/tickets/missed")
KINDS = {one.code: one for one in (BOOKED, MOVED, CANCELLED, REMINDER, COPY, OFFER, MISSED)}
NEWS = "tickets.changed"
OFFERED = 3
"""Times offered in place of a visit that the office has cancelled."""


def register_kinds() -> None:
    for kind in KINDS.values():
        register(kind)
    register_writer(NEWS, _letters)


def tell_of_booking(ticket: Ticket, at: datetime) -> None:
    _announce(BOOKED, ticket, at)


def tell_of_moving(ticket: Ticket, at: datetime) -> None:
    _announce(MOVED, ticket, at)


def tell_of_cancelling(ticket: Ticket, at: datetime) -> None:
    _announce(CANCELLED, ticket, at)


def reminder_of(ticket: Ticket) -> Iterator[Letter]:
    """The letter of one's visit that comes soon, with what one may still do about it."""
    yield from _letter(REMINDER.code, ticket)


def offer_of_place(entry: WaitingEntry) -> Iterator[Letter]:
    """A place is kept for who waited, and until when."""
    assert entry.offer is not None
    yield OFFER.code, entry.author, _waiting_context(entry)


def missed_offer(entry: WaitingEntry) -> Iterator[Letter]:
    """It was not taken in time and goes to the next."""
    yield MISSED.code, entry.author, _waiting_context(entry)


def _waiting_context(entry: WaitingEntry) -> dict[str, Any]:
    with override("uk"):
        url = reverse("tickets:waiting", args=[entry.public_id])
    return {
        "addressee": entry.queue.addressee.name,
        "starts_at": entry.offer.starts_at if entry.offer else None,
        "until": entry.offered_until,
        "url": url,
    }


def send_copy(ticket: Ticket, actor: Any, key: str, at: datetime) -> OutboxMessage | None:
    """The ticket to one's own e-mail with its calendar file; a second press with the same `key`
    of the page is the same letter. None for a person without an e-mail."""
    url = _url("tickets:ticket", ticket)
    calendar = calendars.calendar_of(ticket, url, at).decode()
    return post(
        COPY.code,
        to=actor,
        context=context_of(ticket)
        | {
            "visitor": ticket.visitor,
            "service": ticket.service_words,
            "minutes": minutes_of(ticket),
            "documents": errand_of(ticket).document_lines,
            "pdf_url": _url("tickets:paper", ticket, "a4"),
        },
        at=at,
        dedupe_key=f"ticket-copy:{ticket.pk}:{key}",
        attachment=Attachment("visit.ics", "text/calendar", calendar),
    )


def _announce(kind: Kind, ticket: Ticket, at: datetime) -> None:
    announce(NEWS, {"kind": kind.code, "ticket": ticket.pk}, at)


def _letters(facts: Mapping[str, Any]) -> Iterator[Letter]:
    rows = Ticket.objects.select_related("queue__addressee", "service", "author")
    yield from _letter(facts["kind"], rows.get(pk=facts["ticket"]))


def _letter(kind: str, ticket: Ticket) -> Iterator[Letter]:
    """One letter to who has the ticket; a caller without an account may have left an address."""
    if to := ticket.author or ticket.email:
        yield kind, to, context_of(ticket) | _instead(kind, ticket)


def context_of(ticket: Ticket) -> dict[str, Any]:
    """A caller has no account that could open the ticket: the letter says whom to call."""
    addressee, links = ticket.queue.addressee, {}
    if ticket.author_id:
        links = {
            "url": _url("tickets:ticket", ticket),
            "move_url": _url("tickets:move", ticket),
            "cancel_url": _url("tickets:cancel", ticket),
        }
    return {
        "number": ticket.number,
        "starts_at": ticket.starts_at,
        "addressee": addressee.name,
        "address": addressee.address,
        "place": ticket.queue.place,
        "by_office": ticket.state == "cancelled_by_office",
        **links,
    }


def _instead(kind: str, ticket: Ticket) -> dict[str, Any]:
    """Why the office has cancelled, and times that one press books (Q-09); fresh ones, as the
    letter is written a moment later."""
    if kind != CANCELLED.code or ticket.state != states.BY_OFFICE:
        return {}
    cancelled = ticket.events.filter(to_state=states.BY_OFFICE).order_by("pk").last()
    times = []
    if ticket.author_id:
        offered = free_times(ticket.queue, errand_of(ticket), clock.now(), people=ticket.people)
        times = [
            {"at": one.at, "url": absolute(f"{_url('tickets:rebook', ticket)}?at={stamp(one.at)}")}
            for one in offered[:OFFERED]
        ]
    return {"reason": cancelled.reason if cancelled else "", "times": times}


def _url(name: str, ticket: Ticket, *more: str) -> str:
    with override("uk"):
        return reverse(name, args=[ticket.public_id, *more])
