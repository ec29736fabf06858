from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmAppealsConfig(AppConfig):
    name = "crm.appeals"
    label = "crm_appeals"
    verbose_name = _("Appeals")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.slots import fill
        from crm.appeals import holdings, listeners, notices, slots  # noqa: F401 - listens
        from crm.residents import ports

        notices.register_kinds()
        ports.register(holdings.AppealsHoldings())
        fill("appeal_form", slots.appeal_form)
