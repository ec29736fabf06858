"""What is kept of visits."""

from crm.tickets.models.counter import Sitting, Terminal, TicketFile
from crm.tickets.models.tickets import CHANNELS, Occupied, Ticket, TicketEvent, random_token
from crm.tickets.models.waiting import WaitingEntry

__all__ = [
    "CHANNELS",
    "Occupied",
    "Sitting",
    "Terminal",
    "Ticket",
    "TicketEvent",
    "TicketFile",
    "WaitingEntry",
    "random_token",
]
