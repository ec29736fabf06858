"""What makes the public word of a queue stale: a step of a visit, a change of the offer."""

from typing import Any

from django.db.models.signals import post_save

from blocks.queues.models import Queue, Service, Stale, Window
from core import clock
from crm.tickets.models import TicketEvent


def connect() -> None:
    """Deleting is left to the minute's round: the register saves the queue itself then too."""
    post_save.connect(when_visited, sender=TicketEvent, dispatch_uid="publishing.visits")
    for model in (Queue, Service, Window):
        post_save.connect(when_offered, sender=model, dispatch_uid="publishing.offer")


def when_visited(sender: type, instance: TicketEvent, **kwargs: Any) -> None:
    _mark(instance.ticket.queue_id)


def when_offered(sender: type, instance: Any, **kwargs: Any) -> None:
    _mark(instance.pk if isinstance(instance, Queue) else instance.queue_id)


def _mark(queue: int) -> None:
    """In the transaction of the change: it is published if and only if the change stands."""
    Stale.objects.bulk_create([Stale(queue_id=queue, at=clock.now())])
