from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlocksPollsConfig(AppConfig):
    name = "blocks.polls"
    label = "blocks_polls"
    verbose_name = _("Surveys")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from blocks.polls.frame import surveys_link
        from core.web import frame

        frame.provide(surveys_link)
