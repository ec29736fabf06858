"""The terminal of the hall: a service, a number on paper, back to the start (Q-10, Q-13).

It works only at a machine that staff have opened, so nobody takes tickets from home.
"""

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from blocks.queues.models import Queue, Service
from blocks.queues.offers import offered_by
from core import clock
from core.errors import RuleBroken
from core.web.limits import limited
from crm.tickets import papers, states
from crm.tickets import services as tickets
from crm.tickets.finding import find_visits
from crm.tickets.hall import Hall, ahead_of, hall_of
from crm.tickets.models import Terminal, Ticket
from crm.tickets.offer import queue_on_offer
from crm.tickets.services.arriving import check_walk_in
from crm.tickets.services.terminals import terminal_by
from crm.tickets.views.tickets import scan_url

COOKIE = "vikno_terminal"


def _key(request: HttpRequest) -> str:
    """Presses are counted by machine: many people of a hall share one."""
    return request.COOKIES.get(COOKIE, "")[:64] or "none"


@never_cache
@require_safe
def kiosk(request: HttpRequest, queue: str) -> HttpResponse:
    """What one has come for, or “I am booked”."""
    found, terminal = _at(request, queue)
    if terminal is None:
        return render(request, "tickets/counter/kiosk_closed.html", {"queue": found}, status=403)
    return _show(request, found)


@never_cache
@require_POST
@limited("tickets.kiosk", key=_key)
def take(request: HttpRequest, queue: str) -> HttpResponseBase:
    """A number at once; a double tap is one ticket."""
    found, terminal = _guarded(request, queue)
    services = {str(one.pk): one for one in _services(found)}
    service = services.get(request.POST.get("service", ""))
    if service is None:
        return _show(request, found, refusal=_("This service is not offered any more."), status=422)
    press = request.POST.get("press", "")[:40] or secrets.token_hex(12)
    try:
        ticket = tickets.take_walk_in(
            found, service, None, clock.now(), press=f"{terminal.pk}:{press}"
        )
    except RuleBroken as refusal:
        return _show(request, found, refusal=refusal, status=422)
    return redirect("tickets:kiosk_ticket", queue, ticket.public_id)


@never_cache
@require_POST
@limited("tickets.kiosk", key=_key)
def come(request: HttpRequest, queue: str) -> HttpResponseBase:
    """Somebody who is booked has come: by the code, the number or the full name on the ticket."""
    found, _terminal = _guarded(request, queue)
    typed, at = request.POST.get("typed", "").strip()[:200], clock.now()
    visits = find_visits(found, clock.local(at).date(), typed, by_name=len(typed.split()) > 1)
    here = [one for one in visits if one.state in (states.BOOKED, *states.PRESENT)]
    if len(here) != 1:
        refusal = _(
            "We have found no such visit for today. Check the number on your ticket or come up to "
            "the reception."
        )
        return _show(request, found, refusal=refusal, typed=typed, status=422)
    try:
        ticket = tickets.check_in(here[0], None, at)
    except RuleBroken as broken:
        return _show(request, found, refusal=broken, typed=typed, status=422)
    return redirect("tickets:kiosk_ticket", queue, ticket.public_id)


@never_cache
@require_safe
def kiosk_ticket(request: HttpRequest, queue: str, public_id: str) -> HttpResponse:
    """The number, big, with the wait; after some seconds the start again."""
    found, _terminal = _guarded(request, queue)
    ticket, hall = _ticket(found, public_id), hall_of(found, clock.now())
    ahead = ahead_of(ticket, hall.line)
    context = {
        "queue": found,
        "ticket": ticket,
        "ahead": ahead,
        "wait_minutes": hall.wait_of(ahead),
        "window": ticket.for_window,
    }
    return render(request, "tickets/counter/kiosk_ticket.html", context)


@never_cache
@require_safe
def kiosk_paper(request: HttpRequest, queue: str, public_id: str) -> HttpResponse:
    """The same on paper A6."""
    found, _terminal = _guarded(request, queue)
    ticket = _ticket(found, public_id)
    return papers.slip_pdf(ticket, scan_url(ticket), f"ticket-{ticket.day:%Y-%m-%d}")


def _at(request: HttpRequest, slug: str) -> tuple[Queue, Terminal | None]:
    queue = queue_on_offer(slug, "addressee")
    return queue, terminal_by(request.COOKIES.get(COOKIE, ""), queue)


def _guarded(request: HttpRequest, slug: str) -> tuple[Queue, Terminal]:
    queue, terminal = _at(request, slug)
    if terminal is None:
        raise PermissionDenied
    return queue, terminal


def _ticket(queue: Queue, public_id: str) -> Ticket:
    """A visit of today that is in the hall; others are absent for the terminal."""
    today = clock.today()
    rows = Ticket.objects.filter(queue=queue, day=today, state__in=states.PRESENT)
    found = rows.select_related("queue__addressee", "service", "for_window").filter(
        public_id=public_id
    )
    ticket = found.first()
    if ticket is None:
        raise Http404
    return ticket


def _services(queue: Queue) -> list[Service]:
    return [one for one in offered_by(queue, clock.now()).services if one.is_active]


def _show(
    request: HttpRequest, queue: Queue, *, refusal: Any = None, typed: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    hall: Hall = hall_of(queue, at)
    given = []
    for service in _services(queue):
        try:
            check_walk_in(queue, service, at)
        except RuleBroken as closed:
            given.append((service, closed))
        else:
            given.append((service, None))
    context = {
        "queue": queue,
        "services": [service for service, closed in given if closed is None],
        "closed": next((closed for _service, closed in given if closed), None),
        "hall": hall,
        "refusal": refusal,
        "typed": typed,
        "letters": sorted({service.letter for service, _closed in given}),
        "press": secrets.token_hex(12),
    }
    return render(request, "tickets/counter/kiosk.html", context, status=status)
