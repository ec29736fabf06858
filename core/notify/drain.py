"""Sending what waits in the outbox; run by `manage.py run_outbox` in one or more processes.

A message is claimed by a conditional UPDATE whose row count tells who won: the
same on both databases, because SQLite silently ignores SKIP LOCKED. One message
is in hand at a time; a process that dies leaves it leased, and after the lease
another takes it. So nothing is lost and at most that one message is repeated,
with the same Message-ID (M-09). No transaction is open while the network is used.
"""

import logging
import secrets
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Min
from django.db.models.functions import Greatest

from core.notify import kinds
from core.notify.channels import TransportError, channel_named, channel_names
from core.notify.models import OutboxMessage, State
from core.notify.rules import MAX_ATTEMPTS, Pace, is_hopeless, pause_after

log = logging.getLogger(__name__)

BATCH = 50


class OutboxDrain:
    """Drains every channel, urgent kinds first; one channel's trouble stays its own."""

    name = "notify"

    def __init__(self) -> None:
        self._paces: dict[str, Pace] = {}
        self._rests_until: dict[str, datetime] = {}
        self._falls: dict[str, int] = {}

    def drain_once(self, worker_id: str, at: datetime) -> int:
        """Send what may go now; the answer is how many rows were handled."""
        return sum(self._drain_channel(name, worker_id, at) for name in channel_names())

    def oldest_waiting_at(self, at: datetime) -> datetime | None:
        """Since when the oldest due message waits; failed tries count from the first."""
        return OutboxMessage.objects.ready(at).aggregate(
            oldest=Min(Greatest("created_at", "next_try_at"))
        )["oldest"]

    def _drain_channel(self, name: str, worker_id: str, at: datetime) -> int:
        if at < self._rests_until.get(name, at):
            return 0
        channel = channel_named(name)
        pace = self._paces.setdefault(name, Pace(channel.per_second))
        pace.per_second = channel.per_second
        started, handled = time.monotonic(), 0
        try:
            for pk in self._candidates(name, at, min(BATCH, pace.allowance(at))):
                moment = at + timedelta(seconds=time.monotonic() - started)
                message = claim(pk, worker_id, moment)
                if message is None:
                    continue
                pace.spend()
                handled += 1
                error = deliver(message)
                moment = at + timedelta(seconds=time.monotonic() - started)
                settle(message, error, moment)
                if error is not None and error.is_down:
                    self._rest(name, moment)
                    break
                self._falls.pop(name, None)
        finally:
            channel.close()
        return handled

    def _candidates(self, channel: str, at: datetime, limit: int) -> list[int]:
        if limit < 1:
            return []
        waiting = OutboxMessage.objects.ready(at).filter(channel=channel)
        return list(
            waiting.order_by("priority", "next_try_at", "id").values_list("pk", flat=True)[:limit]
        )

    def _rest(self, name: str, at: datetime) -> None:
        """Leave a dead server alone for a while: up to a minute."""
        falls = self._falls[name] = self._falls.get(name, 0) + 1
        self._rests_until[name] = at + timedelta(seconds=min(2**falls, 60))


def claim(pk: int, worker_id: str, at: datetime) -> OutboxMessage | None:
    """Take the message in hand, or None when somebody was quicker."""
    token = f"{worker_id[:15]}:{secrets.token_hex(12)}"
    taken = (
        OutboxMessage.objects.ready(at)
        .filter(pk=pk)
        .update(
            state=State.SENDING,
            lease_token=token,
            leased_until=at + timedelta(seconds=settings.NOTIFY_LEASE_SECONDS),
            attempts=F("attempts") + 1,
        )
    )
    if not taken:
        return None
    return OutboxMessage.objects.filter(pk=pk, lease_token=token).first()


def deliver(message: OutboxMessage) -> TransportError | None:
    """Hand the message to its channel; a broken channel is a failure, not a crash."""
    if message.attempts > MAX_ATTEMPTS * 4:
        return TransportError(
            "The sender died too often with this message in hand.", is_permanent=True
        )
    try:
        channel_named(message.channel).send(message)
    except TransportError as error:
        return error
    except Exception as error:
        log.exception("Message %s could not be sent", message.pk)
        return TransportError(f"{type(error).__name__}: {error}")
    return None


def settle(message: OutboxMessage, error: TransportError | None, at: datetime) -> None:
    """Write the outcome, unless the lease has passed to another sender meanwhile."""
    mine = OutboxMessage.objects.filter(
        pk=message.pk, state=State.SENDING, lease_token=message.lease_token
    )
    freed = {"lease_token": "", "leased_until": None}
    if error is None:
        mine.update(state=State.SENT, sent_at=at, last_error="", **freed, **_forgotten(message))
        return
    dead = is_hopeless(message.attempts, is_permanent=error.is_permanent, is_down=error.is_down)
    log.warning("Message %s was not sent (try %s): %s", message.pk, message.attempts, error)
    mine.update(
        state=State.DEAD if dead else State.FAILED,
        next_try_at=at + pause_after(message.attempts, is_down=error.is_down),
        last_error=str(error)[:2000],
        **freed,
    )


def _forgotten(message: OutboxMessage) -> dict[str, str]:
    """One-time links and codes do not stay in the table after they have left."""
    if settings.DEMO or not kinds.is_secret(message.kind):
        return {}
    return {"body_text": "", "body_html": ""}
