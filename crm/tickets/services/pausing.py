"""A queue that stops for a while: air raid, power cut; and how it goes on (Q-16)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.queues.models import Queue
from blocks.queues.offers import offered_by
from core import clock, live
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from core.words import Text
from crm.tickets import office_notices, states
from crm.tickets.cells import CELL_MINUTES, cell_of, cells_of
from crm.tickets.errands import errand_of
from crm.tickets.happenings import happened, queue_key
from crm.tickets.models import Occupied, Ticket
from crm.tickets.services.booking import cancel
from crm.tickets.services.reminding import plan
from crm.tickets.shifting import LONGEST, Visit, shifted

_PAUSE = ("paused_at", "pause_reason", "paused_until")
KEEP, SHIFT, REOFFER = "keep", "shift", "cancel"
WAYS = {
    KEEP: pgettext_lazy("how a queue goes on", "Visits stay at their times"),
    SHIFT: pgettext_lazy("how a queue goes on", "All remaining visits of today begin later"),
    REOFFER: pgettext_lazy(
        "how a queue goes on", "Remaining visits of today are cancelled, other times are offered"
    ),
}


@dataclass
class Resumed:
    """What became of the visits of the day."""

    kept: list[Ticket] = field(default_factory=list)
    moved: list[Ticket] = field(default_factory=list)
    cancelled: list[Ticket] = field(default_factory=list)


@transaction.atomic
def pause(
    queue: Queue, reason: Text, actor: Any, at: datetime, *, until: datetime | None = None
) -> Queue:
    """Nobody new is booked or given a ticket; tickets are kept and their visitors told.

    `until` is when the office expects to go on; told, and nothing happens by itself then. A second
    press changes nothing. Raises RuleBroken without a reason and for an end that has passed.
    """
    queue = _locked(queue)
    if queue.is_paused:
        return queue
    if not reason:
        raise RuleBroken(_("Write why: visitors read it."), "reason", "required")
    if until is not None and until <= at:
        raise RuleBroken(_("Give a time that is still ahead."), "until", "past")
    queue.paused_at, queue.pause_reason, queue.paused_until = at, reason, until
    queue.save(update_fields=_PAUSE)
    journal.record("queue.paused", actor, queue, at, reason=str(reason))
    office_notices.tell_of_pause(queue, [one.pk for one in remaining(queue, at, at)], at)
    live.wake(queue_key(queue.pk))
    return queue


@transaction.atomic
def resume(
    queue: Queue, how: str, actor: Any, at: datetime, *, minutes: int = 0, reason: str = ""
) -> Resumed:
    """Go on: visits keep their times, begin `minutes` later, or are offered other times.

    Nobody is lost: whose time has passed meanwhile, or does not fit into the rest of the day, is
    told that the visit is cancelled and gets the nearest times. Raises RuleBroken for minutes that
    are no whole cells, Conflict when somebody is booking at this very moment.
    """
    if how not in WAYS:
        raise RuleBroken(_("Choose how to go on."), "how", "required")
    if how == SHIFT and (not 0 < minutes <= LONGEST or minutes % CELL_MINUTES):
        raise RuleBroken(
            _("Give from %(least)s to %(most)s minutes, in steps of %(least)s.")
            % {"least": CELL_MINUTES, "most": LONGEST},
            "minutes",
            "minutes",
        )
    queue = _locked(queue)
    if not queue.is_paused:
        return Resumed()
    assert queue.paused_at is not None
    why = reason.strip()[:300] or str(queue.pause_reason)
    found = list(remaining(queue, queue.paused_at, at).select_for_update(of=("self",)))
    queue.paused_at, queue.pause_reason, queue.paused_until = None, Text(), None
    queue.save(update_fields=_PAUSE)
    done = _go_on(queue, found, how, minutes, actor, at, why)
    facts = {"kept": len(done.kept), "moved": len(done.moved), "cancelled": len(done.cancelled)}
    journal.record("queue.resumed", actor, queue, at, how=how, minutes=minutes, **facts)
    office_notices.tell_of_resuming([one.pk for one in done.kept], at)
    live.wake(queue_key(queue.pk))
    return done


def fits_after(queue: Queue, minutes: int, at: datetime) -> tuple[int, int]:
    """How many visits could begin so much later, and how many could not: for the form."""
    found = list(remaining(queue, queue.paused_at or at, at))
    moved, left = _plan(queue, found, minutes, at)
    return len(moved), len(left)


def _go_on(
    queue: Queue,
    found: list[Ticket],
    how: str,
    minutes: int,
    actor: Any,
    at: datetime,
    why: str,
) -> Resumed:
    done = Resumed()
    if how == SHIFT:
        moved, left = _plan(queue, found, minutes, at)
        stays = {one.key for one in moved}
    elif how == KEEP:
        stays = {one.pk for one in found if one.starts_at and one.starts_at >= at}
    else:
        stays = set()
    by_key = {one.pk: one for one in found}
    gone = [one for one in found if one.pk not in stays]
    done.cancelled = [cancel(one, actor, at, by_office=True, reason=why) for one in gone]
    if how == SHIFT:
        done.moved = _put_off([(by_key[one.key], one) for one in moved], minutes, actor, at)
    else:
        done.kept = [one for one in found if one.pk in stays]
    return done


def _plan(
    queue: Queue, found: list[Ticket], minutes: int, at: datetime
) -> tuple[list[Visit], list[Visit]]:
    today = clock.local(at).date()
    offered = offered_by(queue, at)
    working = [one for one in offered.windows if one.is_active]
    spans = {one.pk: times for one, _day, times in offered.receptions(working, today, today)}
    visits = [_visit(one) for one in found]
    others = Occupied.objects.filter(window__queue=queue, cell__gte=cell_of(at))
    kept = others.exclude(ticket__in=[one.pk for one in found])
    staying = set(kept.values_list("window", "seat", "cell"))
    return shifted(visits, minutes, spans, staying, at)


def _visit(ticket: Ticket) -> Visit:
    assert ticket.window_id is not None and ticket.starts_at is not None
    minutes = ticket.cells * CELL_MINUTES
    lasts = errand_of(ticket).occupies(ticket.people)
    if cells_of(ticket.starts_at, lasts)[1] == ticket.cells:
        minutes = lasts  # else the service has changed since: as many cells as were given
    return Visit(ticket.pk, ticket.window_id, ticket.seat, ticket.starts_at, minutes)


def _put_off(
    found: list[tuple[Ticket, Visit]], minutes: int, actor: Any, at: datetime
) -> list[Ticket]:
    """All cells go back and are taken anew, by rising cell; the unique cells decide."""
    Occupied.objects.filter(ticket__in=[ticket.pk for ticket, _visit in found]).delete()
    rows = [
        Occupied(ticket=ticket, window_id=window, seat=seat, cell=cell)
        for ticket, visit in found
        for window, seat, cell in visit.cells()
    ]
    try:
        with transaction.atomic():
            Occupied.objects.bulk_create(sorted(rows, key=lambda row: row.cell))
    except IntegrityError as taken:
        raise Conflict(
            _("Somebody has just taken one of these times. Press once more."), code="taken"
        ) from taken
    for ticket, visit in found:
        before = ticket.starts_at
        assert before is not None and ticket.ends_at is not None
        ticket.starts_at = visit.starts_at
        ticket.ends_at += timedelta(minutes=minutes)
        ticket.first_cell, ticket.cells = cells_of(visit.starts_at, visit.minutes)
        ticket.sequence += 1
        ticket.updated_at = at
        plan(ticket, at)
        ticket.save()
        happened(ticket, "moved", actor, at, before=states.BOOKED, later_by=minutes)
        facts = {"number": ticket.number, "later_by": minutes}
        journal.record("ticket.put_off", actor, ticket, at, **facts)
        office_notices.tell_of_putting_off(ticket, before, at)
    return [ticket for ticket, _visit in found]


def remaining(queue: Queue, since: datetime, at: datetime) -> QuerySet[Ticket]:
    """Visits up to this evening that were not over when the queue stopped."""
    days = (clock.local(since).date(), clock.local(at).date())
    rows = Ticket.objects.filter(queue=queue, state=states.BOOKED, day__range=days)
    rows = rows.filter(ends_at__gt=since).select_related("queue__addressee", "service")
    return rows.order_by("pk")


def _locked(queue: Queue) -> Queue:
    return Queue.objects.select_for_update(of=("self",)).get(pk=queue.pk)
