from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmReportsConfig(AppConfig):
    name = "crm.reports"
    label = "crm_reports"
    verbose_name = _("Reports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from crm.reports import files, scheduling

        files.register_kinds()
        scheduling.register_kinds()
