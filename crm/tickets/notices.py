"""Letters about tickets: a number, a day and links, never what the visit is about."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.notify.announcing import Letter, announce, register_writer
from core.notify.kinds import Kind, register
from crm.tickets.models import Ticket

BOOKED = Kind("tickets.booked", _("You are booked"), "notify/tickets/booked", priority=20)
MOVED = Kind("tickets.moved", _("Your visit is moved"), "notify/tickets/moved", priority=20)
CANCELLED = Kind("tickets.cancelled", _("Your visit is cancelled"), "notify/tickets/cancelled")
KINDS = {kind.code: kind for kind in (BOOKED, MOVED, CANCELLED)}
NEWS = "tickets.changed"


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


def _announce(kind: Kind, ticket: Ticket, at: datetime) -> None:
    announce(NEWS, {"kind": kind.code, "ticket": ticket.pk}, at)


def _letters(facts: Mapping[str, Any]) -> Iterator[Letter]:
    """One letter to who has the ticket; a caller without an account has left no address of one."""
    rows = Ticket.objects.select_related("queue__addressee", "service", "author")
    ticket = rows.get(pk=facts["ticket"])
    if ticket.author is not None:
        yield facts["kind"], ticket.author, context_of(ticket)


def context_of(ticket: Ticket) -> dict[str, Any]:
    with override("uk"):
        url = reverse("tickets:ticket", args=[ticket.public_id])
    return {
        "number": ticket.number,
        "starts_at": ticket.starts_at,
        "addressee": ticket.queue.addressee.name,
        "place": ticket.queue.place,
        "by_office": ticket.state == "cancelled_by_office",
        "url": url,
    }
