from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreIdsConfig(AppConfig):
    name = "core.ids"
    label = "ids"
    verbose_name = _("Numbers")
    default_auto_field = "django.db.models.BigAutoField"
