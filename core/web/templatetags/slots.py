"""{% load slots %} {% slot "appeal_form" page=page %}: see core.slots."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from core import slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, slot_name: str, **ctx: Any) -> SafeString:
    """Render a named slot; the renderer also receives `request` when the template has one."""
    if "request" in context:
        ctx.setdefault("request", context["request"])
    return slots.render(slot_name, **ctx)


@register.simple_tag
def slot_filled(name: str) -> bool:
    """{% slot_filled "appeal_form" as ready %}: whether anything would be rendered."""
    return slots.is_filled(name)
