from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmRequestsConfig(AppConfig):
    name = "crm.requests"
    label = "crm_requests"
    verbose_name = _("Requests and rights to data")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.slots import fill
        from crm.deadlines import ports as deadline_ports
        from crm.requests import holdings, notices, reminding, slots
        from crm.requests.papers import kinds
        from crm.residents import ports

        kinds.register_kinds()
        notices.register_kinds()
        reminding.REMINDERS.register()
        ports.register(holdings.RequestsHoldings())
        deadline_ports.register_reminding(reminding.RequestsRemind())
        fill("information_request", slots.information_request)
