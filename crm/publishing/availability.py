"""What a public page says of a queue: pushed within seconds of a change, and every minute.

A time and two counts leave the confidential rooms here; nobody's name does.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from blocks.queues.models import Availability, Queue, Stale
from crm.tickets.hall import hall_of
from crm.tickets.supply import soonest_free

log = logging.getLogger(__name__)

MARKS_AT_ONCE = 500


def publish_availability(queues: Iterable[Queue], at: datetime) -> int:
    """Count anew and replace what is published; each queue in a transaction of its own."""
    done = 0
    for queue in queues:
        with transaction.atomic():
            done += _publish(queue.pk, at)
    return done


def publish_everything(at: datetime) -> int:
    """The net under the marks: time passes, leaves begin and schedules end without a step."""
    return publish_availability(Queue.objects.on_offer().only("pk"), at)


def _publish(key: int, at: datetime) -> bool:
    """Two senders wait for each other here, so that the older count never comes last."""
    rows = Queue.objects.select_for_update(no_key=True, of=("self",)).select_related("addressee")
    queue = rows.filter(pk=key).first()
    if queue is None:
        return False
    is_offered = queue.is_active and queue.addressee.is_active and not queue.is_paused
    waiting, wait = _hall(queue, at)
    row = Availability(
        queue=queue,
        next_free_at=soonest_free(queue, at) if is_offered else None,
        waiting=waiting,
        wait_minutes=wait if is_offered and queue.takes_walk_ins else None,
        updated_at=at,
    )
    Availability.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["queue"],
        update_fields=["next_free_at", "waiting", "wait_minutes", "updated_at"],
    )
    return True


def _hall(queue: Queue, at: datetime) -> tuple[int, int | None]:
    """How many wait, and how long one who comes now would (Q-18)."""
    hall = hall_of(queue, at)
    return len(hall.line), hall.wait_minutes


class AvailabilityDrain:
    """Turns marks of stale queues into fresh words about them.

    Marks go in the transaction that publishes, so a sender that dies leaves them for the next one;
    a change that is committed meanwhile has a mark of its own.
    """

    name = "availability"

    def drain_once(self, worker_id: str, at: datetime) -> int:
        marks: dict[int, list[int]] = defaultdict(list)
        for key, queue in Stale.objects.order_by("pk").values_list("pk", "queue")[:MARKS_AT_ONCE]:
            marks[queue].append(key)
        failed: Exception | None = None
        for queue, keys in marks.items():
            try:
                with transaction.atomic():
                    gone, _rows = Stale.objects.filter(pk__in=keys).delete()
                    if gone:
                        _publish(queue, at)
            except Exception as trouble:
                log.warning("The queue %s is not published: %s", queue, trouble)
                failed = trouble
        if failed is not None:
            raise failed
        return len(marks)

    def oldest_waiting_at(self, at: datetime) -> datetime | None:
        return Stale.objects.aggregate(oldest=Min("at"))["oldest"]
