"""The specialist's window: opening it, calling, serving, passing on (Q-14, Q-17, 13.3)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blocks.queues.models import Queue, Service, Window
from blocks.queues.outcomes import outcomes_of
from core import clock, live, private_files
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.cases.services import check_files
from crm.tickets import states
from crm.tickets.hall import fits, ordered
from crm.tickets.models import Sitting, Ticket, TicketFile
from crm.tickets.services.noting import free_place, locked, note, queue_key

COMMENT_LIMIT = 4000
ONE_PRESS = timedelta(seconds=3)


@transaction.atomic
def open_window(window: Window, actor: Any, at: datetime) -> Sitting:
    """Sit down, or come back from a break. Taking a window over ends the other's sitting."""
    _lock_queue(window.queue_id)
    sitting = sitting_at(window)
    if sitting is not None and sitting.specialist_id == actor.pk:
        if sitting.break_since is not None:
            sitting.break_since = None
            return _sat(sitting, "back", actor, at)
        return sitting
    if sitting is not None:
        sitting.closed_at = at
        _sat(sitting, "closed", actor, at)
    return _sat(Sitting(window=window, specialist=actor, opened_at=at), "opened", actor, at)


@transaction.atomic
def take_break(window: Window, actor: Any, at: datetime) -> Sitting:
    """Nobody is called while it lasts; who is at the window is served to the end."""
    _lock_queue(window.queue_id)
    sitting = _seated(window)
    if sitting.break_since is None:
        sitting.break_since = at
        _sat(sitting, "break", actor, at)
    return sitting


@transaction.atomic
def close_window(window: Window, actor: Any, at: datetime) -> None:
    """Stand up. Raises Conflict while a visitor is still there."""
    _lock_queue(window.queue_id)
    sitting = sitting_at(window)
    if sitting is None:
        return
    if here := _at_window(window, at, states.CALLED, states.SERVING, states.ON_HOLD):
        raise _visitors_are_here(here)
    sitting.closed_at = at
    _sat(sitting, "closed", actor, at)


def _sat(sitting: Sitting, verb: str, actor: Any, at: datetime) -> Sitting:
    sitting.save()
    journal.record(f"window.{verb}", actor, sitting, at, window=sitting.window_id)
    live.wake(queue_key(sitting.window.queue_id))
    return sitting


def sitting_at(window: Window) -> Sitting | None:
    return Sitting.objects.filter(window=window, closed_at=None).first()


@transaction.atomic
def call_next(window: Window, actor: Any, at: datetime) -> Ticket | None:
    """The first of the line that this window may take (Q-13); None when nobody waits for it.

    The queue is locked, so two who press at one moment get two visitors. A second press gets the
    visitor who was called by the first: until somebody comes up, or, at a window with several
    seats, within three seconds. Raises Conflict when every seat is taken.
    """
    queue = _lock_queue(window.queue_id)
    sitting = _seated(window)
    here = _at_window(window, at, states.CALLED, states.SERVING)
    if before := _just_called(window, here, at):
        return before
    _check_seat(window, here)
    if sitting.is_on_break:
        raise Conflict(_("The window is on a break. Open it first."), code="on_break")
    waiting = Ticket.objects.filter(
        queue=queue, day=clock.local(at).date(), state=states.ARRIVED
    ).select_related("service")
    line = ordered(list(waiting), queue, at)
    for one in line:
        if fits(one, window):
            ticket = locked(one)
            if ticket.state == states.ARRIVED:  # and has not left while we looked
                return _call(ticket, window, actor, at)
    return None


def _call(ticket: Ticket, window: Window, actor: Any, at: datetime) -> Ticket:
    before = ticket.state
    states.TABLE.check(before, states.CALLED)
    if ticket.window_id != window.pk:
        # The booked window is free at that time; this one gives its own.
        free_place(ticket, at)
    ticket.window, ticket.state = window, states.CALLED
    ticket.called_at = ticket.last_call_at = at
    ticket.calls = 1
    return note(ticket, "called", before, actor, at, window=window.pk)


@transaction.atomic
def call_again(ticket: Ticket, actor: Any, at: datetime) -> Ticket:
    """Up to `queue.calls` times; two presses within three seconds are one."""
    ticket = locked(ticket)
    states.TABLE.check(ticket.state, states.CALLED)
    if ticket.state != states.CALLED:
        raise Conflict(_("This visitor has not been called yet."), code="state_not_allowed")
    if ticket.last_call_at and at - ticket.last_call_at < ONE_PRESS:
        return ticket
    if ticket.calls >= ticket.queue.calls:
        raise RuleBroken(
            _("The visitor was called %(times)s times. Mark them as absent.")
            % {"times": ticket.calls},
            code="called_enough",
        )
    ticket.calls += 1
    ticket.last_call_at = at
    return note(ticket, "called", states.CALLED, actor, at, calls=ticket.calls)


