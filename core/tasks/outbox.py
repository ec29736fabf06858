"""Whatever must leave the house is a row; this loop asks each room to send its rows.

A room registers a drain at start-up: `register_drain(MessageDrain())`. The contract of
`drain_once(worker_id, at)`: take a few rows by a conditional UPDATE with a lease of its
own (SQLite ignores SKIP LOCKED), send each outside a transaction, commit the state of
each by itself, and return how many rows were handled. So a kill -9 repeats at most the
one row in hand, and another process goes on when the lease runs out. Its tables wake the loop by
themselves (`wakeup.WakesAtInsert(CHANNEL, …)` in their migration).
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _

from core import clock
from core.tasks import heartbeats

log = logging.getLogger(__name__)

CHANNEL = "outbox"
POLL_SECONDS = 1.0
BEAT_EVERY = timedelta(seconds=10)
HICCUP_SECONDS = 3.0
REST_AFTER_TROUBLE = timedelta(seconds=20)


class Drain(Protocol):
    """One room's way to send its own rows."""

    name: str

    def drain_once(self, worker_id: str, at: datetime) -> int: ...


@runtime_checkable
class TellsAge(Protocol):
    """A drain that can say since when its oldest due row has been waiting."""

    def oldest_waiting_at(self, at: datetime) -> datetime | None: ...


_drains: dict[str, Drain] = {}
_rests: dict[str, datetime] = {}


def register_drain(drain: Drain) -> None:
    _drains[drain.name] = drain


def drains() -> list[Drain]:
    return list(_drains.values())


def drain_all(worker_id: str, at: datetime, stop: threading.Event | None = None) -> int:
    """One round over every drain; one room's trouble does not stop the others.

    A drain that fell over rests a little, so that a fault of its own does not fill the log.
    """
    handled = 0
    for drain in drains():
        if stop and stop.is_set():
            break
        if at < _rests.get(drain.name, at):
            continue
        try:
            handled += drain.drain_once(worker_id, at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            _rests[drain.name] = at + REST_AFTER_TROUBLE
            log.exception("The drain %s failed; its rows wait for the next round", drain.name)
    return handled


class Sender:
    """The loop of `run_outbox`: drain until nothing is due, then wait for news."""

    def __init__(self, worker_id: str, stop: threading.Event, wait: Callable[[float], None]):
        self.worker_id = worker_id
        self.stop = stop
        self.wait = wait
        self._beat_at: datetime | None = None

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                if not self.step():
                    self.wait(POLL_SECONDS)
            except (OperationalError, InterfaceError) as trouble:
                log.warning("The database does not answer, waiting: %s", trouble)
                connection.close()
                self.stop.wait(HICCUP_SECONDS)

    def step(self) -> int:
        at = clock.now()
        if self._beat_at is None or at - self._beat_at >= BEAT_EVERY:
            heartbeats.beat(heartbeats.OUTBOX, at)
            self._beat_at = at
        return drain_all(self.worker_id, at, self.stop)


def age_problem(at: datetime) -> str | None:
    """A sentence when something due has waited too long. A probe of core.web.health."""
    waiting = [
        since
        for drain in drains()
        if isinstance(drain, TellsAge) and (since := drain.oldest_waiting_at(at))
    ]
    if waiting and at - min(waiting) > timedelta(seconds=settings.OUTBOX_MAX_SECONDS):
        seconds = int((at - min(waiting)).total_seconds())
        return _("A message has been waiting to be sent for %(seconds)s seconds.") % {
            "seconds": seconds
        }
    return None
