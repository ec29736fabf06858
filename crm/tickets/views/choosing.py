"""Queues of the city, and the choice of service, day and time."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from blocks.queues.models import Queue
from blocks.queues.reading import offers
from core import clock
from core.errors import RuleBroken
from core.web.limits import limited
from crm.tickets.errors import PlaceTaken
from crm.tickets.holders import ensure_holder
from crm.tickets.offer import (
    Offer,
    errand_asked,
    offer_of,
    parse_stamp,
    queue_on_offer,
    weekday_heads,
)
from crm.tickets.services import hold_place
from home.reading.rows import page_urls

MANY = 20


@never_cache
@require_safe
def queues(request: HttpRequest) -> HttpResponse:
    """Whom one may book with, addressee by addressee (F1.39)."""
    found = offers(Queue.objects.on_offer(), clock.now())
    found.sort(key=lambda offer: (offer.queue.addressee.sort_name, offer.queue.pk))
    return render(request, "tickets/queues.html", {"offers": found})


@never_cache
@require_safe
def choose(request: HttpRequest, queue: str) -> HttpResponse:
    """Each decision is a link, so the page is the same without script."""
    found = queue_on_offer(queue, "addressee")
    return _show(request, found, offer_of(found, decisions(request.GET), clock.now()))


@require_POST
@limited("tickets.hold")
def hold(request: HttpRequest, queue: str) -> HttpResponseBase:
    """Keep the place for this browser, then ask who comes."""
    found, at = queue_on_offer(queue), clock.now()
    asked = decisions(request.POST)
    try:
        errand = errand_asked(found, [asked.get("service"), *asked["also"]], at)
    except Http404:  # removed while it was being booked, or of another queue
        said = RuleBroken(_("This service is not offered any more."), "service", "not_offered")
        return _show(request, found, offer_of(found, asked, at), refusal=said, status=422)
    wished = parse_stamp(request.POST.get("at", ""))
    if wished is None:
        return _show(request, found, offer_of(found, asked, at), status=422, is_unchosen=True)
    people, window = asked.get("people", "1"), asked.get("window", "")
    try:
        held = hold_place(
            found,
            errand,
            wished,
            ensure_holder(request),
            at,
            people=int(people) if people.isdecimal() else 0,
            window=int(window) if window.isdecimal() else None,
        )
    except RuleBroken as refusal:
        status = 409 if refusal.is_conflict else 422
        offer = offer_of(found, asked, at, getattr(refusal, "supply", None))
        return _show(request, found, offer, refusal=refusal, status=status)
    return redirect("tickets:details", held.public_id)


def decisions(asked: QueryDict) -> dict[str, Any]:
    """As `offer_of` reads them: services besides the main one are several."""
    return {**asked.dict(), "also": asked.getlist("also")[:MANY]}


def _show(
    request: HttpRequest,
    queue: Queue,
    offer: Offer,
    *,
    refusal: RuleBroken | None = None,
    status: int = 200,
    is_unchosen: bool = False,
) -> HttpResponse:
    addressee = queue.addressee
    context: dict[str, Any] = {
        "offer": offer,
        "queue": queue,
        "addressee": addressee,
        "addressee_page": page_urls([addressee], request).get(addressee.pk, ""),
        "refusal": refusal or offer.refusal,
        "nearest": refusal.nearest if isinstance(refusal, PlaceTaken) else (),
        "is_unchosen": is_unchosen,
        "path": reverse("tickets:choose", args=[queue.slug]),
        "weekdays": weekday_heads(),
    }
    return render(request, "tickets/choose.html", context, status=status)
