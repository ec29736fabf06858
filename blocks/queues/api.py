"""Queues as JSON: what is offered, by which rules, and when the next place is free. Public."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, time
from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation
from ninja import Query, Router, Schema
from pydantic import Field

from blocks.queues.api_words import offer_words
from blocks.queues.models import Queue
from blocks.queues.reading import offers
from core import clock
from core.web.limits import client_address, limited

router = Router(tags=["queues"])

Language = Annotated[str | None, Query(description="uk or en; else Accept-Language decides.")]
Whose = Annotated[str, Query(max_length=80, description="Slug of an addressee.")]
MOST = 500


class ServiceOut(Schema):
    id: int
    name: str
    letter: str = Field(description="Numbers of its tickets begin with it.")
    minutes: int
    documents: list[str] = Field(description="What to bring.")
    price: str = Field(description="Empty: free of charge.")
    max_people: int
    lead_minutes: int | None = Field(description="Null: as for the queue.")


class RulesOut(Schema):
    """Rules of giving places; terms are in minutes where the name says so."""

    horizon_days: int
    new_days_open_at: time
    lead_minutes: int
    hold_minutes: int
    cancel_minutes: int
    max_services: int
    max_active: int
    max_a_day: int
    max_a_month: int
    early_minutes: int
    grace_minutes: int
    absent_minutes: int
    absences: int
    absences_within_days: int
    closed_for_days: int


class AvailabilityOut(Schema):
    """As of `updated_at`; counts of the hall are null while it does not receive."""

    is_paused: bool
    pause_reason: str
    paused_until: datetime | None
    next_free_at: datetime | None
    waiting: int | None
    wait_minutes: int | None
    updated_at: datetime | None


class QueueOut(Schema):
    slug: str
    name: str
    description: str
    place: str
    addressee: str = Field(description="Slug of who gives the places.")
    takes_walk_ins: bool
    services: list[ServiceOut]
    rules: RulesOut
    availability: AvailabilityOut


@router.get("", response=list[QueueOut], summary="Queues that can be booked", auth=None)
@limited("api.public", methods=("GET",), key=client_address)
def list_queues(request: HttpRequest, addressee: Whose = "", lang: Language = None) -> list[dict]:
    """All queues that work, or those of one addressee, with their services and free times."""
    found = Queue.objects.on_offer().select_related("addressee")
    if addressee:
        found = found.filter(addressee__slug=addressee)
    with _language(lang):
        return [offer_words(one) for one in offers(found, clock.now())[:MOST]]


@router.get("/{slug}", response=QueueOut, summary="One queue", auth=None)
@limited("api.public", methods=("GET",), key=client_address)
def get_queue(request: HttpRequest, slug: str, lang: Language = None) -> dict:
    found = Queue.objects.on_offer().select_related("addressee").filter(slug=slug)
    with _language(lang):
        for one in offers(found, clock.now()):
            return offer_words(one)
    raise Http404


def _language(lang: str | None) -> AbstractContextManager:
    if lang in dict(settings.LANGUAGES):
        return translation.override(lang)
    return nullcontext()