@transaction.atomic
def start(ticket: Ticket, actor: Any, at: datetime) -> Ticket:
    """The visitor has come up to the window."""
    ticket = locked(ticket)
    if ticket.state == states.SERVING:
        return ticket
    if ticket.state != states.CALLED:
        raise Conflict(_("This visitor has not been called yet."), code="state_not_allowed")
    ticket.state, ticket.started_at = states.SERVING, at
    return note(ticket, "started", states.CALLED, actor, at)


@transaction.atomic
def hold(ticket: Ticket, actor: Any, at: datetime) -> Ticket:
    """The visitor fetches a copy and comes back here; meanwhile others may be called."""
    ticket = locked(ticket)
    if ticket.state == states.ON_HOLD:
        return ticket
    states.TABLE.check(ticket.state, states.ON_HOLD)
    ticket.state = states.ON_HOLD
    return note(ticket, "on_hold", states.SERVING, actor, at)


@transaction.atomic
def resume(ticket: Ticket, actor: Any, at: datetime) -> Ticket:
    """Back at the same window. Raises Conflict while another visitor is there."""
    ticket = locked(ticket)
    if ticket.state == states.SERVING:
        return ticket
    if ticket.state != states.ON_HOLD:
        raise Conflict(_("This visitor does not wait at the window."), code="state_not_allowed")
    _lock_queue(ticket.queue_id)
    assert ticket.window is not None
    _check_seat(ticket.window, _at_window(ticket.window, at, states.CALLED, states.SERVING))
    ticket.state = states.SERVING
    return note(ticket, "resumed", states.ON_HOLD, actor, at)


@transaction.atomic
def transfer(
    ticket: Ticket, service: Service, window: Window | None, actor: Any, at: datetime
) -> Ticket:
    """To another window or service of the same addressee; number and place in time are kept.

    The visitor goes on waiting since they came, so nobody who came later goes before them.
    """
    ticket = locked(ticket)
    states.TABLE.check(ticket.state, states.ARRIVED)
    if ticket.state != states.SERVING:
        raise Conflict(_("Only a visitor at the window is sent on."), code="state_not_allowed")
    _check_transfer(ticket, service, window)
    old = ticket.queue_id
    free_place(ticket, at)
    if service.pk != ticket.service_id:
        ticket.extra_services = []  # only what is left to do
    ticket.queue, ticket.service = service.queue, service
    ticket.for_window, ticket.window = window, None
    ticket.state, ticket.calls = states.ARRIVED, 0
    ticket.called_at = ticket.last_call_at = ticket.started_at = None
    note(ticket, "transferred", states.SERVING, actor, at, service=service.pk, queue=old)
    if old != ticket.queue_id:
        live.wake(queue_key(old))
    return ticket


def _check_transfer(ticket: Ticket, service: Service, window: Window | None) -> None:
    queue = service.queue
    if queue.addressee_id != ticket.queue.addressee_id or not (
        queue.is_active and service.is_active
    ):
        raise RuleBroken(_("This service is not offered any more."), "service", "not_offered")
    if window is not None and (window.queue_id != queue.pk or not window.is_active):
        raise RuleBroken(_("Choose a window of the same queue."), "window", "foreign_window")
    same = service.pk == ticket.service_id
    to_do = Ticket(service=service, extra_services=ticket.extra_services if same else [])
    if window is not None and not fits(to_do, window):
        raise RuleBroken(
            _("This window does not provide the chosen service."), "window", "not_for_service"
        )
    if service.pk == ticket.service_id and window in (None, ticket.window):
        raise RuleBroken(_("Choose another service or another window."), "service", "same_place")


