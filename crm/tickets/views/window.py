"""The specialist's window: a visitor for each seat, the line beside, every step a press (Q-17)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from blocks.queues.models import Window
from core import clock
from core.audit import services as journal
from core.errors import RuleBroken
from core.live.doors import stream_of
from core.live.fragments import fragment
from core.private_files import serve
from core.web.frame import desk_frame
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.counter_forms import FinishForm, NextVisitForm, TransferForm, VisitorNameForm
from crm.tickets.errands import errand_of
from crm.tickets.errors import PlaceTaken
from crm.tickets.hall import Hall, hall_of
from crm.tickets.models import Ticket
from crm.tickets.reach import Reach, queue_page, reach_of, windows_of
from crm.tickets.services.serving import absent_from
from crm.tickets.services.visits import open_file_for
from crm.tickets.visitors import next_times, visitor_of

Doer = Callable[[HttpRequest, Ticket, Any], Any]


@queue_page
@require_safe
def window(request: HttpRequest, queue: str, window: int) -> HttpResponse:
    """Who is here, what can be done, who waits."""
    reach, found = _place(request, queue, window)
    return _show(request, reach, found)


@queue_page
@require_safe
def line(request: HttpRequest, queue: str, window: int) -> HttpResponse:
    """The line beside, asked for again and again: numbers and services, no names."""
    reach, found = _place(request, queue, window)
    hall = hall_of(reach.queue, clock.now())
    return fragment(request, "tickets/counter/line.html", _line(hall, found))


@queue_page
@require_POST
def act(request: HttpRequest, queue: str, window: int, verb: str) -> HttpResponseBase:
    """One press; what is refused is told on the same page with what was typed."""
    reach, found = _place(request, queue, window)
    try:
        if verb in _SITTING:
            _SITTING[verb](found, request.user, clock.now())
        elif verb == "next":
            _call_next(request, found)
        elif verb in _VERBS:
            ticket = _ticket(request, reach, found)
            answer = _VERBS[verb](request, ticket, found)
            if answer is not None:
                return _show(request, reach, found, about=ticket, status=422, **answer)
        else:
            raise Http404
    except RuleBroken as refusal:
        status = 409 if refusal.is_conflict else 422
        return _show(request, reach, found, refusal=refusal, status=status)
    return redirect("tickets:window", queue, window)


def _place(request: HttpRequest, slug: str, key: int) -> tuple[Reach, Window]:
    reach = reach_of(request.user, slug)
    found = windows_of(request.user, reach).filter(pk=key).first()
    if found is None:
        raise Http404
    return reach, found


def _ticket(request: HttpRequest, reach: Reach, window: Window) -> Ticket:
    """The visitor of this window that the press is about."""
    asked = request.POST.get("ticket", "")
    rows = Ticket.objects.filter(queue=reach.queue, window=window, public_id=asked)
    found = rows.select_related("queue", "service", "window").first()
    if found is None:
        raise Http404
    return found


def _call_next(request: HttpRequest, window: Window) -> None:
    if tickets.call_next(window, request.user, clock.now()) is None:
        messages.info(request, _("Nobody is waiting for this window."))


def _again(request: HttpRequest, ticket: Ticket, window: Window) -> None:
    tickets.call_again(ticket, request.user, clock.now())


def _start(request: HttpRequest, ticket: Ticket, window: Window) -> None:
    tickets.start(ticket, request.user, clock.now())


def _hold(request: HttpRequest, ticket: Ticket, window: Window) -> None:
    tickets.hold(ticket, request.user, clock.now())


def _resume(request: HttpRequest, ticket: Ticket, window: Window) -> None:
    tickets.resume(ticket, request.user, clock.now())


def _absent(request: HttpRequest, ticket: Ticket, window: Window) -> None:
    tickets.mark_absent(ticket, request.user, clock.now())


def _left(request: HttpRequest, ticket: Ticket, window: Window) -> None:
    tickets.leave(ticket, request.user, clock.now())


def _finish(request: HttpRequest, ticket: Ticket, window: Window) -> dict[str, Any] | None:
    form = FinishForm(ticket.queue_id, request.POST, {"files": request.FILES.getlist("files")})
    if not form.is_valid():
        return {"finish_form": form}
    given = form.cleaned_data
    at = clock.now()
    try:
        tickets.finish(
            ticket, given["outcome"], given["comment"], request.user, at, files=given["files"]
        )
    except RuleBroken as refusal:
        if refusal.is_conflict:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return {"finish_form": form}
    if "next" in request.POST:
        _call_next(request, window)
    return None


def _transfer(request: HttpRequest, ticket: Ticket, window: Window) -> dict[str, Any] | None:
    form = TransferForm(ticket.queue.addressee_id, request.POST)
    if not form.is_valid():
        return {"transfer_form": form}
    to, at = form.cleaned_data, clock.now()
    try:
        moved = tickets.transfer(ticket, to["service"], to["window"], request.user, at)
    except RuleBroken as refusal:
        if refusal.is_conflict:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return {"transfer_form": form}
    messages.success(
        request, _("Ticket %(number)s is sent on; its number is kept.") % {"number": moved.number}
    )
    return None


def _name(request: HttpRequest, ticket: Ticket, window: Window) -> dict[str, Any] | None:
    form = VisitorNameForm(request.POST)
    if not form.is_valid():
        return {"name_form": form}
    given = form.cleaned_data
    phone = str(given["phone"] or "")
    tickets.name_visitor(ticket, given["visitor"], phone, request.user, clock.now())
    return None


def _next_visit(request: HttpRequest, ticket: Ticket, window: Window) -> dict[str, Any] | None:
    at = clock.now()
    form = NextVisitForm(next_times(ticket, at), request.POST)
    if not form.is_valid():
        return {"next_form": form}
    try:
        new = tickets.book_next_visit(
            ticket, errand_of(ticket), form.cleaned_data["at"], request.user, at
        )
    except PlaceTaken as refusal:
        form.add_error("at", refusal.message)
        return {"next_form": form}
    messages.success(request, _("The next visit is booked: %(number)s.") % {"number": new.number})
    return None


_SITTING: dict[str, Callable[[Window, Any, Any], Any]] = {
    "open": tickets.open_window,
    "break": tickets.take_break,
    "close": tickets.close_window,
}
_VERBS: dict[str, Doer] = {
    "again": _again,
    "start": _start,
    "hold": _hold,
    "resume": _resume,
    "absent": _absent,
    "left": _left,
    "finish": _finish,
    "transfer": _transfer,
    "name": _name,
    "next-visit": _next_visit,
}


@queue_page
@require_safe
def ticket_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A file put to a visit."""
    found = open_file_for(request.user, public_id, clock.now())
    return serve(found.file, found.name, found.content_type)


