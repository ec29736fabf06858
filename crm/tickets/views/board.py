"""The board of the hall: numbers and windows, nobody's name (Q-15)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blocks.queues.models import Queue
from core import clock
from core.live.doors import stream_of
from core.live.fragments import fragment
from crm.tickets.hall import hall_of

SHOWN = 24


@never_cache
@require_safe
def board(request: HttpRequest, queue: str) -> HttpResponse:
    """The whole screen; it goes on by itself from here."""
    found = _queue(queue)
    theme = "light" if request.GET.get("theme") == "light" else "dark"
    context = {**_state(found), "board_theme": theme, "stream": stream_of("queue", found.pk)}
    return render(request, "tickets/counter/board.html", context)


@require_safe
def board_now(request: HttpRequest, queue: str) -> HttpResponse:
    """What has changed, asked for every few seconds."""
    return fragment(request, "tickets/counter/board_now.html", _state(_queue(queue)))


def _queue(slug: str) -> Queue:
    """A paused queue says so; one that does not work has no board."""
    found = Queue.objects.select_related("addressee").filter(slug=slug, is_active=True).first()
    if found is None or not found.addressee.is_active:
        raise Http404
    return found


def _state(queue: Queue) -> dict[str, Any]:
    hall = hall_of(queue, clock.now())
    return {
        "queue": queue,
        "calls": hall.calls,
        "waiting": hall.line[:SHOWN],
        "more": max(0, len(hall.line) - SHOWN),
        "wait_minutes": hall.wait_minutes,
        "open_windows": len(hall.open_windows),
    }
