"""The entry of the main menu, while some queue is on offer."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from blocks.queues.models import Queue


def booking_link(language: str) -> dict[str, Any]:
    """A provider of core.web.frame."""
    if not Queue.objects.on_offer().exists():
        return {"booking": None}
    with override(language):
        return {"booking": {"title": _("Booking"), "url": reverse("tickets:queues")}}
