"""What is done with a whole queue."""

from datetime import datetime
from typing import Any

from django.db import transaction

from blocks.queues.models import Queue
from core.audit.services import record
from core.words import Text

_NEVER_COPIED = (
    "id",
    "name",
    "slug",
    "is_active",
    "paused_at",
    "pause_reason",
    "paused_until",
    "created_at",
)


@transaction.atomic
def copy_queue(queue: Queue, name: Text, slug: str, actor: Any, at: datetime) -> Queue:
    """The same rules, services and windows with their people; it takes nobody until switched on."""
    copied = _same(queue, *_NEVER_COPIED)
    copy = Queue.objects.create(**copied, name=name, slug=slug, is_active=False, created_at=at)
    services = {}
    for service in queue.services.order_by("order", "pk"):
        made = copy.services.model.objects.create(**_same(service, "id", "queue"), queue=copy)
        services[service.pk] = made
    for window in queue.windows.order_by("order", "pk"):
        made = copy.windows.model.objects.create(**_same(window, "id", "queue"), queue=copy)
        made.services.set([services[one.pk] for one in window.services.all()])
        made.specialists.set(window.specialists.all())
    outcomes = copy.outcomes.model.objects
    outcomes.filter(queue=copy).delete()  # the usual ones
    for outcome in queue.outcomes.order_by("order", "pk"):
        outcomes.create(**_same(outcome, "id", "queue"), queue=copy)
    record("blocks_queues.queue.copied", actor, copy, at, source=queue.pk)
    return copy


def _same(row: Any, *leaving_out: str) -> dict[str, Any]:
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.name not in leaving_out
    }
