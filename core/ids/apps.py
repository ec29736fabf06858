from django.apps import AppConfig
from django.urls import register_converter
from django.urls.converters import get_converters
from django.utils.translation import gettext_lazy as _


class CoreIdsConfig(AppConfig):
    name = "core.ids"
    label = "ids"
    verbose_name = _("Numbers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.ids.converters import PublicIdConverter

        if "pid" not in get_converters():
            register_converter(PublicIdConverter, "pid")
