"""What is kept of visits."""

from crm.tickets.models.counter import Sitting, Terminal, TicketFile
from crm.tickets.models.feeds import Feed
from crm.tickets.models.hooks import HookDelivery, HookSubscription
from crm.tickets.models.tickets import CHANNELS, Occupied, Ticket, TicketEvent, random_token
from crm.tickets.models.waiting import WaitingEntry

__all__ = [
    "CHANNELS",
    "Feed",
    "HookDelivery",
    "HookSubscription",
    "Occupied",
    "Sitting",
    "Terminal",
    "Ticket",
    "TicketEvent",
    "TicketFile",
    "WaitingEntry",
    "random_token",
]
