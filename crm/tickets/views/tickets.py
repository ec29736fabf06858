"""The ticket: the page, the paper, the calendar file, moving and cancelling, the link of the QR."""

import secrets
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from blocks.forms.services import display
from core import clock
from core.accounts.roles import Action
from core.errors import RuleBroken
from core.notify.services import absolute
from crm.tickets import calendars, papers, states
from crm.tickets.access import find_ticket_for, open_ticket_for
from crm.tickets.errands import errand_of, minutes_of
from crm.tickets.errors import PlaceTaken
from crm.tickets.models import Ticket
from crm.tickets.offer import offer_of, parse_stamp, queue_on_offer, weekday_heads
from crm.tickets.services import can_change, nearest_for
from crm.tickets.services import cancel as cancel_ticket
from crm.tickets.services import move as move_ticket


@never_cache
@login_required
@require_safe
def ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """Number, person, service, place, time, what to bring, QR (Q-05)."""
    at = clock.now()
    found = open_ticket_for(request.user, public_id, "ticket", at)
    context = {
        **_facts(found),
        "can_change": can_change(found, at),
        "answers": display(found.form_revision, found.values) if found.form_revision else [],
        "is_own": found.author_id == request.user.pk,
        "reminder_hours": found.queue.reminder_hours,
        "letter_key": secrets.token_urlsafe(12),
        **_instead(found, at),
    }
    return render(request, "tickets/ticket.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Asked once, naming the visit; a second press changes nothing."""
    found = find_ticket_for(request.user, public_id)
    refusal = None
    if request.method == "POST":
        by_office = found.author_id != request.user.pk
        if by_office and not request.user.can(Action.TICKETS_MANAGE):
            raise Http404
        try:
            cancel_ticket(
                found,
                request.user,
                clock.now(),
                by_office=by_office,
                reason=request.POST.get("reason", "")[:300],
            )
            return redirect("tickets:ticket", public_id)
        except RuleBroken as broken:
            refusal = broken
    context = {**_facts(found), "refusal": refusal}
    return render(request, "tickets/cancel.html", context, status=409 if refusal else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Another day and time of the same service; the old place is free at once."""
    found = find_ticket_for(request.user, public_id)
    if found.author_id != request.user.pk:
        raise Http404
    if found.state not in (states.BOOKED, states.MOVED):
        return redirect("tickets:ticket", public_id)
    refusal: RuleBroken | None = None
    asked = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        wished = parse_stamp(asked.get("at", ""))
        try:
            if wished is None:
                raise PlaceTaken
            moved = move_ticket(found, wished, request.user, clock.now())
            return redirect("tickets:ticket", moved.public_id)
        except RuleBroken as broken:
            refusal = broken
    queue = queue_on_offer(found.queue.slug, "addressee")
    decided = {
        **asked.dict(),
        "service": str(found.service_id),
        "also": found.service_keys[1:],
        "people": str(found.people),
    }
    offer = offer_of(queue, decided, clock.now())
    context = {
        "offer": offer,
        "queue": queue,
        "addressee": queue.addressee,
        "refusal": refusal or offer.refusal,
        "nearest": refusal.nearest if isinstance(refusal, PlaceTaken) else (),
        "path": reverse("tickets:move", args=[public_id]),
        "moved": found,
        "weekdays": weekday_heads(),
    }
    return render(request, "tickets/choose.html", context, status=409 if refusal else 200)


@never_cache
@login_required
@require_safe
def calendar(request: HttpRequest, public_id: str) -> HttpResponse:
    """The visit for one's own calendar; after a cancelling, its CANCEL."""
    found = open_ticket_for(request.user, public_id, "calendar", clock.now())
    content = calendars.calendar_of(found, _url(found), clock.now())
    response = HttpResponse(content, content_type=calendars.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{_file(found)}.ics"'
    return response


@never_cache
@login_required
@require_safe
def paper(request: HttpRequest, public_id: str, size: str) -> HttpResponse:
    """A sheet A4, or A6 for the printer of a terminal."""
    if size not in papers.SIZES:
        raise Http404
    found = open_ticket_for(request.user, public_id, "paper", clock.now())
    return papers.ticket_pdf(found, size, scan_url(found), _file(found))


@never_cache
@login_required
@require_safe
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the QR code: the sign-in page, then the ticket for those concerned (Q-06)."""
    found = Ticket.objects.visible_to(request.user).filter(token=token).first()
    if found is None:
        raise Http404
    return redirect("tickets:ticket", found.public_id)


def scan_url(found: Ticket) -> str:
    return absolute(reverse("tickets:scanned", args=[found.token]))


def _facts(found: Ticket) -> dict[str, Any]:
    return {
        "ticket": found,
        "queue": found.queue,
        "addressee": found.queue.addressee,
        "qr": papers.qr_svg(scan_url(found)),
        "documents": errand_of(found).document_lines,
        "minutes": minutes_of(found),
        "is_booked": found.state == states.BOOKED,
    }


def _instead(found: Ticket, at: Any) -> dict[str, Any]:
    """Why the office has cancelled, and what may be had instead (Q-09)."""
    if found.state != states.BY_OFFICE:
        return {}
    reason = found.events.filter(to_state=states.BY_OFFICE).values_list("reason", flat=True).first()
    if Ticket.objects.filter(moved_from=found).exists():
        return {"cancel_reason": reason}
    return {"cancel_reason": reason, "is_rebookable": True, "nearest": nearest_for(found, at)}


def _url(found: Ticket) -> str:
    return reverse("tickets:ticket", args=[found.public_id])


def _file(found: Ticket) -> str:
    """A name of a file that every system takes."""
    return _("ticket") + f"-{found.day:%Y-%m-%d}"
