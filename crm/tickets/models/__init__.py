"""What is kept of visits."""

from crm.tickets.models.counter import Sitting, Terminal, TicketFile
from crm.tickets.models.tickets import CHANNELS, Occupied, Ticket, TicketEvent, random_token

__all__ = [
    "CHANNELS",
    "Occupied",
    "Sitting",
    "Terminal",
    "Ticket",
    "TicketEvent",
    "TicketFile",
    "random_token",
]
