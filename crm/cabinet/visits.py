"""One's visits by booking: what comes, what was, where one waits for a place (F1.42)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from crm.tickets import states
from crm.tickets.models import Ticket, WaitingEntry
from crm.tickets.services import can_change

PAGE = 20
UNSEEN = (states.HELD, states.LAPSED, states.MOVED)
"""A moved visit is seen as its new ticket."""


@dataclass(frozen=True)
class Visit:
    """A ticket of the list; `can_change` while it may be moved or cancelled."""

    ticket: Ticket
    can_change: bool

    @property
    def is_booked(self) -> bool:
        return self.ticket.state == states.BOOKED


@dataclass(frozen=True)
class Visits:
    coming: list[Visit]
    waiting: list[WaitingEntry]
    past: list[Visit]
    older: str
    is_first: bool


def visits_of(user: Any, cursor: str, at: datetime) -> Visits:
    """Three statements; past ones page by page, by the moment of the last row."""
    edge = _parsed(cursor)
    past = _mine(user).exclude(state__in=(*UNSEEN, *states.ACTIVE))
    if edge is not None:
        past = past.filter(starts_at__lt=edge)
    rows = list(past.order_by("-starts_at", "-pk")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    last = rows[-1].starts_at if rows else None
    return Visits(
        coming=[] if edge else [_visit(one, at) for one in _coming(user)],
        waiting=[] if edge else list(waiting_of(user)),
        past=[_visit(one, at) for one in rows],
        older=last.isoformat() if more and last else "",
        is_first=edge is None,
    )


def next_visit(user: Any, at: datetime) -> Visit | None:
    """For the first page of the cabinet."""
    found = _coming(user).first()
    return _visit(found, at) if found is not None else None


def kept_place(user: Any) -> WaitingEntry | None:
    """A freed place that waits to be taken."""
    return waiting_of(user).filter(state=WaitingEntry.State.OFFERED).first()


def waiting_of(user: Any) -> QuerySet[WaitingEntry]:
    """Where one waits; a kept place comes first."""
    live = WaitingEntry.objects.filter(author=user, state__in=WaitingEntry.LIVE)
    return live.select_related("queue__addressee", "service", "offer").order_by("state", "pk")


def _coming(user: Any) -> QuerySet[Ticket]:
    return _mine(user).filter(state__in=states.ACTIVE).order_by("starts_at", "pk")


def _mine(user: Any) -> QuerySet[Ticket]:
    return Ticket.objects.filter(author=user).select_related("queue__addressee", "service")


def _visit(ticket: Ticket, at: datetime) -> Visit:
    return Visit(ticket, can_change(ticket, at))


def _parsed(cursor: str) -> datetime | None:
    try:
        parsed = parse_datetime(cursor)
    except ValueError:
        return None
    return parsed if parsed and parsed.tzinfo else None
