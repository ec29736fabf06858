from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmResidentsConfig(AppConfig):
    name = "crm.residents"
    label = "crm_residents"
    verbose_name = _("Residents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from crm.residents import holdings, ports

        ports.register(holdings.CardHoldings())
