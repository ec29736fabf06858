"""A queue's day at the office: who comes where and when, cancelling, another time (Q-09)."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blocks.queues.closing import closed_on, open_again
from core import clock
from core.audit import services as journal
from core.errors import RuleBroken
from core.web.frame import desk_frame
from crm.tickets import states
from crm.tickets.access import find_ticket_for
from crm.tickets.days import day_of
from crm.tickets.errands import errand_of
from crm.tickets.errors import PlaceTaken
from crm.tickets.models import Ticket
from crm.tickets.offer import parse_safely, parse_stamp
from crm.tickets.office_forms import ReasonForm, ScopeForm
from crm.tickets.reach import Reach, queue_page, reach_of
from crm.tickets.services import cancel_visits, rebook
from crm.tickets.services import move as move_ticket
from crm.tickets.services.conflicts import outside_schedule
from crm.tickets.services.office import has_letters, here_already, without_letters
from crm.tickets.supply import free_times

DAY = timedelta(days=1)
TO_CALL = 50


@queue_page
@require_safe
def day(request: HttpRequest, queue: str, day: str) -> HttpResponse:
    """Read by those who serve here; who answers for the addressee also changes it."""
    reach, chosen, at = reach_of(request.user, queue), _day(day), clock.now()
    journal.record_viewing(request.user, reach.queue, "queue.day", at)
    today = clock.today()
    context = {
        **desk_frame(request, "queues"),
        "reach": reach,
        "queue": reach.queue,
        "day": chosen,
        "today": today,
        "before": chosen - DAY,
        "after": chosen + DAY,
        "found": day_of(reach.queue, chosen, at),
        "closed": closed_on(reach.queue, chosen),
        "scope": ScopeForm(reach.queue, chosen),
        "conflicts": len(outside_schedule(reach.queue, at)) if reach.manages else 0,
        "may_change": reach.manages and chosen >= today,
    }
    return render(request, "tickets/office/day.html", context)


@queue_page
@require_safe
def go_to_day(request: HttpRequest, queue: str) -> HttpResponse:
    """The day picked in the calendar of the page; today for anything else."""
    reach = reach_of(request.user, queue)
    chosen = parse_safely(request.GET.get("day", "")) or clock.today()
    return redirect("tickets:day", reach.queue.slug, chosen.isoformat())


@queue_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, queue: str, day: str) -> HttpResponse:
    """First how many visits it is and whose, then the reason; one press cancels them all."""
    reach, chosen, at = managed(request, queue), _day(day), clock.now()
    asked = request.POST if request.method == "POST" else request.GET
    form = ScopeForm(reach.queue, chosen, asked)
    if not form.is_valid():
        return _check(request, reach, form, None, [], status=422)
    scope = form.scope()
    rows = scope.tickets().select_related("service", "window", "author")
    found = list(rows.order_by("starts_at", "pk"))
    posted = request.POST if request.method == "POST" else None
    why = ReasonForm(posted, may_close=not scope.chosen)
    if posted is not None and why.is_valid():
        try:
            told = why.cleaned_data
            closes = bool(told.get("closes"))
            done = cancel_visits(scope, request.user, at, told["reason"], closes=closes)
        except RuleBroken as broken:
            why.add_error(broken.field if broken.field in why.fields else None, str(broken))
        else:
            say_cancelled(request, done)
            return redirect("tickets:day", reach.queue.slug, chosen.isoformat())
    status = 422 if request.method == "POST" else 200
    return _check(request, reach, form, why, found, status=status)


@queue_page
@require_POST
def reopen(request: HttpRequest, queue: str, day: str) -> HttpResponse:
    """The times that were taken off offer are given again."""
    reach, chosen = managed(request, queue), _day(day)
    if open_again(reach.queue, chosen, request.user, clock.now()):
        messages.success(request, _("The times of this day are on offer again."))
    return redirect("tickets:day", reach.queue.slug, chosen.isoformat())


@queue_page
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Another time given by the office, also in place of a visit that it has cancelled."""
    found = find_ticket_for(request.user, public_id)
    reach = managed(request, found.queue.slug)
    at, refusal = clock.now(), None
    if found.state not in (states.BOOKED, states.BY_OFFICE, states.MOVED):
        return redirect("tickets:ticket", public_id)
    if request.method == "POST":
        wished = parse_stamp(request.POST.get("at", ""))
        step = rebook if found.state == states.BY_OFFICE else move_ticket
        try:
            if wished is None:
                raise RuleBroken(_("Choose a time first."), code="required")
            new = step(found, wished, request.user, at, by_office=True)
        except RuleBroken as broken:
            refusal = broken
        else:
            said = _("Ticket %(number)s: %(visitor)s now comes on %(when)s.")
            messages.success(request, said % _words_of(new))
            return redirect("tickets:day", reach.queue.slug, new.day.isoformat())
    return _times(request, reach, found, refusal)


