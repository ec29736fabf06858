"""The block that says how well an addressee answers."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from blocks.figures import rules
from blocks.figures.services import Figure, figures_of


class FiguresBlock(blocks.StructBlock):
    """On the page of an addressee: that addressee's; elsewhere: the whole city's."""

    heading = blocks.CharBlock(
        required=False,
        max_length=120,
        default=_("How we work"),
        label=_("Heading"),
        help_text=_("Shown above the block. Leave it empty to go without one."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Figures")
        group = _("From the directory")
        description = _(
            "How many appeals came in the last year, how many were answered in time, how fast."
        )
        template = "blocks/figures.html"
        preview_template = "blocks/preview.html"
        preview_value = {"heading": _("How we work")}

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        if "figures" not in context:
            context["figures"] = figures_of(context.get("addressee"))
        return context

    def get_preview_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """A believable example: the preview must not show some real addressee's numbers."""
        example = {
            rules.RECEIVED: 217,
            rules.ANSWERED: 209,
            rules.IN_TIME: 94,
            rules.MEDIAN_DAYS: 12,
        }
        context = super().get_preview_context(value, parent_context)
        context["figures"] = [
            Figure(key, str(rules.KINDS[key].label), date.min, Decimal(number), False)
            for key, number in example.items()
        ]
        return context
