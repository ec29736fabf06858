"""The waiting list: standing in line, the place that is kept, leaving."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.errors import RuleBroken
from core.web.limits import limited
from crm.tickets import states
from crm.tickets.errors import StillFree
from crm.tickets.forms import WaitingForm
from crm.tickets.holders import ensure_holder
from crm.tickets.models import WaitingEntry
from crm.tickets.offer import people_of, queue_on_offer, service_of
from crm.tickets.services import Wish, join_waiting, leave_waiting, take_offer
from crm.tickets.supply import bounds


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("tickets.hold")
def wait(request: HttpRequest, queue: str) -> HttpResponseBase:
    """Which days would suit; sending it twice is standing in line once."""
    found, at = queue_on_offer(queue, "addressee"), clock.now()
    asked = request.POST if request.method == "POST" else request.GET
    if not asked.get("service"):
        return redirect("tickets:choose", queue)
    service = service_of(found, asked["service"], at)
    people = people_of(asked.get("people", ""), service)
    offer = bounds(found, service, at)
    form = WaitingForm(
        request.POST if request.method == "POST" else None,
        initial={"first_day": offer.first, "last_day": offer.last},
    )
    refusal: RuleBroken | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wish = Wish(service, data["first_day"], data["last_day"], data["part"], people)
        try:
            entry = join_waiting(found, wish, request.user, at)
        except RuleBroken as broken:
            refusal = broken
        else:
            return redirect("tickets:waiting", entry.public_id)
    context = {
        "queue": found,
        "service": service,
        "people": people,
        "form": form,
        "refusal": refusal,
        "nearest": refusal.nearest if isinstance(refusal, StillFree) else (),
        "path": reverse("tickets:choose", args=[found.slug]),
        "offer": offer,
    }
    status = 409 if refusal and refusal.is_conflict else 422 if refusal or form.errors else 200
    return render(request, "tickets/wait.html", context, status=status)


@never_cache
@login_required
@require_safe
def waiting(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's place in line, or the place that is kept."""
    return render(request, "tickets/waiting.html", _facts(_own(request, public_id)))


@login_required
@require_POST
@limited("tickets.book")
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """One press: on to the details of the kept place."""
    entry = _own(request, public_id)
    try:
        ticket = take_offer(entry, ensure_holder(request), request.user, clock.now())
    except RuleBroken as refusal:
        entry.refresh_from_db()
        context = {**_facts(entry), "refusal": refusal}
        return render(request, "tickets/waiting.html", context, status=409)
    name = "tickets:ticket" if ticket.state in states.ACTIVE else "tickets:details"
    return redirect(name, ticket.public_id)


@login_required
@require_POST
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    entry = leave_waiting(_own(request, public_id), request.user, clock.now())
    return redirect("tickets:waiting", entry.public_id)


def _own(request: HttpRequest, public_id: str) -> WaitingEntry:
    rows = WaitingEntry.objects.select_related("queue__addressee", "service", "offer")
    entry = rows.filter(public_id=public_id, author=request.user.pk).first()
    if entry is None:
        raise Http404
    return entry


def _facts(entry: WaitingEntry) -> dict[str, Any]:
    ahead = WaitingEntry.objects.filter(queue=entry.queue, state=WaitingEntry.State.WAITING)
    is_waiting = entry.state == WaitingEntry.State.WAITING
    is_kept = entry.offer is not None and entry.offer.state == states.HELD
    return {
        "entry": entry,
        "queue": entry.queue,
        "is_waiting": is_waiting,
        "is_offered": is_kept and entry.state == WaitingEntry.State.OFFERED,
        "is_taken": is_kept and entry.state == WaitingEntry.State.TAKEN,
        "ahead": ahead.filter(pk__lt=entry.pk).count() if is_waiting else 0,
    }