def _times(
    request: HttpRequest, reach: Reach, found: Ticket, refusal: RuleBroken | None
) -> HttpResponse:
    """Days with free times, and those of the day in the address."""
    free = free_times(
        reach.queue, errand_of(found), clock.now(), people=found.people, by_staff=True
    )
    days = sorted({one.day for one in free})
    chosen = parse_safely(request.GET.get("day", ""))
    if chosen not in days:
        chosen = next((one for one in days if one >= found.day), days[-1] if days else None)
    context = {
        **desk_frame(request, "queues"),
        "queue": reach.queue,
        "ticket": found,
        "days": days,
        "chosen": chosen,
        "times": [one.at for one in free if one.day == chosen],
        "refusal": refusal,
        "nearest": refusal.nearest if isinstance(refusal, PlaceTaken) else (),
        "has_letters": has_letters(found),
    }
    return render(request, "tickets/office/move.html", context, status=409 if refusal else 200)


def _check(
    request: HttpRequest,
    reach: Reach,
    form: ScopeForm,
    why: ReasonForm | None,
    found: list[Ticket],
    *,
    status: int,
) -> HttpResponse:
    scope = form.scope() if why is not None else None
    context = {
        **desk_frame(request, "queues"),
        "queue": reach.queue,
        "day": form.day,
        "form": form,
        "why": why,
        "found": found,
        "to_call": without_letters(found)[:TO_CALL],
        "here": here_already(reach.queue, form.day),
        "window": next((one for one in scope.closed_windows() if scope.windows), None)
        if scope
        else None,
        "span": scope.span if scope else None,
        "chosen": bool(form.chosen),
        "asked": _asked(form),
    }
    return render(request, "tickets/office/cancel.html", context, status=status)


def _asked(form: ScopeForm) -> list[tuple[str, str]]:
    """What the address says, to be sent with the press."""
    names = ("since", "until", "window")
    told = form.data if isinstance(form.data, QueryDict) else QueryDict(urlencode(form.data))
    pairs = [(name, told.get(name, "")) for name in names]
    return [*(("visit", one) for one in form.chosen), *((n, v) for n, v in pairs if v)]


def say_cancelled(request: HttpRequest, done: list[Ticket]) -> None:
    many = len(done)
    if not many:
        messages.info(request, _("No booked visit was left to cancel."))
        return
    said = ngettext(
        "%(many)s visit is cancelled, the visitor is offered other times.",
        "%(many)s visits are cancelled, the visitors are offered other times.",
        many,
    )
    messages.success(request, said % {"many": many})
    rows = Ticket.objects.filter(pk__in=[one.pk for one in done]).select_related("author")
    if silent := without_letters(rows):
        numbers = ", ".join(one.number for one in silent[:TO_CALL])
        said = _("Nobody writes to these visitors, call them: %(numbers)s.")
        messages.warning(request, said % {"numbers": numbers})


def _words_of(ticket: Ticket) -> dict[str, Any]:
    assert ticket.starts_at is not None
    local = clock.local(ticket.starts_at)
    return {
        "number": ticket.number,
        "visitor": ticket.visitor or _("the visitor"),
        "when": f"{local:%d.%m.%Y, %H:%M}",
    }


def managed(request: HttpRequest, slug: str) -> Reach:
    """Who only serves here reads and changes nothing."""
    reach = reach_of(request.user, slug)
    if not reach.manages:
        raise Http404
    return reach


def _day(text: str) -> date:
    found = parse_safely(text)
    if found is None or not 2000 <= found.year <= 2100:
        raise Http404
    return found
