"""What is kept of visits."""

from crm.tickets.models.tickets import CHANNELS, Occupied, Ticket, TicketEvent, random_token

__all__ = ["CHANNELS", "Occupied", "Ticket", "TicketEvent", "random_token"]
