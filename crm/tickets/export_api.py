"""Visits for programs of document flow: what has changed since, page by page (F1.46, Q-20)."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from blocks.queues.models import Queue
from core import clock
from core.accounts.bearer import PersonalToken
from core.audit import services as journal
from core.errors import RuleBroken
from core.web.limits import limited
from crm.tickets import states
from crm.tickets.exporting import facts_of
from crm.tickets.models import Ticket
from crm.tickets.reach import queues_managed_by

SCOPE = "visits:read"
PAGE = 200
SETTLES = timedelta(seconds=5)
"""A change is told when it is so old: what is committed late is never stepped over."""

router = Router(tags=["visits"], auth=PersonalToken(SCOPE))


class VisitOut(Schema):
    id: str
    number: str
    queue: str
    service: str
    services: list[str]
    window: str | None
    state: str = Field(description="booked, arrived, called, in_service, served, no_show, …")
    channel: str
    people: int
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    booked_at: datetime | None
    arrived_at: datetime | None
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    outcome: str = Field(description="A code of the queue's.")
    outcome_words: str
    updated_at: datetime
    visitor: str | None = Field(None, description="Only when asked for by people=true.")
    phone: str | None = None


class VisitPage(Schema):
    items: list[VisitOut]
    next: str = Field(description="Ask on with after=…; keep it until the next look for changes.")
    has_more: bool


@router.get("", response=VisitPage, summary="Visits of a queue, in the order of their changes")
@limited("api.personal", methods=("GET",))
def list_visits(
    request: HttpRequest,
    queue: Annotated[str, Query(max_length=60, description="Slug of a queue you answer for.")],
    changed_since: Annotated[datetime | None, Query(description="A moment with its zone.")] = None,
    after: Annotated[str, Query(max_length=60)] = "",
    limit: Annotated[int, Query(ge=1, le=PAGE)] = 50,
    people: bool = False,
) -> dict[str, Any]:
    """Begin with `changed_since`; then `next` of the last answer brings only what is newer."""
    at = clock.now()
    found = _queue(request.user, queue)
    rows = Ticket.objects.filter(queue=found, updated_at__lte=at - SETTLES)
    rows = rows.exclude(state__in=(states.HELD, states.LAPSED))
    if changed_since is not None:
        if changed_since.tzinfo is None:
            raise RuleBroken(_("Give the moment with its zone."), "changed_since", "zone")
        rows = rows.filter(updated_at__gte=changed_since)
    if after:
        rows = _beyond(rows, after)
    rows = rows.select_related("queue", "service", "window", "resident")
    page = list(rows.order_by("updated_at", "pk")[: limit + 1])
    shown = page[:limit]
    journal.record(
        "queue.visits_read", request.user, found, at, people=people, rows=len(shown), by="api"
    )
    return {
        "items": [facts_of(one, request.user, with_people=people) for one in shown],
        "next": f"{shown[-1].updated_at.isoformat()}~{shown[-1].pk}" if shown else after,
        "has_more": len(page) > limit,
    }


def _queue(user: Any, slug: str) -> Queue:
    """A foreign queue is absent."""
    found = queues_managed_by(user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _beyond(rows: QuerySet[Ticket], after: str) -> QuerySet[Ticket]:
    # A plus sign in an address is a space unless the program has escaped it.
    moment, _mark, key = after.replace(" ", "+").partition("~")
    try:
        edge = parse_datetime(moment)
    except ValueError:
        edge = None
    if edge is None or edge.tzinfo is None or not key.isdecimal() or len(key) > 18:
        raise RuleBroken(_("Give “after” as it came in “next”."), "after", "after")
    return rows.filter(Q(updated_at__gt=edge) | Q(updated_at=edge, pk__gt=int(key)))
