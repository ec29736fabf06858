from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreWebConfig(AppConfig):
    name = "core.web"
    label = "web"
    verbose_name = _("Web")
    default_auto_field = "django.db.models.BigAutoField"
