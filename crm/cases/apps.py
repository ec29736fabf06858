from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmCasesConfig(AppConfig):
    name = "crm.cases"
    label = "crm_cases"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from crm.cases.following import CasesFollow
        from crm.deadlines import ports

        ports.register_follower(CasesFollow())
