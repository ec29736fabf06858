"""Verbs of the electronic queue; each is one transaction, actor and moment passed in."""

from crm.tickets.services.arriving import (
    check_in,
    close_days,
    give_priority,
    leave,
    mark_late,
    readmit,
    take_walk_in,
)
from crm.tickets.services.booking import (
    Details,
    book,
    can_change,
    cancel,
    move,
    nearest_for,
)
from crm.tickets.services.calling import Call, book_for_caller, hold_once
from crm.tickets.services.holding import extend_hold, free_run_out, hold_place, release
from crm.tickets.services.office import Scope, cancel_visits, rebook
from crm.tickets.services.reminding import remind, set_reminders
from crm.tickets.services.serving import (
    call_again,
    call_next,
    close_window,
    finish,
    hold,
    mark_absent,
    open_window,
    resume,
    start,
    take_break,
    transfer,
)
from crm.tickets.services.visits import book_next_visit, name_visitor
from crm.tickets.services.waiting import (
    Wish,
    join_waiting,
    leave_waiting,
    offer_places,
    take_offer,
)

__all__ = [
    "Call",
    "Details",
    "Scope",
    "Wish",
    "book",
    "book_for_caller",
    "book_next_visit",
    "call_again",
    "call_next",
    "can_change",
    "cancel",
    "cancel_visits",
    "check_in",
    "close_days",
    "close_window",
    "extend_hold",
    "finish",
    "free_run_out",
    "give_priority",
    "hold",
    "hold_once",
    "hold_place",
    "join_waiting",
    "leave",
    "leave_waiting",
    "mark_absent",
    "mark_late",
    "move",
    "name_visitor",
    "nearest_for",
    "offer_places",
    "open_window",
    "readmit",
    "rebook",
    "release",
    "remind",
    "resume",
    "set_reminders",
    "start",
    "take_break",
    "take_offer",
    "take_walk_in",
    "transfer",
]
