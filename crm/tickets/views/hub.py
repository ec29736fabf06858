"""Queues that one serves or answers for, with the ways into each."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import clock
from core.accounts.roles import Action
from core.web.frame import desk_frame
from crm.tickets import states
from crm.tickets.models import Ticket
from crm.tickets.reach import Reach, queue_page, reaches_of, windows_of
from crm.tickets.services.conflicts import outside_schedule

WAYS = (
    ("tickets:reception", _("Reception desk"), False),
    ("tickets:day", _("The day"), False),
    ("tickets:load", _("Load and figures"), True),
    ("tickets:pause", _("Pause"), True),
    ("tickets:export", _("Visits as a file"), True),
)
"""Name of the address, label, whether only for those who answer for the queue."""
HERE = (states.ARRIVED,)


@dataclass
class Row:
    """One queue of the list."""

    reach: Reach
    waiting: int
    outside: int = 0
    windows: list[tuple[str, Any]] = field(default_factory=list)
    ways: list[tuple[str, Any]] = field(default_factory=list)


@queue_page
@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """Where a day at the queue begins."""
    today, at = clock.today(), clock.now()
    rows = []
    for reach in reaches_of(request.user):
        of_day = Ticket.objects.filter(queue=reach.queue).on_day(today)
        row = Row(reach, of_day.filter(state__in=HERE).count())
        row.outside = len(outside_schedule(reach.queue, at)) if reach.manages else 0
        row.windows = [
            (url, window.name)
            for window in windows_of(request.user, reach)
            if (url := _url("tickets:window", reach.queue.slug, window.pk))
        ]
        row.ways = [
            (url, label)
            for name, label, is_office in WAYS
            if (reach.manages or not is_office) and (url := _way(name, reach, today))
        ]
        rows.append(row)
    context = {
        **desk_frame(request, "queues"),
        "rows": rows,
        "feed": _url("tickets:feed_link") if request.user.can(Action.TICKETS_SERVE) else "",
        "caller": _url("tickets:caller") if request.user.can(Action.TICKETS_BOOK) else "",
    }
    return render(request, "tickets/hub.html", context)


def _way(name: str, reach: Reach, today: Any) -> str:
    slug = reach.queue.slug
    return _url(name, slug) or _url(name, slug, today) or _url(name, slug, today.isoformat())


def _url(name: str, *args: Any) -> str:
    """Empty while there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
