from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreNotifyConfig(AppConfig):
    name = "core.notify"
    label = "notify"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.notify.announcing import AnnouncementDrain
        from core.notify.drain import OutboxDrain
        from core.tasks.outbox import register_drain

        register_drain(AnnouncementDrain())  # first: its letters leave in the same round
        register_drain(OutboxDrain())
