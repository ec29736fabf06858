from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlocksFiguresConfig(AppConfig):
    name = "blocks.figures"
    label = "blocks_figures"
    verbose_name = _("Figures")
    default_auto_field = "django.db.models.BigAutoField"
