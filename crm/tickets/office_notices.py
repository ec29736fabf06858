"""Letters about what the office does with a whole day: it stops, goes on, begins later."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from blocks.queues.models import Queue
from core.notify.announcing import Letter, announce, register_writer
from core.notify.kinds import Kind, register
from core.words import Text
from crm.tickets.models import Ticket
from crm.tickets.notices import context_of

PAUSED = Kind("tickets.paused", _("The reception is paused"), "notify/tickets/paused", priority=10)
RESUMED = Kind("tickets.resumed", _("The reception goes on"), "notify/tickets/resumed", priority=10)
PUT_OFF = Kind(
    "tickets.put_off", _("Your visit begins later"), "notify/tickets/put_off", priority=10
)
CHANGED = Kind("tickets.news", _("News of your visit"), "notify/tickets/news", priority=20)
KINDS = (PAUSED, RESUMED, PUT_OFF, CHANGED)
NEWS = "tickets.office"
AT_ONCE = 200


def register_kinds() -> None:
    for kind in KINDS:
        register(kind)
    register_writer(NEWS, _letters)


def tell_of_pause(queue: Queue, tickets: Iterable[int], at: datetime) -> None:
    _announce(PAUSED, tickets, at, reason=dict(queue.pause_reason), until=_said(queue.paused_until))


def _said(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def tell_of_resuming(tickets: Iterable[int], at: datetime) -> None:
    _announce(RESUMED, tickets, at)


def tell_of_putting_off(ticket: Ticket, before: datetime, at: datetime) -> None:
    _announce(PUT_OFF, [ticket.pk], at, before=before.isoformat())


def tell_of_change(tickets: Iterable[int], words: str, at: datetime) -> None:
    _announce(CHANGED, tickets, at, words=words)


def _announce(kind: Kind, tickets: Iterable[int], at: datetime, **more: Any) -> None:
    """Keys in portions, so that a hall of thousands is many short transactions of the sender."""
    keys = list(tickets)
    for start in range(0, len(keys), AT_ONCE):
        facts = {"kind": kind.code, "tickets": keys[start : start + AT_ONCE], **more}
        announce(NEWS, facts, at)


def _letters(facts: Mapping[str, Any]) -> Iterator[Letter]:
    rows = Ticket.objects.select_related("queue__addressee", "service", "author")
    for ticket in rows.filter(pk__in=facts["tickets"]).order_by("pk"):
        if to := ticket.author or ticket.email:
            more = {
                "reason": Text(facts.get("reason") or {}),
                "words": facts.get("words", ""),
                "before": parse_datetime(facts.get("before") or ""),
                "until": parse_datetime(facts.get("until") or ""),
            }
            yield facts["kind"], to, context_of(ticket) | more
