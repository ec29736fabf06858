"""The next visit of a person, booked at the window; files of a visit are opened here too."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from blocks.queues.together import Errand
from core.audit import services as journal
from core.errors import RuleBroken
from crm.tickets import notices, states
from crm.tickets.access import find_ticket_for
from crm.tickets.models import Ticket, TicketFile
from crm.tickets.services.booking import ticket_number
from crm.tickets.services.holding import hold_place
from crm.tickets.services.noting import locked, note

_PERSON = ("author", "resident", "visitor", "phone", "email")


@transaction.atomic
def book_next_visit(
    ticket: Ticket, service: Errand, starts_at: datetime, actor: Any, at: datetime
) -> Ticket:
    """Another visit of who is at the window; the same place by a second press.

    The places are those that staff may give. Raises RuleBroken for a visitor without a name,
    PlaceTaken with free times near.
    """
    ticket = locked(ticket)
    press = f"next:{ticket.pk}:{starts_at:%Y%m%d%H%M}"
    if before := Ticket.objects.filter(press=press).first():
        return before
    if not ticket.visitor:
        raise RuleBroken(_("Write who comes"), "visitor", "required")
    new = hold_place(
        ticket.queue, service, starts_at, f"next:{ticket.pk}", at, by_staff=True, channel="desk"
    )
    for name in _PERSON:
        setattr(new, name, getattr(ticket, name))
    new.press, new.booked_by, new.booked_at = press, actor, at
    new.number, new.state, new.held_until = ticket_number(new), states.BOOKED, None
    note(new, "booked", states.HELD, actor, at, after=ticket.number)
    notices.tell_of_booking(new, at)
    return new


@transaction.atomic
def name_visitor(ticket: Ticket, visitor: str, phone: str, actor: Any, at: datetime) -> Ticket:
    """Who has come without booking says the name at the window."""
    visitor = visitor.strip()[:200]
    if not visitor:
        raise RuleBroken(_("Write who comes"), "visitor", "required")
    ticket = locked(ticket)
    if (ticket.visitor, ticket.phone) == (visitor, phone):
        return ticket
    ticket.visitor, ticket.phone = visitor, phone
    return note(ticket, "named", ticket.state, actor, at)


def open_file_for(user: Any, public_id: str, at: datetime) -> TicketFile:
    """A file of a visit, for those who work with it; the visitor's own account does not open it."""
    found = TicketFile.objects.filter(public_id=public_id).select_related("ticket").first()
    if found is None:
        raise Http404
    ticket = find_ticket_for(user, found.ticket.public_id)
    if ticket.author_id == user.pk:
        raise Http404
    journal.record_viewing(user, ticket, "ticket_file", at)
    return found
