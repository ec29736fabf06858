"""What happens with tickets: one line of history for each step, and who else hears of it.

Every verb ends with `happened` in its transaction. The line is also the row from which the sender
writes web-hooks: what is not told yet is marked, so nothing is lost and booking waits for nobody.
Open pages of the queue are woken.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from core import live
from crm.tickets.models import Ticket, TicketEvent
from crm.tickets.waking import look_for_places

KINDS = {
    "booked": pgettext_lazy("ticket event", "Booked"),
    "moved": pgettext_lazy("ticket event", "Moved to another time"),
    "cancelled": pgettext_lazy("ticket event", "Cancelled"),
    "arrived": pgettext_lazy("ticket event", "The visitor has come"),
    "called": pgettext_lazy("ticket event", "Called to a window"),
    "started": pgettext_lazy("ticket event", "The reception has begun"),
    "transferred": pgettext_lazy("ticket event", "Transferred"),
    "finished": pgettext_lazy("ticket event", "The reception is over"),
    "absent": pgettext_lazy("ticket event", "The visitor did not come"),
    "left": pgettext_lazy("ticket event", "The visitor left without waiting"),
}
"""What others may be told of; other steps stay in the history only."""

FREES = ("moved", "cancelled", "absent", "left")
"""A place may be free after it: who waits for one is looked at."""

_ALSO = {"walk_in": "arrived", "readmitted": "arrived", "served": "finished"}


def queue_key(queue_id: int) -> str:
    """Under which pages of a queue listen."""
    return f"queue:{queue_id}"


def happened(
    ticket: Ticket,
    event: str,
    actor: Any,
    at: datetime,
    *,
    before: str = "",
    reason: str = "",
    **data: Any,
) -> None:
    """Write the step down, in the caller's transaction, after the ticket is saved.

    `before` is the state it was in, `data` small facts without personal data.
    """
    kind = _ALSO.get(event, event)
    TicketEvent.objects.create(
        ticket=ticket,
        at=at,
        actor=actor,
        kind=kind if kind in KINDS else "",
        is_told=kind not in KINDS,
        from_state=before,
        to_state=ticket.state,
        reason=reason,
        data=data,
    )
    if kind in FREES:
        look_for_places(ticket.queue_id, at)
    live.wake(queue_key(ticket.queue_id))
