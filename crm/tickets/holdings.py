"""Personal data kept with tickets, for the person's own export (PD-04) and for forgetting."""

from collections.abc import Sequence
from typing import Any

from crm.residents.models import Resident
from crm.tickets.models import Ticket, WaitingEntry


class TicketsHoldings:
    """Implements crm.residents.ports.HoldsPersonalData."""

    models = ("crm_tickets.Ticket", "crm_tickets.WaitingEntry")

    def export(self, resident: Resident) -> dict[str, Any]:
        tickets = Ticket.objects.filter(resident=resident).select_related("queue", "service")
        waits = WaitingEntry.objects.filter(resident=resident).select_related("queue", "service")
        return {
            "tickets": [_ticket(one) for one in tickets.order_by("created_at", "pk")],
            "waiting_lists": [_entry(one) for one in waits.order_by("pk")],
        }

    def repoint(self, from_resident: Resident, to_resident: Resident) -> None:
        for model in (Ticket, WaitingEntry):
            model.objects.filter(resident=from_resident).update(resident=to_resident)

    def anonymise_cases(self, keys: Sequence[int]) -> None:
        """Tickets are kept with a person and not with a case."""

    def anonymise_person(self, resident: Resident) -> None:
        """Days, services, times of waiting and outcomes stay: they are counted."""
        theirs = Ticket.objects.filter(resident=resident)
        theirs.update(visitor="", phone="", email="", values={}, comment="", holder="")


def _ticket(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "queue": str(ticket.queue),
        "service": ticket.service_words,
        "state": ticket.state,
        "starts_at": ticket.starts_at.isoformat() if ticket.starts_at else None,
        "visitor": ticket.visitor,
        "phone": ticket.phone,
        "email": ticket.email,
        "answers": ticket.values,
    }


def _entry(entry: WaitingEntry) -> dict[str, Any]:
    return {
        "queue": str(entry.queue),
        "service": str(entry.service),
        "days": [entry.first_day.isoformat(), entry.last_day.isoformat()],
        "state": entry.state,
        "since": entry.created_at.isoformat(),
    }