LABELS = {
    "open_label": gettext_lazy("Open the window"),
    "break_label": gettext_lazy("Take a break"),
    "close_label": gettext_lazy("Close the window"),
    "next_label": gettext_lazy("Call the next"),
    "start_label": pgettext_lazy("reception", "Begin"),
    "again_label": gettext_lazy("Call again"),
    "absent_label": gettext_lazy("Did not come"),
    "left_label": gettext_lazy("Has left"),
    "hold_label": gettext_lazy("Let wait at the window"),
    "resume_label": gettext_lazy("Go on with this visitor"),
}


def _show(
    request: HttpRequest,
    reach: Reach,
    window: Window,
    *,
    about: Ticket | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """`more` is what a press about one visitor came to: forms with what was typed."""
    at = clock.now()
    hall = hall_of(reach.queue, at)
    here = hall.at_window(window)
    visits = [_visit(request, one, at, number) for number, one in enumerate(here)]
    for number, visit in enumerate(visits):
        if about is not None and visit["here"].pk == about.pk:
            visit |= more
        _name_apart(visit.values(), number)
    context = {
        **desk_frame(request, "queues"),
        "reach": reach,
        "queue": reach.queue,
        "window": window,
        "visits": visits,
        "has_seat": len(here) < window.seats,
        "refusal": more.get("refusal"),
        "held": hall.held_at(window),
        **_line(hall, window),
        **LABELS,
        "stream": stream_of("queue", reach.queue.pk),
    }
    return render(request, "tickets/counter/window.html", context, status=status)


def _visit(request: HttpRequest, here: Ticket, at: Any, number: int) -> dict[str, Any]:
    """A person at the window; looking is written down (PD-05)."""
    here = Ticket.objects.select_related(
        "queue__addressee", "service", "window", "form_revision", "author"
    ).get(pk=here.pk)
    journal.record_viewing(request.user, here, "window", at)
    serving = here.state == states.SERVING
    return {
        "here": here,
        "is_further": number > 0,
        "visitor": visitor_of(here, request.user),
        "is_called": here.state == states.CALLED,
        "calls_left": here.queue.calls - here.calls,
        "absent_from": absent_from(here),
        "is_awaited": (since := absent_from(here)) is not None and at < since,
        "finish_form": FinishForm(here.queue_id) if serving else None,
        "transfer_form": TransferForm(here.queue.addressee_id) if serving else None,
        "name_form": VisitorNameForm(initial={"visitor": here.visitor, "phone": here.phone}),
        "next_form": NextVisitForm(next_times(here, at)) if serving and here.visitor else None,
    }


def _name_apart(values: Iterable[Any], number: int) -> None:
    """Fields of several visitors on one page have marks of their own."""
    for form in values:
        if number and isinstance(form, Form):
            form.auto_id = f"{form.auto_id}-{number}"


def _line(hall: Hall, window: Window) -> dict[str, Any]:
    known = next((one for one in hall.windows if one.pk == window.pk), window)
    waiting = hall.line_of(known)
    here = hall.at_window(window)
    return {
        "waiting": waiting,
        "others": len(hall.line) - len(waiting),
        "sitting": hall.sittings.get(window.pk),
        "wait_minutes": hall.wait_minutes,
        "mark": " ".join(f"{one.public_id}:{one.state}:{one.calls}" for one in here),
        "queue": hall.queue,
        "now": hall.at,
    }
