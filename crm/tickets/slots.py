"""What booking puts on public pages: a link, read from the offer only."""

from typing import Any

from django.template.loader import render_to_string


def booking_button(queue: Any, **context: Any) -> str:
    """The way to choose a time; none while booking is paused. No query is made."""
    if queue is None or queue.is_paused:
        return ""
    return render_to_string("tickets/slot.html", {"queue": queue})
