"""What every verb of the counter ends with: history, journal, news for open pages."""

from datetime import datetime
from typing import Any

from blocks.queues.models import Queue
from core.audit import services as journal
from crm.tickets.happenings import happened
from crm.tickets.happenings import queue_key as queue_key
from crm.tickets.models import Occupied, Ticket
from crm.tickets.waking import look_for_places


def has_board(name: str) -> bool:
    """A door of core.live: when something happens in a queue everybody sees on its board."""
    shown = Queue.objects.filter(is_active=True, addressee__is_active=True)
    return name.isdecimal() and len(name) < 18 and shown.filter(pk=int(name)).exists()


def locked(ticket: Ticket) -> Ticket:
    """The same ticket, locked and fresh, inside the caller's transaction."""
    rows = Ticket.objects.select_for_update(of=("self",))
    return rows.select_related("queue__addressee", "service").get(pk=ticket.pk)


def note(
    ticket: Ticket, verb: str, before: str, actor: Any, at: datetime, reason: str = "", **data: Any
) -> Ticket:
    """Save the ticket after a step and tell of it; `data` are small facts without personal data."""
    ticket.updated_at = at
    ticket.save()
    happened(ticket, verb, actor, at, before=before, reason=reason, **data)
    journal.record(f"ticket.{verb}", actor, ticket, at, number=ticket.number, **data)
    return ticket


def free_place(ticket: Ticket, at: datetime) -> None:
    """The cells the ticket keeps go back to supply; its saving is the caller's.

    Who waits for a place is looked at: a visit that ends early, or at another window, leaves time
    that may still be booked.
    """
    if ticket.cells:
        Occupied.objects.filter(ticket=ticket).delete()
        ticket.first_cell, ticket.cells = None, 0
        look_for_places(ticket.queue_id, at)
