"""The held place: the clock, who comes, the questions of the form, and the ticket."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from blocks.forms.models import FormDefinition, FormRevision
from blocks.forms.services import build_form, clean_to_json, current_revision
from core import clock
from core.errors import RuleBroken
from core.web.limits import limited
from crm.tickets import states
from crm.tickets.errands import errand_of
from crm.tickets.errors import PlaceTaken
from crm.tickets.forms import VisitorForm
from crm.tickets.holders import holder_of
from crm.tickets.models import Ticket
from crm.tickets.services import Details, book, extend_hold, release
from crm.tickets.supply import know_offer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("tickets.book")
def details(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Sending books; a second press or a reload ends at the same ticket."""
    held = _held(request, public_id)
    if held.state in states.ACTIVE:
        return redirect("tickets:ticket", held.public_id)
    if held.state != states.HELD:
        return render(request, "tickets/lapsed.html", {"ticket": held}, status=410)
    revision = _revision(held)
    posted = request.POST if request.method == "POST" else None
    form = VisitorForm.of(request.user, posted)
    custom = build_form(revision, (get_language() or "uk")[:2], with_files=False)(posted)
    refusal = None
    if posted is not None and form.is_valid() & custom.is_valid():
        try:
            said = _said(form, request.user, revision, custom)
            holder = holder_of(request)
            ticket = book(public_id, holder, said, request.user, clock.now(), read=held)
        except PlaceTaken:
            return render(request, "tickets/lapsed.html", {"ticket": held}, status=409)
        except RuleBroken as broken:
            refusal = broken
        else:
            return redirect("tickets:ticket", ticket.public_id)
    status = 200 if posted is None else 422
    return render(
        request,
        "tickets/details.html",
        _context(held, form, custom, refusal, request.user),
        status=status,
    )


@require_POST
def extend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Five minutes more."""
    held = _held(request, public_id)
    try:
        extend_hold(held, clock.now())
    except PlaceTaken:
        return render(request, "tickets/lapsed.html", {"ticket": held}, status=409)
    return redirect("tickets:details", public_id)


@require_POST
def let_go(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back to the choice of time; the place is free for others at once."""
    held = _held(request, public_id)
    release(held, clock.now())
    return redirect("tickets:choose", held.queue.slug)


def _held(request: HttpRequest, public_id: str) -> Ticket:
    """What this browser holds; a foreign hold is absent."""
    holder = holder_of(request)
    rows = Ticket.objects.with_offer().filter(public_id=public_id, holder=holder)
    ticket = rows.first() if holder else None
    if ticket is None:
        raise Http404
    return know_offer(ticket, clock.now())


def _said(form: VisitorForm, user: Any, revision: FormRevision | None, custom: Any) -> Details:
    typed = form.cleaned_data
    answers = clean_to_json(custom)
    return Details(typed["visitor"], str(typed["phone"]), user.email or "", revision, answers)


def _revision(held: Ticket) -> FormRevision | None:
    """The questions of the service, else of the queue."""
    definition: FormDefinition | None = errand_of(held).form or held.queue.form
    return current_revision(definition) if definition is not None else None


def _known(held: Ticket, user: Any) -> Ticket | None:
    """The ticket that the person has already."""
    theirs = Ticket.objects.filter(author=user, queue=held.queue).active()
    return theirs.order_by("starts_at").first()


def _context(
    held: Ticket, form: Any, custom: Any, refusal: RuleBroken | None, user: Any
) -> dict[str, Any]:
    left = held.held_until - clock.now() if held.held_until else None
    return {
        "ticket": held,
        "queue": held.queue,
        "form": form,
        "custom": custom,
        "refusal": refusal,
        "known": _known(held, user) if refusal and refusal.code == "limit_active" else None,
        "seconds_left": max(0, int(left.total_seconds())) if left else 0,
    }
