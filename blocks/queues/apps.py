from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlocksQueuesConfig(AppConfig):
    name = "blocks.queues"
    label = "blocks_queues"
    verbose_name = _("Electronic queues")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from blocks.queues.access import register_policies

        register_policies()
