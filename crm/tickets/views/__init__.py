"""Booking pages and the ticket; they only translate HTTP."""

from crm.tickets.views.choosing import choose, hold, queues
from crm.tickets.views.details import details, extend, let_go
from crm.tickets.views.own import letter, reminders
from crm.tickets.views.tickets import calendar, cancel, move, paper, scanned, ticket
from crm.tickets.views.waiting import leave, take, wait, waiting

__all__ = [
    "calendar",
    "cancel",
    "choose",
    "details",
    "extend",
    "hold",
    "leave",
    "letter",
    "let_go",
    "move",
    "paper",
    "queues",
    "reminders",
    "scanned",
    "take",
    "ticket",
    "wait",
    "waiting",
]
