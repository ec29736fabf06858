"""Links between the decisions of booking."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template

from blocks.queues import reading as paused
from blocks.queues.models import Queue
from core import clock
from crm.tickets import offer as offers

register = template.Library()


@register.simple_tag
def decided(offer: offers.Offer, **more: Any) -> str:
    """{% decided offer day=one.day %}: the decisions made so far and this one, for an address."""
    found: dict[str, Any] = {}
    if offer.service is not None:
        found["service"] = offer.service.pk
        found["also"] = offer.also
    if offer.people > 1:
        found["people"] = offer.people
    if offer.window is not None:
        found["window"] = offer.window.pk
    for name, value in more.items():
        found |= _written(name, value)
    return urlencode(found, doseq=True)


def _written(name: str, value: Any) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"day": clock.local(value).date().isoformat(), name: offers.stamp(value)}
    return {name: value.isoformat() if isinstance(value, date) else str(value)}


@register.filter
def pause_words(queue: Queue) -> str:
    return paused.pause_words(queue, clock.now())


@register.filter
def stamp(moment: datetime) -> str:
    return offers.stamp(moment)