def finish(
    ticket: Ticket,
    outcome: str,
    comment: str,
    actor: Any,
    at: datetime,
    *,
    files: Iterable[File] = (),
) -> Ticket:
    """The visit is over: outcome, comment and files; a second press changes nothing."""
    chosen = next((one for one in outcomes_of(ticket.queue_id) if one.code == outcome), None)
    if chosen is None:
        raise RuleBroken(_("Choose how the visit ended."), "outcome", "required")
    comment = comment.strip()
    if len(comment) > COMMENT_LIMIT:
        raise RuleBroken(_("The note is too long."), "comment", "too_long")
    given = [one for one in files if one]
    checked = check_files(given) if given else []
    with private_files.no_orphans(), transaction.atomic():
        ticket = locked(ticket)
        if ticket.state == states.SERVED:
            return ticket
        if ticket.state != states.SERVING:
            raise Conflict(_("Only a visitor at the window is served."), code="state_not_allowed")
        free_place(ticket, at)
        ticket.state, ticket.finished_at = states.SERVED, at
        ticket.outcome, ticket.outcome_words, ticket.comment = outcome, chosen.name, comment
        _keep(ticket, checked, actor, at)
        return note(
            ticket, "finished", states.SERVING, actor, at, outcome=str(chosen), files=len(checked)
        )


def _keep(ticket: Ticket, checked: Iterable[Any], actor: Any, at: datetime) -> None:
    for one in checked:
        kept = TicketFile(
            ticket=ticket,
            name=private_files.stored_name(one.file.name or "", one.upload.content_type),
            content_type=one.upload.content_type,
            size=one.upload.size,
            sha256=one.upload.sha256,
            uploaded_by=actor,
            at=at,
        )
        kept.file.save(kept.name, one.file, save=False)
        kept.save()


@transaction.atomic
def mark_absent(ticket: Ticket, actor: Any, at: datetime) -> Ticket:
    """Nobody came within `queue.absent_minutes` after the last of `queue.calls` (Q-11)."""
    ticket = locked(ticket)
    if ticket.state == states.NO_SHOW:
        return ticket
    if ticket.state != states.CALLED:
        raise Conflict(_("This visitor has not been called yet."), code="state_not_allowed")
    if ticket.calls < ticket.queue.calls:
        raise RuleBroken(
            _("Call once more first: a visitor is absent after %(times)s calls.")
            % {"times": ticket.queue.calls},
            code="call_again",
        )
    since = absent_from(ticket)
    if since is not None and at < since:
        raise RuleBroken(
            _(
                "The visitor may still be on the way. They can be marked as absent from %(time)s: "
                "that is %(minutes)s min after the last call."
            )
            % {"time": f"{_whole_minute(since):%-H:%M}", "minutes": ticket.queue.absent_minutes},
            code="too_early",
        )
    free_place(ticket, at)
    ticket.state, ticket.finished_at = states.NO_SHOW, at
    return note(ticket, "absent", states.CALLED, actor, at)


def absent_from(ticket: Ticket) -> datetime | None:
    """Since when the visitor may be marked absent (Q-11); None while calls are left."""
    if ticket.last_call_at is None or ticket.calls < ticket.queue.calls:
        return None
    return ticket.last_call_at + timedelta(minutes=ticket.queue.absent_minutes)


def _whole_minute(moment: datetime) -> datetime:
    """By the city's clock, rounded up: at the minute told it is allowed already."""
    local = clock.local(moment)
    return local.replace(second=0, microsecond=0) + timedelta(
        minutes=bool(local.second or local.microsecond)
    )


def _lock_queue(key: int) -> Queue:
    return Queue.objects.select_for_update(no_key=True).get(pk=key)


def _seated(window: Window) -> Sitting:
    sitting = sitting_at(window)
    if sitting is None:
        raise Conflict(_("The window is closed. Open it first."), code="closed")
    return sitting


def _at_window(window: Window, at: datetime, *among: str) -> list[Ticket]:
    day = clock.local(at).date()
    rows = Ticket.objects.filter(window=window, day=day, state__in=among)
    return list(rows.order_by("called_at", "pk"))


def _just_called(window: Window, here: list[Ticket], at: datetime) -> Ticket | None:
    """Whom the first of two presses has called."""
    called = [one for one in here if one.state == states.CALLED and one.called_at is not None]
    last = called[-1] if called else None
    if last is None or last.called_at is None:
        return None
    return last if window.seats == 1 or at - last.called_at < ONE_PRESS else None


def _check_seat(window: Window, here: list[Ticket]) -> None:
    if len(here) >= window.seats:
        raise _visitors_are_here(here)


def _visitors_are_here(here: list[Ticket]) -> Conflict:
    numbers = ", ".join(one.number for one in here)
    return Conflict(
        ngettext(
            "First finish with the visitor of ticket %(numbers)s.",
            "First finish with one of the visitors: %(numbers)s.",
            len(here),
        )
        % {"numbers": numbers},
        code="visitor_is_here",
    )
