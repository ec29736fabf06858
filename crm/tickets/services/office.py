"""What the office does with visits of a day: cancels, moves, offers another time (Q-09)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from blocks.queues.closing import close_reception
from blocks.queues.models import Queue, Window
from core import clock
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from core.words import Text
from crm.tickets import notices, states
from crm.tickets.happenings import happened
from crm.tickets.models import Ticket
from crm.tickets.services.booking import cancel, follow
from crm.tickets.services.noting import locked

Span = tuple[datetime, datetime]
REASON_LENGTH = 300


@dataclass(frozen=True)
class Scope:
    """Which visits of a queue's day: the chosen ones, or all under the span and the window."""

    queue: Queue
    day: date
    chosen: tuple[str, ...] = ()
    span: Span | None = None
    windows: tuple[int, ...] = field(default_factory=tuple)

    def tickets(self) -> QuerySet[Ticket]:
        """Those that are still expected; a visitor who has come is served, not cancelled."""
        rows = Ticket.objects.filter(queue=self.queue, day=self.day, state=states.BOOKED)
        if self.chosen:
            return rows.filter(public_id__in=self.chosen)
        if self.span:
            # Whoever would still be inside when the reception stops is affected too.
            rows = rows.filter(starts_at__lt=self.span[1], ends_at__gt=self.span[0])
        if self.windows:
            rows = rows.filter(window__in=self.windows)
        return rows

    def closed_windows(self) -> Sequence[Window]:
        """Windows that stop receiving with it; chosen visits stop nothing."""
        if self.chosen:
            return []
        rows = self.queue.windows.select_related("schedule").order_by("order", "pk")
        return list(rows.filter(pk__in=self.windows) if self.windows else rows)


@transaction.atomic
def cancel_visits(
    scope: Scope, actor: Any, at: datetime, reason: str, *, closes: bool = False
) -> list[Ticket]:
    """All of them or none: each visitor is told and may take one of the nearest times.

    With `closes` the times are not given to anybody else. A second press finds nothing left.
    Raises RuleBroken without a reason and for a day that is over.
    """
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise RuleBroken(_("Write why: visitors read it."), "reason", "required")
    if scope.day < clock.local(at).date():
        raise RuleBroken(_("This day is over."), code="past")
    if closes:
        windows = scope.closed_windows()
        close_reception(windows, scope.day, scope.span, Text(uk=reason), actor, at)
    # Locked before anything is cancelled: who is just checking in is not among them any more.
    found = scope.tickets().select_for_update(of=("self",)).order_by("pk")
    done = [cancel(one, actor, at, by_office=True, reason=reason) for one in list(found)]
    if done or closes:
        facts = {"day": scope.day.isoformat(), "tickets": len(done), "closes": closes}
        journal.record("queue.visits_cancelled", actor, scope.queue, at, **facts)
    return done


@transaction.atomic
def cancel_visits_of(
    queue: Queue, chosen: Sequence[str], actor: Any, at: datetime, reason: str
) -> list[Ticket]:
    """Chosen visits of whichever days, by one press."""
    rows = Ticket.objects.filter(queue=queue, state=states.BOOKED, public_id__in=chosen)
    days = sorted(set(rows.values_list("day", flat=True)))
    done: list[Ticket] = []
    for day in days:
        done += cancel_visits(Scope(queue, day, tuple(chosen)), actor, at, reason)
    return done


@transaction.atomic
def rebook(
    ticket: Ticket, starts_at: datetime, actor: Any, at: datetime, *, by_office: bool = False
) -> Ticket:
    """Another time in place of a visit that the office has cancelled: a new ticket linked to it.

    Limits of a person do not count here: it was not the visitor who gave the time up. A second
    press gets the same ticket. Raises Conflict for a ticket that is not cancelled by the office,
    PlaceTaken with free times near.
    """
    ticket = locked(ticket)
    if after := Ticket.objects.filter(moved_from=ticket).first():
        return after
    if ticket.state != states.BY_OFFICE:
        raise Conflict(_("The office has not cancelled this visit."), code="state_not_allowed")
    new = follow(ticket, starts_at, at, by_staff=by_office)
    happened(new, "booked", actor, at, before=states.HELD, after=ticket.number)
    journal.record("ticket.rebooked", actor, new, at, number=new.number, before=ticket.number)
    notices.tell_of_booking(new, at)
    return new


def without_letters(tickets: Iterable[Ticket]) -> list[Ticket]:
    """Whom the office must call: nobody writes to them."""
    return [one for one in tickets if not has_letters(one)]


def has_letters(ticket: Ticket) -> bool:
    """Whether the visitor gets letters about the ticket."""
    return bool(ticket.email or (ticket.author and ticket.author.email))


def here_already(queue: Queue, day: date) -> int:
    """Visitors of the day who have come and are not finished with."""
    here = Q(state__in=states.ACTIVE) & ~Q(state=states.BOOKED)
    return Ticket.objects.filter(here, queue=queue, day=day).count()
