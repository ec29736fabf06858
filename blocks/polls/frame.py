"""The entry of the main menu: shown once the city has asked something."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from blocks.polls.models import Survey


def surveys_link(language: str) -> dict[str, Any]:
    if not Survey.objects.published().exists():
        return {}
    with override(language):
        return {"surveys": {"title": _("Surveys"), "url": reverse("polls:list")}}
