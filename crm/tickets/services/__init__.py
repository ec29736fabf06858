"""Verbs of the electronic queue; each is one transaction, actor and moment passed in."""

from crm.tickets.services.booking import (
    Details,
    book,
    cancel,
    cancel_day,
    move,
    nearest_for,
)
from crm.tickets.services.holding import extend_hold, free_run_out, hold_place, release

__all__ = [
    "Details",
    "book",
    "cancel",
    "cancel_day",
    "extend_hold",
    "free_run_out",
    "hold_place",
    "move",
    "nearest_for",
    "release",
]
