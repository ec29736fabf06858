"""Another time in place of a visit that the office has cancelled: one press (Q-09)."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import RuleBroken
from core.web.limits import limited
from crm.tickets import states
from crm.tickets.access import find_ticket_for
from crm.tickets.errors import PlaceTaken
from crm.tickets.models import Ticket
from crm.tickets.offer import parse_stamp
from crm.tickets.services import nearest_for
from crm.tickets.services import rebook as rebook_ticket

OTHERS = 6


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("tickets.hold")
def rebook(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The link of a letter shows its time with one button; a press, and only a press, books it."""
    found = find_ticket_for(request.user, public_id)
    if found.author_id != request.user.pk:
        raise Http404
    if after := Ticket.objects.filter(moved_from=found).first():
        return redirect("tickets:ticket", after.public_id)
    if found.state != states.BY_OFFICE:
        return redirect("tickets:ticket", public_id)
    at, refusal = clock.now(), None
    asked = request.POST if request.method == "POST" else request.GET
    wished = parse_stamp(asked.get("at", ""))
    if request.method == "POST":
        try:
            if wished is None:
                raise PlaceTaken
            new = rebook_ticket(found, wished, request.user, at)
        except RuleBroken as broken:
            refusal = broken
        else:
            return redirect("tickets:ticket", new.public_id)
    offered = nearest_for(found, at, OTHERS)
    if refusal is not None and isinstance(refusal, PlaceTaken) and refusal.nearest:
        offered = list(refusal.nearest)
    context = {
        "ticket": found,
        "queue": found.queue,
        "addressee": found.queue.addressee,
        "wished": wished if refusal is None and wished and wished > at else None,
        "others": [one for one in offered if one != wished],
        "refusal": refusal,
    }
    return render(request, "tickets/rebook.html", context, status=409 if refusal else 200)
