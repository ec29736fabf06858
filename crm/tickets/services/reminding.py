"""Reminders of visits (Q-07): hours before are data of the queue, each letter goes once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core.audit import services as journal
from core.notify.services import post_all
from crm.tickets import notices, states
from crm.tickets.models import Ticket

BATCH = 50
MOST = 500  # a tick stays short; the next one, a minute later, goes on


def next_reminder(starts_at: datetime, hours: Iterable[int], after: datetime) -> datetime | None:
    """The first moment later than `after`: who books within a period is not reminded of it."""
    moments = [starts_at - timedelta(hours=one) for one in hours]
    return min((one for one in moments if one > after), default=None)


def plan(ticket: Ticket, at: datetime) -> None:
    """Set when the ticket reminds next; the caller saves it."""
    wanted = ticket.reminds and ticket.starts_at is not None
    hours = ticket.queue.reminder_hours if wanted else []
    ticket.remind_at = next_reminder(ticket.starts_at, hours, at) if hours else None  # type: ignore[arg-type]


@transaction.atomic
def set_reminders(ticket: Ticket, wanted: bool, actor: Any, at: datetime) -> Ticket:
    """The visitor wants reminders of this visit, or none."""
    ticket = (
        Ticket.objects.select_for_update(of=("self",)).select_related("queue").get(pk=ticket.pk)
    )
    if ticket.reminds != wanted and ticket.state == states.BOOKED:
        ticket.reminds = wanted
        plan(ticket, at)
        ticket.save(update_fields=["reminds", "remind_at"])
        journal.record("ticket.reminders", actor, ticket, at, wanted=wanted)
    return ticket


def remind(at: datetime, most: int = MOST) -> int:
    """Write the letters whose moment has come; how many visits were looked at.

    Each batch is a transaction: letters stand together with the record that they are written, so
    a killed worker neither loses nor repeats one.
    """
    left = most
    while left > 0:
        seen = _remind_some(min(BATCH, left), at)
        left -= seen
        if seen == 0:
            break
    return most - left


@transaction.atomic
def _remind_some(size: int, at: datetime) -> int:
    due = Ticket.objects.filter(state=states.BOOKED, remind_at__lte=at)
    locked = due.select_for_update(of=("self",), skip_locked=True)
    rows = locked.select_related("queue__addressee", "service", "author")
    batch = list(rows.order_by("remind_at", "pk")[:size])
    for ticket in batch:
        plan(ticket, at)
    Ticket.objects.bulk_update(batch, ["remind_at"])
    coming = [one for one in batch if one.starts_at and one.starts_at > at]
    post_all([letter for one in coming for letter in notices.reminder_of(one)], at=at)
    return len(batch)
