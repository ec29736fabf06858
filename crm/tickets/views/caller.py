"""Booking for a caller on one screen: service by typing, nearest times, who comes, the number."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from blocks.forms.services import build_form, clean_to_json, current_revision
from blocks.queues.models import Queue, Service
from blocks.queues.together import Errand, taken_together
from core import clock
from core.accounts.roles import Action, Scope
from core.audit import services as journal
from core.errors import RuleBroken
from core.web.frame import desk_frame
from core.web.limits import limited
from crm.tickets.access import find_ticket_for
from crm.tickets.cells import Start
from crm.tickets.errands import errand_of
from crm.tickets.errors import PlaceTaken
from crm.tickets.forms import CallerForm, phone_of
from crm.tickets.models import Ticket
from crm.tickets.offer import parse_safely, parse_stamp, people_of
from crm.tickets.reach import DUTIES, queue_page
from crm.tickets.services import Call, Details, book_for_caller
from crm.tickets.supply import free_times
from directory.models import Addressee

KEY = re.compile(r"[\w-]{8,40}")
SHOWN = 12
DAYS_SHOWN = 14


@dataclass
class Choice:
    """A service with its nearest free times, as staff may give them."""

    service: Errand
    others: Sequence[tuple[Service, bool]]
    people: int
    starts: Sequence[Start]
    days: Sequence[date]
    day: date | None
    chosen: datetime | None


@queue_page
@require_http_methods(["GET", "HEAD", "POST"])
@limited("tickets.call")
def caller(request: HttpRequest) -> HttpResponseBase:
    """Everything typed stays until the ticket is there; Enter books."""
    services = _services(request.user)
    asked = request.POST if request.method == "POST" else request.GET
    service = next((one for one in services if str(one.pk) == asked.get("service")), None)
    posted = request.POST if request.method == "POST" and service is not None else None
    form, custom, refusal, errand = CallerForm(posted), None, None, None
    if service is not None:
        errand = _errand(service, services, asked.getlist("also"))
        definition = errand.form or service.queue.form
        revision = current_revision(definition) if definition is not None else None
        custom = build_form(revision, (get_language() or "uk")[:2], with_files=False)(posted)
        if posted is not None and form.is_valid() & custom.is_valid():
            data = form.cleaned_data
            details = Details(
                data["visitor"], str(data["phone"]), data["email"], revision, clean_to_json(custom)
            )
            try:
                ticket = _book(request, errand, details, data["reason"])
                return redirect("tickets:called", ticket.public_id)
            except RuleBroken as broken:
                refusal = broken
    context = {
        **desk_frame(request, "queues"),
        "also_query": _also_query(asked),
        "services": services,
        "find": asked.get("find", "")[:100],
        "choice": _choice(errand, services, asked) if errand is not None else None,
        "form": form,
        "custom": custom,
        "refusal": refusal,
        "nearest": refusal.nearest if isinstance(refusal, PlaceTaken) else (),
        "key": _key(asked.get("key", "")),
    }
    status = 200 if posted is None else 409 if refusal and refusal.is_conflict else 422
    return render(request, "tickets/caller.html", context, status=status)


@queue_page
@require_safe
def called(request: HttpRequest, public_id: str) -> HttpResponse:
    """The number in big type, to be said aloud."""
    ticket = find_ticket_for(request.user, public_id)
    if ticket.booked_by_id != request.user.pk:
        raise Http404
    context = {
        **desk_frame(request, "queues"),
        "ticket": ticket,
        "queue": ticket.queue,
        "addressee": ticket.queue.addressee,
        "documents": errand_of(ticket).document_lines,
    }
    return render(request, "tickets/called.html", context)


@queue_page
@require_safe
@limited("tickets.call", methods=("GET",))
def caller_name(request: HttpRequest) -> HttpResponse:
    """How the same telephone was named before, in tickets that this person may see anyway."""
    _services_queryset(request.user)
    phone = phone_of(request.GET.get("phone", ""))
    seen = Ticket.objects.visible_to(request.user).filter(phone=phone).exclude(visitor="")
    ticket = seen.order_by("-day", "-pk").first() if phone else None
    if ticket is not None:
        journal.record_viewing(request.user, ticket, "caller", clock.now())
    return JsonResponse({"visitor": ticket.visitor if ticket else ""})


def _book(request: HttpRequest, errand: Errand, details: Details, reason: str) -> Ticket:
    wished = parse_stamp(request.POST.get("at", ""))
    if wished is None:
        raise PlaceTaken
    call = Call(
        errand.queue,
        errand,
        wished,
        details,
        _key(request.POST.get("key", "")),
        people_of(request.POST.get("people", ""), errand),
        reason,
    )
    return book_for_caller(call, request.user, clock.now())


def _errand(service: Service, services: Sequence[Service], also: Sequence[str]) -> Errand:
    """The service with others of its queue that were marked."""
    more = [one for one in services if one.queue_id == service.queue_id and str(one.pk) in also]
    return taken_together(service.queue, [service, *more])


def _also_query(asked: Any) -> str:
    """Marked services, for links to other days."""
    marked = [one for one in asked.getlist("also") if one.isdecimal()]
    return "".join(f"&also={one}" for one in marked)


def _others(errand: Errand, services: Sequence[Service]) -> list[tuple[Service, bool]]:
    """What may be done in the same visit, and whether it is marked."""
    if errand.queue.max_services == 1:
        return []
    rest = (one for one in services if one.queue_id == errand.queue_id and one.pk != errand.pk)
    return [(one, one in errand.parts) for one in rest]


def _services(user: Any) -> list[Service]:
    return list(
        Service.objects.filter(queue__in=_services_queryset(user), is_active=True)
        .select_related("queue__addressee", "queue__form", "form")
        .order_by("queue__addressee__sort_name", "queue", "order", "pk")
    )


def _services_queryset(user: Any) -> Any:
    """Queues that this person may book at: all of the city, or of addressees they answer for."""
    scope = user.scope_of(Action.TICKETS_BOOK)
    if scope is None:
        raise Http404
    offered = Queue.objects.on_offer()
    if scope == Scope.ALL:
        return offered
    return offered.filter(addressee__in=Addressee.objects.serving(user, *DUTIES))


def _choice(service: Errand, services: Sequence[Service], asked: Any) -> Choice:
    people = people_of(asked.get("people", ""), service)
    free = free_times(service.queue, service, clock.now(), people=people, by_staff=True)
    days = list(dict.fromkeys(start.day for start in free))
    wished = parse_safely(asked.get("day", ""))
    day = wished if wished in days else None
    starts = [one for one in free if day is None or one.day == day]
    if day is None:
        starts = starts[:SHOWN]
    moment = parse_stamp(asked.get("at", ""))
    chosen = next((one.at for one in starts if one.at == moment), None)
    return Choice(
        service,
        _others(service, services),
        people,
        starts,
        days[:DAYS_SHOWN],
        day,
        chosen or (starts[0].at if starts else None),
    )


def _key(asked: str) -> str:
    return asked if KEY.fullmatch(asked) else secrets.token_urlsafe(12)
