from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreTasksConfig(AppConfig):
    name = "core.tasks"
    label = "tasks"
    verbose_name = _("Background work")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.tasks import checks, heartbeats, outbox  # noqa: F401
        from core.web import health

        health.register_probe("worker", lambda at: heartbeats.silence_of(heartbeats.WORKER, at))
        health.register_probe("outbox", lambda at: heartbeats.silence_of(heartbeats.OUTBOX, at))
        health.register_probe("outbox_age", outbox.age_problem)
