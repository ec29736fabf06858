"""Keeping web-hook subscriptions; each step is in the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from blocks.queues.models import Queue
from core.audit import services as journal
from core.errors import RuleBroken
from crm.tickets.callers import CallFailed, target_of
from crm.tickets.happenings import KINDS
from crm.tickets.models import HookDelivery, HookSubscription
from crm.tickets.models.hooks import new_secret

MOST = 50
State = HookDelivery.State


@dataclass(frozen=True)
class Wish:
    """What a subscription is to be; no queues: all of them."""

    name: str
    url: str
    kinds: Sequence[str]
    queues: Sequence[Queue] = ()
    with_people: bool = False


@transaction.atomic
def subscribe(wish: Wish, actor: Any, at: datetime) -> tuple[HookSubscription, str]:
    """The subscription and its secret, which nobody will see again.

    Raises RuleBroken for an address that must not be called and for unknown events.
    """
    _check(wish)
    if HookSubscription.objects.count() >= MOST:
        raise RuleBroken(_("There are too many subscriptions. Remove one that is not used."))
    made = HookSubscription.objects.create(
        name=wish.name,
        url=wish.url,
        kinds=list(wish.kinds),
        queues=[one.pk for one in wish.queues],
        with_people=wish.with_people,
        created_by=actor,
        created_at=at,
    )
    facts = {"kinds": made.kinds, "people": made.with_people}
    journal.record("hook.subscribed", actor, made, at, **facts)
    return made, made.secret


@transaction.atomic
def change(kept: HookSubscription, wish: Wish, actor: Any, at: datetime) -> HookSubscription:
    """Another address, other events or queues; the secret stays."""
    _check(wish)
    kept.name, kept.url, kept.kinds = wish.name, wish.url, list(wish.kinds)
    kept.queues = [one.pk for one in wish.queues]
    kept.with_people = wish.with_people
    kept.save()
    facts = {"kinds": kept.kinds, "people": kept.with_people}
    journal.record("hook.changed", actor, kept, at, **facts)
    return kept


@transaction.atomic
def renew_secret(kept: HookSubscription, actor: Any, at: datetime) -> str:
    """A new secret, shown once; the old one signs nothing more."""
    kept.secret = new_secret()
    kept.save(update_fields=["secret"])
    journal.record("hook.secret_renewed", actor, kept, at)
    return kept.secret


@transaction.atomic
def stop(kept: HookSubscription, actor: Any, at: datetime) -> None:
    """Nothing is sent; what waits stays, new events are not written."""
    if kept.is_active:
        kept.is_active = False
        kept.save(update_fields=["is_active"])
        journal.record("hook.stopped", actor, kept, at)


@transaction.atomic
def start(kept: HookSubscription, actor: Any, at: datetime) -> None:
    """What waits is sent, and new events are told again."""
    if not kept.is_active:
        kept.is_active = True
        kept.save(update_fields=["is_active"])
        journal.record("hook.started", actor, kept, at)


@transaction.atomic
def remove(kept: HookSubscription, actor: Any, at: datetime) -> None:
    journal.record("hook.removed", actor, kept, at, name=kept.name)
    kept.delete()


@transaction.atomic
def send_again(delivery: HookDelivery, actor: Any, at: datetime) -> bool:
    """The same delivery under its id, tried from the beginning; not while it is on its way."""
    rows = HookDelivery.objects.filter(pk=delivery.pk).exclude(
        state__in=(State.QUEUED, State.SENDING)
    )
    done = rows.update(state=State.QUEUED, attempts=0, next_try_at=at, last_error="")
    if done:
        journal.record("hook.sent_again", actor, delivery.subscription, at, pk=delivery.public_id)
    return bool(done)


def _check(wish: Wish) -> None:
    if not wish.kinds or not set(wish.kinds) <= set(KINDS):
        raise RuleBroken(_("Choose the events."), "kinds", "required")
    try:
        target_of(wish.url)
    except CallFailed as trouble:
        raise RuleBroken(
            _("This address cannot be called: it must be https, known and outside our network."),
            "url",
            "address",
        ) from trouble
