from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class CrmDeskConfig(AppConfig):
    name = "crm.desk"
    label = "crm_desk"
    verbose_name = _("Desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.web import frame

        frame.provide_desk(desk_sections)


def desk_sections(request: HttpRequest, section: str) -> dict[str, Any]:
    """A provider of core.web.frame, for pages of queues."""
    from crm.desk.views.lists import frame

    return frame(request, section)
