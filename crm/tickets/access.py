"""The only way to hold a ticket: whoever may not see it gets the absent page."""

from datetime import datetime
from typing import Any

from django.http import Http404

from core.audit import services as journal
from crm.tickets.models import Ticket

_WITH = ("queue__addressee", "service", "window", "form_revision")


def open_ticket_for(user: Any, public_id: str, screen: str, at: datetime) -> Ticket:
    """Fetch a ticket this person may see and write the viewing down (PD-05).

    Raises Http404 for a foreign ticket exactly as for an absent one.
    """
    ticket = find_ticket_for(user, public_id)
    if ticket.author_id != user.pk:
        journal.record_viewing(user, ticket, screen, at)
    return ticket


def find_ticket_for(user: Any, public_id: str) -> Ticket:
    """The same fence without the note: for what is done, which is noted itself."""
    try:
        return Ticket.objects.visible_to(user).select_related(*_WITH).get(public_id=public_id)
    except Ticket.DoesNotExist:
        raise Http404 from None
