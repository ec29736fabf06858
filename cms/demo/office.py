"""A day of the demo city on which the office has cancelled a part of its visits (Q-09)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from blocks.queues.models import Queue
from core import clock
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Ticket

REASON = "Хвороба спеціаліста"


def build_cancelled_day(cast: Any, now: datetime) -> None:
    """The busiest window of a coming day does not receive; one visitor has taken another time."""
    queue = Queue.objects.get(slug="administratyvni-posluhy")
    after = clock.local(now).date() + timedelta(days=1)
    booked = Ticket.objects.filter(queue=queue, state=states.BOOKED, day__gt=after)
    rows = booked.values("day", "window").annotate(many=Count("pk"))
    busiest = rows.order_by("-many", "day", "window").first()
    if busiest is None:
        return
    scope = tickets.Scope(queue, busiest["day"], windows=(busiest["window"],))
    done = tickets.cancel_visits(scope, cast.staff["head"], now, REASON, closes=True)
    told = next((one for one in done if one.author), None)
    times = tickets.nearest_for(told, now) if told else []
    if told and times:
        tickets.rebook(told, times[0], told.author, now)
