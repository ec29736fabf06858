"""What a queue offers, read once an edition: its services, its windows and when they receive.

Schedules, leave and windows change a few times a month, and free times are asked for all day. What
was read is kept in the process for as long as the database holds the same edition of it
(directory.editions), and is not to be changed: others hold it too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Prefetch

from blocks.queues.models import Queue, Service, Window
from blocks.queues.opening import DAY, Reception, Spans, WindowsOpening, opening_of_windows
from blocks.queues.together import Errand, taken_together
from core import clock
from directory.editions import OFFERS
from directory.models import Edition

REMEMBERED = 200
"""Queues a process keeps; the oldest are read again."""


@dataclass(frozen=True)
class Offered:
    """One queue on one day of the city."""

    services: Sequence[Service]
    windows: Sequence[Window]
    opening: WindowsOpening
    _spans: dict[tuple[int, date, str], Spans] = field(default_factory=dict)

    def service(self, asked: object) -> Service | None:
        """By its key, as an address or a form names it."""
        return next((one for one in self.services if str(one.pk) == str(asked)), None)

    def together(self, asked: Sequence[object], queue: Queue) -> Errand | None:
        """Services by their keys, the first the main one; None when one of them is not known."""
        found = [self.service(key) for key in asked]
        known = [one for one in found if one is not None]
        return taken_together(queue, known) if known and len(known) == len(found) else None

    def working(self, service: Errand, only: int | None = None) -> list[Window]:
        """Windows that give this service, all of them if several; with `only`, that one."""
        return [
            one
            for one in self.windows
            if one.is_active and only in (None, one.pk) and _gives(one, service)
        ]

    def receptions(self, windows: Sequence[Window], first: date, last: date) -> Iterator[Reception]:
        """Window by window, day by day, where there is anything."""
        for window in windows:
            for number in range((last - first).days + 1):
                day = first + DAY * number
                if spans := self._spans_of(window, day):
                    yield Reception(window, day, spans)

    def _spans_of(self, window: Window, day: date) -> Spans:
        key = (window.pk, day, str(self.opening.zone))
        if key not in self._spans:
            self._spans[key] = self.opening.spans(window, day)
        return self._spans[key]


def _gives(window: Window, service: Errand) -> bool:
    given = window.services.all()
    return not given or all(one in given for one in service.parts)


_known: dict[tuple[int, date, str], Offered] = {}
_token: str | None = None


def offered_by(queue: Queue, at: datetime) -> Offered:
    """One statement when the queue came without its edition (`with_edition`), none otherwise,
    unless something has changed."""
    global _known, _token
    token = queue.edition if hasattr(queue, "edition") else _edition_now()
    local = clock.local(at)
    if token is None:
        return _read(queue, at)
    if token != _token:
        _known, _token = {}, token
    kept, key = _known, (queue.pk, local.date(), str(local.tzinfo))
    if key not in kept:
        if len(kept) >= REMEMBERED:
            kept.clear()
        kept[key] = _read(queue, at)
    return kept[key]


def _edition_now() -> str | None:
    return Edition.objects.filter(name=OFFERS).values_list("token", flat=True).first()


def _read(queue: Queue, at: datetime) -> Offered:
    services = Service.objects.filter(queue=queue).select_related("form").order_by("order", "pk")
    windows = list(
        Window.objects.filter(queue=queue)
        .select_related("schedule")
        .prefetch_related(Prefetch("services", Service.objects.order_by("pk")))
        .order_by("order", "pk")
    )
    return Offered(tuple(services), tuple(windows), opening_of_windows(windows, at))
