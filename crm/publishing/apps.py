from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmPublishingConfig(AppConfig):
    name = "crm.publishing"
    label = "crm_publishing"
    verbose_name = _("Publishing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.tasks import outbox
        from crm.publishing import listeners
        from crm.publishing.availability import AvailabilityDrain

        listeners.connect()
        outbox.register_drain(AvailabilityDrain())
