from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreChartsConfig(AppConfig):
    name = "core.charts"
    label = "charts"
    verbose_name = _("Charts")
    default_auto_field = "django.db.models.BigAutoField"
