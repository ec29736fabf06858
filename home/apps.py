from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from core.web import frame
        from home import letters, listeners
        from home.frame import site_frame
        from home.permissions import CityPagePermissionPolicy
        from home.services import editors

        register_permission_policy(Page, CityPagePermissionPolicy())
        editors.register_role_groups()
        listeners.connect()
        letters.connect()
        frame.provide(site_frame)
