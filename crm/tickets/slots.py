"""What booking puts on pages below: links read from the offer, and a word to keepers of hours."""

from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string

from blocks.queues.models import Queue
from core import clock
from crm.tickets.reach import queues_managed_by
from crm.tickets.services.conflicts import outside_schedule
from directory.models import Addressee


def booking_button(queue: Any, **context: Any) -> str:
    """The way to choose a time; none while booking is paused. No query is made."""
    if queue is None or queue.is_paused:
        return ""
    return render_to_string("tickets/slot.html", {"queue": queue})


def visits_outside(target: Any, viewer: Any, **context: Any) -> str:
    """After a change of a queue, of hours or of leave: visits booked before that no longer fit.

    Whoever answers for the queue gets the way to them, others the number only.
    """
    match target:
        case Queue():
            queues = Queue.objects.filter(pk=target.pk)
        case Addressee():
            touched = Q(windows__schedule__addressee=target) | Q(windows__official=target)
            queues = Queue.objects.filter(touched).distinct()
        case _:
            return ""
    at = clock.now()
    found = [(one, many) for one in queues if (many := len(outside_schedule(one, at)))]
    if not found:
        return ""
    managed = set(queues_managed_by(viewer).values_list("pk", flat=True))
    rows = [(one, many, one.pk in managed) for one, many in found]
    return render_to_string("tickets/office/outside_note.html", {"rows": rows})
