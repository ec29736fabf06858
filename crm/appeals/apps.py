from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmAppealsConfig(AppConfig):
    name = "crm.appeals"
    label = "crm_appeals"
    verbose_name = _("Appeals")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.slots import fill
        from crm.appeals import (  # noqa: F401 - listens
            holdings,
            listeners,
            notices,
            reminding,
            slots,
        )
        from crm.appeals.papers import kinds
        from crm.deadlines import ports as deadline_ports
        from crm.residents import ports

        notices.register_kinds()
        reminding.REMINDERS.register()
        kinds.register_kinds()
        ports.register(holdings.AppealsHoldings())
        deadline_ports.register_reminding(reminding.AppealsRemind())
        fill("appeal_form", slots.appeal_form)
