"""Booking for programs: free times for anybody, one's own tickets by a token; rules of the site."""

import hashlib
import secrets
from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Header, Query, Router, Status

from blocks.forms.services import build_form, clean_to_json, current_revision
from blocks.queues.models import Queue
from blocks.queues.together import Errand, check_together
from core import clock
from core.accounts.bearer import PersonalToken
from core.errors import Conflict, RuleBroken
from core.notify.services import absolute
from core.web.limits import client_address, limited
from core.web.problems import place, problem_response
from crm.tickets import api_schemas as shapes
from crm.tickets import services as verbs
from crm.tickets import states
from crm.tickets.errands import errand_of
from crm.tickets.forms import VisitorForm
from crm.tickets.models import Ticket
from crm.tickets.offer import errand_asked, queue_on_offer
from crm.tickets.supply import bounds, free_times

PAGE = 50
reads, writes = PersonalToken("tickets:read"), PersonalToken("tickets:write")
times = Router(tags=["queues"])
router = Router(tags=["my tickets"], auth=reads)

OptionalKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=80, min_length=8)]


@times.get("/{queue}", response=shapes.TimesOut, summary="Free times of a service", auth=None)
@limited("api.public", methods=("GET",), key=client_address)
def free(
    request: HttpRequest,
    queue: str,
    service: Annotated[int | None, Query(ge=1, le=2**31)] = None,
    services: Annotated[list[int] | None, Query(max_length=10)] = None,
    first: date | None = None,
    last: date | None = None,
    people: Annotated[int, Query(ge=1, le=100)] = 1,
    window: Annotated[int | None, Query(ge=1, le=2**31)] = None,
) -> dict[str, Any]:
    """Computed at this moment; nobody's visit is behind it, only what is free."""
    at = clock.now()
    found = queue_on_offer(queue)
    keys = _keys(service, services or [])
    wanted = errand_asked(found, keys, at)
    check_together(found, wanted)
    offer = bounds(found, wanted, at)
    days = (first or offer.first, last or offer.last)
    many = min(people, wanted.max_people)
    starts = free_times(found, wanted, at, days=days, people=many, window=window)
    return {
        "queue": found.slug,
        "service": wanted.pk,
        "services": [one.pk for one in wanted.parts],
        "people": many,
        "first": offer.first,
        "last": offer.last,
        "items": [{"at": one.at, "day": one.day, "places": len(one.seats)} for one in starts],
    }


@router.post(
    "/holds",
    auth=writes,
    response={201: shapes.HoldOut, 200: shapes.HoldOut},
    summary="Keep a place",
)
@limited("tickets.hold")
def hold(request: HttpRequest, payload: shapes.NewHold, key: OptionalKey = None) -> Any:
    """201 with the kept place; what was kept in this queue before is let go. 200 with the same
    place when the key was already used for it."""
    user, at = request.user, clock.now()
    queue, errand = _offered(payload, at)
    held, is_new = verbs.hold_once(
        queue,
        errand,
        payload.at,
        _holder(user),
        _press(user, key or secrets.token_urlsafe(24)),
        user,
        at,
        people=payload.people,
        window=payload.window,
        channel="api",
    )
    if not is_new:
        return Status(200, _hold_out(_same_again(held, payload, errand)))
    return Status(201, _hold_out(held))


