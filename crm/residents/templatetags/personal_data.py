"""The notice on personal data, for every form that asks for them (PD-02)."""

from typing import Any

from django import template
from django.utils.translation import get_language

from core.web.frame import frame
from crm.residents.rules import PD_NOTICE_VERSION

register = template.Library()


@register.inclusion_tag("residents/pd_notice.html")
def pd_notice(is_for_staff: bool = False) -> dict[str, Any]:
    """{% pd_notice %} above the button that sends; staff read it to whoever calls or comes."""
    city = frame(get_language() or "uk").get("city_facts") or {}
    return {"city": city, "version": PD_NOTICE_VERSION, "is_for_staff": is_for_staff}
