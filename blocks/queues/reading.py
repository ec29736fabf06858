"""What anybody may know of queues: services, rules, the next free time, how many wait.

Only the offer and what `crm.publishing` has pushed to it is read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from blocks.queues.models import Availability, Queue, Service
from core import clock
from core.words.dates import moment_words
from directory.models.addressees import LONG_FIELDS

FRESH = timedelta(minutes=10)
"""Older counts of people are not shown: the worker has stopped, and the hall has changed."""


def pause_ends_at(queue: Queue, at: datetime) -> datetime | None:
    """When the office expects to go on; None once that has passed, it did not come true then."""
    until = queue.paused_until if queue.is_paused else None
    return until if until is not None and until > at else None


def pause_words(queue: Queue, at: datetime) -> str:
    """Why a paused queue stands and until when, for everybody who meets it (Q-16)."""
    if not queue.is_paused:
        return ""
    said = [f"{str(queue.pause_reason).rstrip('. ')}."] if queue.pause_reason else []
    if until := pause_ends_at(queue, at):
        local, today = clock.local(until), clock.local(at).date()
        when = f"{local:%-H:%M}" if local.date() == today else moment_words(local)
        said.append(_("The reception is expected to go on: %(when)s.") % {"when": when})
    return " ".join(said)


@dataclass(frozen=True)
class Offer:
    """A queue as it is shown at a moment."""

    queue: Queue
    services: Sequence[Service]
    at: datetime
    availability: Availability | None = None

    @property
    def is_paused(self) -> bool:
        return self.queue.is_paused

    @property
    def pause_reason(self) -> str:
        return str(self.queue.pause_reason) if self.is_paused else ""

    @property
    def paused_until(self) -> datetime | None:
        return pause_ends_at(self.queue, self.at)

    @property
    def pause_words(self) -> str:
        return pause_words(self.queue, self.at)

    @property
    def next_free_at(self) -> datetime | None:
        """None when nothing is free, when it is not known and when it has passed."""
        known = self.availability
        if known is None or self.is_paused:
            return None
        free = known.next_free_at
        return free if free is not None and free > self.at else None

    @property
    def is_known(self) -> bool:
        """Whether something has been told of free times at all."""
        return self.availability is not None and not self.is_paused

    @property
    def next_free_words(self) -> str:
        """3 листопада 2026, 9:00, by the city's clocks."""
        free = self.next_free_at
        return moment_words(clock.local(free)) if free else ""

    @property
    def is_live(self) -> bool:
        """Whether the counts of the hall are of these minutes and the hall receives."""
        known = self.availability
        return (
            known is not None
            and not self.is_paused
            and known.wait_minutes is not None
            and self.at - known.updated_at <= FRESH
        )

    @property
    def waiting(self) -> int | None:
        return self.availability.waiting if self.availability and self.is_live else None

    @property
    def wait_minutes(self) -> int | None:
        return self.availability.wait_minutes if self.availability and self.is_live else None

    @property
    def updated_at(self) -> datetime | None:
        return self.availability.updated_at if self.availability else None


def offers_of(addressee: Any, at: datetime, chosen: Iterable[Queue] = ()) -> list[Offer]:
    """Queues of an addressee that work, in order; only the chosen ones, when any is chosen.

    Two statements. A chosen queue of another addressee is left out: a page speaks of its own.
    """
    queues = Queue.objects.on_offer().filter(addressee=addressee)
    wanted = [one.pk for one in chosen]
    return offers(queues.filter(pk__in=wanted) if wanted else queues, at)


def offers(queues: Any, at: datetime) -> list[Offer]:
    services = Service.objects.filter(is_active=True).order_by("order", "pk")
    long = [f"addressee__{name}" for name in LONG_FIELDS]
    rows = queues.select_related("availability", "addressee").defer(*long).order_by("pk")
    rows = rows.prefetch_related(Prefetch("services", services, to_attr="offered"))
    return [Offer(one, one.offered, at, getattr(one, "availability", None)) for one in rows]