@router.post("/holds/{public_id}/extension", auth=writes, response=shapes.HoldOut, summary="Longer")
@limited("tickets.hold")
def extend(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """As many minutes again, while the place is still kept."""
    return _hold_out(verbs.extend_hold(_held(request, public_id), clock.now()))


@router.delete("/holds/{public_id}", auth=writes, response={204: None}, summary="Let it go")
@limited("tickets.hold", methods=("DELETE",))
def let_go(request: HttpRequest, public_id: str) -> Any:
    """The place is free for others at once; harmless for one that is kept no more."""
    verbs.release(_held(request, public_id), clock.now())
    return Status(204, None)


@router.post(
    "/holds/{public_id}/booking",
    auth=writes,
    response={201: shapes.TicketOut, 200: shapes.TicketOut},
    summary="Book the kept place",
)
@limited("tickets.book")
def book(request: HttpRequest, public_id: str, payload: shapes.Booking) -> Any:
    """201 with the number; 200 with the same ticket when it is sent once more."""
    held = _held(request, public_id)
    if held.state in states.ACTIVE:
        return Status(200, _ticket_out(held, clock.now()))
    definition = errand_of(held).form or held.queue.form
    revision = current_revision(definition) if definition is not None else None
    user = request.user
    typed = {
        "visitor": payload.visitor or user.full_name,
        "phone": payload.phone or str(user.phone or ""),
    }
    form = VisitorForm(typed)
    answers = {f"custom_{code}": value for code, value in payload.values.items()}
    custom = build_form(revision, (get_language() or "uk")[:2], with_files=False)(answers)
    if not (form.is_valid() & custom.is_valid()):
        return _not_acceptable(form, custom)
    details = verbs.Details(
        form.cleaned_data["visitor"],
        str(form.cleaned_data["phone"]),
        user.email or "",
        revision,
        clean_to_json(custom),
    )
    ticket = verbs.book(public_id, _holder(user), details, user, clock.now())
    return Status(201, _ticket_out(ticket, clock.now()))


@router.get("", response=shapes.TicketPage, summary="My tickets")
@limited("api.personal", methods=("GET",))
def list_tickets(
    request: HttpRequest,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = 20,
    after: Annotated[str, Query(max_length=24)] = "",
) -> dict[str, Any]:
    """Newest first."""
    mine, at = _mine(request), clock.now()
    if after:
        mine = mine.filter(pk__lt=_own(request, after).pk)
    rows = list(mine.order_by("-pk")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    items = [_ticket_out(one, at) for one in rows]
    return {"items": items, "next": items[-1]["id"] if more else None}


@router.get("/{public_id}", response=shapes.TicketOut, summary="One ticket")
@limited("api.personal", methods=("GET",))
def read_ticket(request: HttpRequest, public_id: str) -> dict[str, Any]:
    return _ticket_out(_own(request, public_id), clock.now())


@router.post("/{public_id}/move", auth=writes, response=shapes.TicketOut, summary="Another time")
@limited("tickets.book")
def move(request: HttpRequest, public_id: str, payload: shapes.Move) -> dict[str, Any]:
    """The ticket that comes instead; sent once more, the same one."""
    at = clock.now()
    moved = verbs.move(_own(request, public_id), payload.at, request.user, at)
    return _ticket_out(_own(request, moved.public_id), at)


@router.post(
    "/{public_id}/cancellation", auth=writes, response=shapes.TicketOut, summary="Cancel it"
)
@limited("tickets.book")
def cancel(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Frees the place at once; a ticket cancelled already stays as it is."""
    at = clock.now()
    verbs.cancel(_own(request, public_id), request.user, at)
    return _ticket_out(_own(request, public_id), at)


def _offered(payload: shapes.NewHold, at: datetime) -> tuple[Queue, Errand]:
    queue = queue_on_offer(payload.queue)
    try:
        return queue, errand_asked(queue, _keys(payload.service, payload.services), at)
    except Http404:
        message = _("There is no such service in this queue.")
        raise RuleBroken(message, "service", "service") from None


def _keys(service: int | None, services: list[int]) -> list[int]:
    """One service or several, the main one first. Raises RuleBroken for none."""
    keys = list(dict.fromkeys([*([service] if service else []), *services]))
    if not keys:
        raise RuleBroken(_("Name the service."), "service", "required")
    return keys


def _same_again(known: Ticket, payload: shapes.NewHold, errand: Errand) -> Ticket:
    keys = [one.pk for one in errand.parts]
    if (known.service_keys, known.starts_at, known.people) != (keys, payload.at, payload.people):
        message = _("This key was used for another place. Take a new one.")
        raise Conflict(message, code="idempotency_key_reused")
    return known


def _holder(user: Any) -> str:
    return f"api:{user.pk}"


def _press(user: Any, key: str) -> str:
    """Keys of different people never meet."""
    return f"api:{hashlib.sha256(f'{user.pk}:{key}'.encode()).hexdigest()[:48]}"


def _held(request: HttpRequest, public_id: str) -> Ticket:
    """What this person keeps through the API; a foreign place is absent."""
    rows = Ticket.objects.select_related(
        "queue__addressee", "queue__form", "service__form", "window"
    )
    ticket = rows.filter(public_id=public_id, holder=_holder(request.user)).first()
    if ticket is None:
        raise Http404
    return ticket


def _mine(request: HttpRequest) -> Any:
    mine = Ticket.objects.filter(author=request.user.pk).select_related(
        "queue__addressee", "service", "window", "moved_to"
    )
    return mine.exclude(state__in=(states.HELD, states.LAPSED))


def _own(request: HttpRequest, public_id: str) -> Ticket:
    ticket = _mine(request).filter(public_id=public_id).first()
    if ticket is None:
        raise Http404
    return ticket


def _hold_out(held: Ticket) -> dict[str, Any]:
    return {
        "id": held.public_id,
        "state": held.state,
        "queue": held.queue.slug,
        "service": held.service_id,
        "services": held.service_keys,
        "at": held.starts_at,
        "people": held.people,
        "held_until": held.held_until,
    }


def _ticket_out(ticket: Ticket, at: datetime) -> dict[str, Any]:
    addressee = ticket.queue.addressee
    where = (addressee.address, ticket.queue.place, ticket.window.name if ticket.window else "")
    moved = Ticket.objects.filter(moved_from=ticket).first() if _is_moved(ticket) else None
    return {
        "id": ticket.public_id,
        "number": ticket.number,
        "state": ticket.state,
        "state_label": str(ticket.state_label),
        "queue": ticket.queue.slug,
        "addressee": addressee.slug,
        "service": str(ticket.service),
        "services": ticket.service_names,
        "at": ticket.starts_at,
        "ends_at": ticket.ends_at,
        "people": ticket.people,
        "visitor": ticket.visitor,
        "place": ", ".join(str(part) for part in where if part),
        "documents": errand_of(ticket).document_lines,
        "can_change": verbs.can_change(ticket, at),
        "moved_to": moved.public_id if moved else None,
        "url": absolute(reverse("tickets:ticket", args=[ticket.public_id])),
    }


def _is_moved(ticket: Ticket) -> bool:
    return ticket.state == states.MOVED


def _not_acceptable(*forms: Any) -> Any:
    places = [
        place(name.removeprefix("custom_"), error["message"], error["code"])
        for form in forms
        for name, errors in form.errors.get_json_data().items()
        for error in errors
    ]
    return problem_response(422, code="incomplete", errors=places)
