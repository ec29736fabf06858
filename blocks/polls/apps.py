from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlocksPollsConfig(AppConfig):
    name = "blocks.polls"
    label = "blocks_polls"
    verbose_name = _("Surveys")
    default_auto_field = "django.db.models.BigAutoField"
