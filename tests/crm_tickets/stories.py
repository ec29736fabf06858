"""A resident, a queue open on working mornings, and Tuesday the 10th of March 2026, 8:00."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from blocks.queues.models import Queue, Service
from crm.tickets import services as tickets
from crm.tickets.models import Ticket
from crm.tickets.supply import free_times
from tests.factories.queues import make_queue

EIGHT = datetime(2026, 3, 10, 6, tzinfo=UTC)  # 8:00 in Kyiv


def kyiv(hour: int, minute: int = 0, day: int = 10, month: int = 3) -> datetime:
    """A moment of March 2026 as the wall clock says it (winter time before the 29th)."""
    return datetime(2026, month, day, hour - 2, minute, tzinfo=UTC)


@dataclass
class Visit:
    queue: Queue
    people: Any

    @property
    def service(self) -> Service:
        return self.queue.services.get()

    def times(self, at: datetime = EIGHT, **more: Any) -> list[str]:
        """Free times of the Tuesday, as on the wall."""
        found = free_times(self.queue, self.service, at, **more)
        return [f"{s.at + timedelta(hours=2):%H:%M}" for s in found if s.day.day == 10]

    def hold(self, at: datetime = EIGHT, when: datetime | None = None, **more: Any) -> Ticket:
        holder = more.pop("holder", "olena")
        return tickets.hold_place(self.queue, self.service, when or kyiv(9), holder, at, **more)

    def booked(self, at: datetime = EIGHT, when: datetime | None = None, who: Any = None) -> Ticket:
        who = who or self.people.resident
        held = self.hold(at, when, holder=f"user:{who.pk}")
        details = tickets.Details(who.full_name, "+380671234567")
        return tickets.book(held.public_id, held.holder, details, who, at)


def make_visit(people: Any, **queue: Any) -> Visit:
    return Visit(make_queue(**queue), people)
