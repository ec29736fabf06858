"""The block by which a page offers booking."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from blocks.content.blocks import HeadingBlock
from blocks.queues.api_words import offer_words
from blocks.queues.choosers import QueueChooserBlock
from blocks.queues.models import Availability, Queue, Service
from blocks.queues.reading import Offer, offers_of
from core import clock
from core.words import Text


class QueueBlock(blocks.StructBlock):
    """Queues of the page's addressee. Whoever gives places fills the slot of the button."""

    heading = HeadingBlock(default=_("Come to us"))
    note = blocks.TextBlock(
        required=False,
        rows=2,
        label=_("Note"),
        help_text=_("What one should know before booking."),
    )
    queues = blocks.ListBlock(
        QueueChooserBlock(label=_("Queue")),
        required=False,
        default=[],
        label=_("Queues"),
        help_text=_("Leave it empty to offer all queues of this addressee."),
    )

    class Meta:
        icon = "calendar-alt"
        label = _("Electronic queue")
        group = _("Actions")
        description = _("Services one can book here, the next free time and how long people wait.")
        template = "blocks/queue.html"
        preview_template = "blocks/preview.html"
        preview_value = {"heading": _("Come to us"), "note": "", "queues": []}

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        if "offers" not in context:
            context["offers"] = _offers(context.get("addressee"), value)
        return context

    def get_preview_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """A believable example: some real queue would say how many people stand there now."""
        context = super().get_preview_context(value, parent_context)
        return context | {"offers": [_example()]}

    def get_api_representation(self, value: Any, context: dict | None = None) -> dict[str, Any]:
        """With the queues themselves; those of the page's addressee when none is chosen."""
        addressee = (context or {}).get("addressee")
        return {
            "heading": value.get("heading", ""),
            "note": value.get("note", ""),
            "queues": [offer_words(one) for one in _offers(addressee, value)],
        }


def _offers(addressee: Any, value: Any) -> list[Offer]:
    if addressee is None:
        return []
    chosen = [one for one in value.get("queues") or () if one is not None]
    return offers_of(addressee, clock.now(), chosen)


def _example() -> Offer:
    at = clock.now()
    queue = Queue(name=Text(uk="Адміністративні послуги", en="Administrative services"), slug="-")
    services = [
        Service(name=Text(uk="Довідка", en="Certificate"), minutes=10),
        Service(name=Text(uk="Реєстрація місця проживання", en="Residence"), minutes=20),
    ]
    free = at + timedelta(hours=3)
    told = Availability(queue=queue, next_free_at=free, waiting=4, wait_minutes=12, updated_at=at)
    return Offer(queue, services, at, told)
