"""What a visit is for: its service, or several taken together."""

from typing import Any

from blocks.queues.offers import offered_by
from blocks.queues.together import Errand, taken_together
from core import clock
from crm.tickets.models import Ticket


def errand_of(ticket: Ticket) -> Errand:
    """As the services are now; one that was deleted since is left out. One service costs nothing,
    several what the offer of the queue costs."""
    if not ticket.extra_services:
        return ticket.service
    offered = offered_by(ticket.queue, clock.now())
    found = [offered.service(key) for key in ticket.service_keys[1:]]
    return taken_together(ticket.queue, [ticket.service, *(one for one in found if one)])


def further(errand: Errand) -> list[dict[str, Any]]:
    """For `Ticket.extra_services`: names stay as they were when the place was kept."""
    return [{"id": one.pk, "name": dict(one.name)} for one in errand.parts[1:]]


def minutes_of(ticket: Ticket) -> int:
    """With the visitor, as promised at booking; of who has come without, as the service says."""
    if ticket.starts_at is None or ticket.ends_at is None:
        return ticket.service.lasts(ticket.people)
    return round((ticket.ends_at - ticket.starts_at).total_seconds() / 60)
