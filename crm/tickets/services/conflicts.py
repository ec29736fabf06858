"""Visits outside the schedule since it has changed: they stay until the office decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.queues.models import Queue
from blocks.queues.offers import Offered, offered_by
from core.audit import services as journal
from core.errors import RuleBroken
from crm.tickets import office_notices, states
from crm.tickets.models import Ticket

QUEUE, WINDOW, SERVICE = "queue", "window", "service"
AWAY, CLOSED, HOURS = "away", "closed", "hours"
REASONS = {
    QUEUE: pgettext_lazy("why a visit cannot be", "The queue does not work any more"),
    WINDOW: pgettext_lazy("why a visit cannot be", "The window does not work any more"),
    SERVICE: pgettext_lazy("why a visit cannot be", "The service is not given there any more"),
    AWAY: pgettext_lazy("why a visit cannot be", "The official is on leave"),
    CLOSED: pgettext_lazy("why a visit cannot be", "The window does not receive on this day"),
    HOURS: pgettext_lazy("why a visit cannot be", "The time is outside the hours of reception"),
}
AT_ONCE = 500


@dataclass(frozen=True)
class Outside:
    """A visit and why it cannot be as booked."""

    ticket: Ticket
    why: str

    @property
    def why_label(self) -> Any:
        return REASONS[self.why]


def outside_schedule(queue: Queue, at: datetime) -> list[Outside]:
    """Visits to come that the schedule would not give today, by time."""
    rows = Ticket.objects.filter(queue=queue, state=states.BOOKED, starts_at__gte=at)
    rows = rows.select_related("service", "author").order_by("starts_at", "pk")
    offered = offered_by(queue, at)
    found = ((one, _why(queue, offered, one)) for one in rows)
    return [Outside(one, why) for one, why in found if why]


def _why(queue: Queue, offered: Offered, ticket: Ticket) -> str:
    """The nearest reason; nothing for a visit that can be."""
    window = next((one for one in offered.windows if one.pk == ticket.window_id), None)
    service = offered.together(ticket.service_keys, queue)
    if not queue.is_active:
        return QUEUE
    if window is None or not window.is_active:
        return WINDOW
    if service is None or not service.is_active or window not in offered.working(service):
        return SERVICE
    spans = offered.opening.spans(window, ticket.day)
    if not spans:
        return AWAY if offered.opening.away(window, ticket.day) else CLOSED
    starts, ends = ticket.starts_at, ticket.ends_at
    assert starts is not None and ends is not None
    return "" if any(opens <= starts and ends <= closes for opens, closes in spans) else HOURS


@transaction.atomic
def tell_of_change(
    queue: Queue, chosen: Sequence[str], words: str, actor: Any, at: datetime
) -> list[Ticket]:
    """A letter in the office's own words to visitors whose tickets stay."""
    words = words.strip()
    if not words:
        raise RuleBroken(_("Write what visitors should know."), "words", "required")
    rows = Ticket.objects.filter(queue=queue, state=states.BOOKED, public_id__in=chosen)
    told = list(rows.select_related("author").order_by("pk")[:AT_ONCE])
    if told:
        keys = [one.pk for one in told]
        journal.record("queue.visitors_told", actor, queue, at, tickets=len(keys))
        office_notices.tell_of_change(keys, words, at)
    return told
