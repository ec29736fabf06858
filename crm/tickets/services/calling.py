"""Booking by another hand: for who calls by telephone, by a program with a key of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from blocks.queues.models import Queue
from blocks.queues.together import Errand
from crm.tickets.models import Ticket
from crm.tickets.services.booking import Details, book, lock_person
from crm.tickets.services.holding import hold_place


@dataclass(frozen=True)
class Call:
    """What the caller wants; `press` names one press of the button, however often it is sent."""

    queue: Queue
    service: Errand
    starts_at: datetime
    details: Details
    press: str
    people: int = 1
    reason: str = ""


@transaction.atomic
def book_for_caller(call: Call, actor: Any, at: datetime) -> Ticket:
    """A ticket at once, out of the places that staff may give; by a second press the same one.

    `reason` allows to go over the limits of Q-02. Raises PlaceTaken with free times near and
    RuleBroken for a limit; then nothing has changed.
    """
    lock_person(actor)
    press = f"call:{actor.pk}:{call.press}"
    if before := Ticket.objects.filter(press=press).first():
        return before
    held = hold_place(
        call.queue,
        call.service,
        call.starts_at,
        press,
        at,
        people=call.people,
        by_staff=True,
        channel="desk",
    )
    ticket = book(
        held.public_id,
        press,
        call.details,
        actor,
        at,
        for_caller=True,
        staff_reason=call.reason,
    )
    ticket.press = press
    ticket.save(update_fields=["press"])
    return ticket


@transaction.atomic
def hold_once(
    queue: Queue,
    service: Errand,
    starts_at: datetime,
    holder: str,
    press: str,
    actor: Any,
    at: datetime,
    **more: Any,
) -> tuple[Ticket, bool]:
    """A place kept under a key: the same key finds the same place, whatever became of it.

    The second of the answer says whether it is new.
    """
    lock_person(actor)
    if before := Ticket.objects.filter(press=press).select_related("queue").first():
        return before, False
    held = hold_place(queue, service, starts_at, holder, at, **more)
    held.press = press
    held.save(update_fields=["press"])
    return held, True
