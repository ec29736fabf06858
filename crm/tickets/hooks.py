"""Steps of visits told to other programs: written with the step, sent by the outbox sender.

`happenings.happened` leaves each step untold. The sender turns it into a delivery for every
subscription that asked for it, in one transaction with the mark that it is told, then calls the
programs one delivery at a time under a lease. A sender that is killed loses nothing and repeats at
most the delivery in hand, under the same id.
"""

import json
import logging
import secrets
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Min, Q, QuerySet

from core import clock
from core.notify.rules import pause_after
from crm.tickets.callers import DELIVERY, EVENT, SIGNATURE, CallFailed, call, signature
from crm.tickets.exporting import facts_of
from crm.tickets.models import HookDelivery, HookSubscription, TicketEvent

log = logging.getLogger(__name__)

State = HookDelivery.State
EVENTS_AT_ONCE = 200
CALLS_AT_ONCE = 10
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 12
KEEP = timedelta(days=30)
_TOLD = (
    "id",
    "number",
    "queue",
    "service",
    "services",
    "state",
    "channel",
    "people",
    "starts_at",
    "ends_at",
)
_PEOPLE = ("visitor", "phone")


class HookDrain:
    """Writes deliveries of new events, then makes the calls that are due."""

    name = "hooks"

    def drain_once(self, worker_id: str, at: datetime) -> int:
        handled = write_deliveries(at)
        started, fallen = time.monotonic(), set[int]()
        due = _ready(at).order_by("next_try_at", "pk").values_list("pk", "subscription")
        for key, subscription in due[:CALLS_AT_ONCE]:
            if subscription in fallen:
                continue  # a program that is down is not waited for again in this round
            moment = at + timedelta(seconds=time.monotonic() - started)
            delivery = claim(key, worker_id, moment)
            if delivery is None:
                continue
            handled += 1
            if not deliver(delivery, moment):
                fallen.add(subscription)
        return handled

    def oldest_waiting_at(self, at: datetime) -> datetime | None:
        """Untold events only: a program that does not answer is its keeper's trouble."""
        return TicketEvent.objects.filter(is_told=False).aggregate(oldest=Min("at"))["oldest"]


@transaction.atomic
def write_deliveries(at: datetime) -> int:
    """A delivery of each new event for each subscription that wants it; how many events."""
    untold = TicketEvent.objects.filter(is_told=False).order_by("pk")
    locked = untold.select_for_update(of=("self",), skip_locked=True)
    events = list(
        locked.select_related("ticket__queue", "ticket__service", "ticket__window")[:EVENTS_AT_ONCE]
    )
    if not events:
        return 0
    wanted = list(HookSubscription.objects.filter(is_active=True).select_related("created_by"))
    HookDelivery.objects.bulk_create(
        [
            HookDelivery(
                subscription=one,
                event=event,
                kind=event.kind,
                body=_body(one, event),
                next_try_at=at,
                created_at=at,
            )
            for event in events
            for one in wanted
            if wants(one, event)
        ],
        ignore_conflicts=True,
    )
    TicketEvent.objects.filter(pk__in=[one.pk for one in events]).update(is_told=True)
    return len(events)


def wants(subscription: HookSubscription, event: TicketEvent) -> bool:
    """Of a kind and a queue it asked for, and since it was made."""
    return (
        event.kind in subscription.kinds
        and event.at >= subscription.created_at
        and (not subscription.queues or event.ticket.queue_id in subscription.queues)
    )


def claim(key: int, worker_id: str, at: datetime) -> HookDelivery | None:
    """Take the delivery in hand, or None when somebody was quicker."""
    token = f"{worker_id[:15]}:{secrets.token_hex(12)}"
    taken = (
        _ready(at)
        .filter(pk=key)
        .update(
            state=State.SENDING,
            lease_token=token,
            leased_until=at + LEASE,
            attempts=F("attempts") + 1,
        )
    )
    rows = HookDelivery.objects.select_related("subscription")
    return rows.filter(pk=key, lease_token=token).first() if taken else None


def deliver(delivery: HookDelivery, at: datetime) -> bool:
    """Call the program, outside any transaction, and write down what became of it."""
    subscription, body = delivery.subscription, delivery.body.encode()
    headers = {
        DELIVERY: delivery.public_id,
        EVENT: f"ticket.{delivery.kind}",
        SIGNATURE: signature(subscription.secret, clock.now(), body),
    }
    mine = HookDelivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token)
    freed: dict[str, Any] = {"lease_token": "", "leased_until": None}
    try:
        status = call(subscription.url, body, headers)
    except CallFailed as trouble:
        dead = delivery.attempts >= MOST_ATTEMPTS
        mine.update(
            state=State.DEAD if dead else State.FAILED,
            next_try_at=at + pause_after(delivery.attempts),
            answer=trouble.status,
            last_error=str(trouble)[:300],
            **freed,
        )
        log.warning("Web-hook %s (try %s): %s", delivery.public_id, delivery.attempts, trouble)
        return False
    mine.update(state=State.SENT, sent_at=at, answer=status, last_error="", **freed)
    return True


def forget_old(at: datetime) -> int:
    """Deliveries are kept for a month, then they are of no use and may hold a name."""
    old = HookDelivery.objects.filter(created_at__lt=at - KEEP)
    return old.exclude(state__in=(State.QUEUED, State.SENDING, State.FAILED)).delete()[0]


def _ready(at: datetime) -> QuerySet[HookDelivery]:
    """Due, of a subscription that works; and what a dead sender has left in its hand."""
    due = Q(state__in=(State.QUEUED, State.FAILED), next_try_at__lte=at)
    left = Q(state=State.SENDING, leased_until__lte=at)
    return HookDelivery.objects.filter(due | left, subscription__is_active=True)


def _body(subscription: HookSubscription, event: TicketEvent) -> str:
    """What the subscription says, and no more: without its mark there is no name and no phone."""
    asker = subscription.created_by if subscription.with_people else None
    facts = facts_of(event.ticket, asker, with_people=subscription.with_people)
    told = [*_TOLD, *(_PEOPLE if subscription.with_people else ())]
    ticket = {name: facts[name] for name in told} | {"state": event.to_state}
    body = {"event": f"ticket.{event.kind}", "id": event.pk, "at": event.at, "ticket": ticket}
    return json.dumps(body, ensure_ascii=False, default=_written)


def _written(value: Any) -> str:
    return value.isoformat()
