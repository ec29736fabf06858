"""The reception desk: today's visits, arrivals, tickets without booking, terminals."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.audit import services as journal
from core.errors import RuleBroken
from core.live.doors import stream_of
from core.live.fragments import fragment
from core.web.frame import desk_frame
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.counter_forms import WalkInForm
from crm.tickets.finding import find_visits, tickets_of_day
from crm.tickets.hall import hall_of
from crm.tickets.models import Terminal, Ticket
from crm.tickets.reach import Reach, queue_page, reach_of
from crm.tickets.services.arriving import priority_values
from crm.tickets.services.terminals import close_terminal, open_terminal
from crm.tickets.views.kiosk import COOKIE

KEEP_SECONDS = 366 * 24 * 3600
SHOWN = 400


@queue_page
@require_safe
def reception(request: HttpRequest, queue: str) -> HttpResponse:
    """Today's visits with the words looked for."""
    return _show(request, reach_of(request.user, queue))


@queue_page
@require_safe
def reception_list(request: HttpRequest, queue: str) -> HttpResponse:
    """The same list alone, asked for again and again."""
    reach = reach_of(request.user, queue)
    return fragment(request, "tickets/counter/reception_list.html", _list(request, reach))


@queue_page
@require_POST
def walk_in(request: HttpRequest, queue: str) -> HttpResponseBase:
    """A ticket for somebody at the desk; a second press gets the same one."""
    reach, at = reach_of(request.user, queue), clock.now()
    form = WalkInForm(reach.queue, priority_values(clock.local(at).date()), request.POST)
    if not form.is_valid():
        return _show(request, reach, form=form, status=422)
    given = form.cleaned_data
    try:
        taken = tickets.take_walk_in(
            reach.queue,
            given["service"],
            request.user,
            at,
            channel="desk",
            press=f"desk:{given['press']}",
            visitor=given["visitor"],
            phone=str(given["phone"] or ""),
            priority=given["priority"],
        )
    except RuleBroken as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _show(request, reach, form=form, status=422)
    return redirect(f"{reverse('tickets:reception', args=[queue])}?taken={taken.public_id}")


@queue_page
@require_POST
def step(request: HttpRequest, queue: str, public_id: str, verb: str) -> HttpResponseBase:
    """Arrived, taken back, left, out of turn."""
    reach, at = reach_of(request.user, queue), clock.now()
    found = Ticket.objects.filter(queue=reach.queue, public_id=public_id).first()
    if found is None or verb not in ("arrived", "readmit", "left", "priority"):
        raise Http404
    try:
        if verb == "arrived":
            tickets.check_in(found, request.user, at, by_staff=True)
        elif verb == "readmit":
            tickets.readmit(found, request.user, at)
        elif verb == "left":
            tickets.leave(found, request.user, at)
        else:
            tickets.give_priority(found, request.POST.get("priority", ""), request.user, at)
    except RuleBroken as refusal:
        status = 409 if refusal.is_conflict else 422
        return _show(request, reach, refusal=refusal, status=status)
    return redirect("tickets:reception", queue)


@queue_page
@require_POST
def terminal(request: HttpRequest, queue: str) -> HttpResponseBase:
    """This machine becomes a terminal of the hall: it keeps a key, and the person is logged out."""
    reach, at = reach_of(request.user, queue), clock.now()
    try:
        _made, key = open_terminal(reach.queue, request.POST.get("name", ""), request.user, at)
    except RuleBroken as refusal:
        return _show(request, reach, refusal=refusal, status=422)
    logout(request)
    answer = redirect("tickets:kiosk", queue)
    answer.set_cookie(
        COOKIE,
        key,
        max_age=KEEP_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
        path="/",
    )
    return answer


@queue_page
@require_POST
def terminal_off(request: HttpRequest, queue: str, public_id: str) -> HttpResponseBase:
    """The terminal gives no more tickets."""
    reach = reach_of(request.user, queue)
    found = Terminal.objects.filter(queue=reach.queue, public_id=public_id).first()
    if found is None:
        raise Http404
    close_terminal(found, request.user, clock.now())
    messages.success(request, _("The terminal is closed."))
    return redirect("tickets:reception", queue)


def _show(
    request: HttpRequest,
    reach: Reach,
    *,
    form: WalkInForm | None = None,
    refusal: RuleBroken | None = None,
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    day = clock.local(at).date()
    priorities = priority_values(day)
    taken = tickets_of_day(reach.queue, day).filter(public_id=request.GET.get("taken", ""))
    context = {
        **desk_frame(request, "queues"),
        **_list(request, reach),
        "form": form
        or WalkInForm(reach.queue, priorities, initial={"press": secrets.token_hex(12)}),
        "priorities": priorities,
        "taken": taken.select_related("service").first(),
        "refusal": refusal,
        "stream": stream_of("queue", reach.queue.pk),
        "terminals": Terminal.objects.filter(queue=reach.queue, closed_at=None).order_by("pk"),
    }
    return render(request, "tickets/counter/reception.html", context, status=status)


def _list(request: HttpRequest, reach: Reach) -> dict[str, Any]:
    """Visits of today: those in the hall by their turn, those awaited by time, the rest after."""
    at = clock.now()
    day = clock.local(at).date()
    typed = request.GET.get("q", "").strip()[:200]
    if typed:
        found = find_visits(reach.queue, day, typed)
        for one in found:
            journal.record_viewing(request.user, one, "reception", at)
    else:
        rows = tickets_of_day(reach.queue, day).select_related("service", "window")
        found = list(rows.order_by("starts_at", "pk")[:SHOWN])
    hall = hall_of(reach.queue, at)
    turn = {one.pk: place for place, one in enumerate(hall.line, 1)}
    for one in found:
        one.turn = turn.get(one.pk)  # type: ignore[attr-defined]
    groups = [
        (_("At windows"), [t for t in found if t.state in states.PRESENT and t.pk not in turn]),
        (_("Waiting"), sorted((t for t in found if t.pk in turn), key=lambda t: turn[t.pk])),
        (_("Expected"), [t for t in found if t.state == states.BOOKED]),
        (_("Did not come"), [t for t in found if t.state == states.NO_SHOW]),
        (_("Finished"), [t for t in found if t.state in (states.SERVED, states.LEFT)]),
    ]
    return {
        "reach": reach,
        "queue": reach.queue,
        "q": typed,
        "groups": [group for group in groups if group[1]],
        "hall": hall,
        "states": states,
    }
