"""A queue as programs read it, in the language asked for."""

from typing import Any

from blocks.queues.models import Service
from blocks.queues.reading import Offer

RULES = (
    *("horizon_days", "new_days_open_at", "lead_minutes", "hold_minutes", "cancel_minutes"),
    *("max_services", "max_active", "max_a_day", "max_a_month", "early_minutes", "grace_minutes"),
    *("absent_minutes", "absences", "absences_within_days", "closed_for_days"),
)


def offer_words(offer: Offer) -> dict[str, Any]:
    queue = offer.queue
    return {
        "slug": queue.slug,
        "name": str(queue.name),
        "description": str(queue.description),
        "place": str(queue.place),
        "addressee": queue.addressee.slug,
        "takes_walk_ins": queue.takes_walk_ins,
        "services": [_service(one) for one in offer.services],
        "rules": {name: getattr(queue, name) for name in RULES},
        "availability": {
            "is_paused": offer.is_paused,
            "pause_reason": offer.pause_reason,
            "paused_until": offer.paused_until,
            "next_free_at": offer.next_free_at,
            "waiting": offer.waiting,
            "wait_minutes": offer.wait_minutes,
            "updated_at": offer.updated_at,
        },
    }


def _service(service: Service) -> dict[str, Any]:
    return {
        "id": service.pk,
        "name": str(service.name),
        "letter": service.letter,
        "minutes": service.minutes,
        "documents": service.document_lines,
        "price": str(service.price),
        "max_people": service.max_people,
        "lead_minutes": service.lead_minutes,
    }
