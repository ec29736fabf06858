"""Booking pages and the ticket; they only translate HTTP."""

from crm.tickets.views.choosing import choose, hold, queues
from crm.tickets.views.details import details, extend, let_go
from crm.tickets.views.tickets import calendar, cancel, move, paper, scanned, ticket

__all__ = [
    "calendar",
    "cancel",
    "choose",
    "details",
    "extend",
    "hold",
    "let_go",
    "move",
    "paper",
    "queues",
    "scanned",
    "ticket",
]
