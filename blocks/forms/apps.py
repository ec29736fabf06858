from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlocksFormsConfig(AppConfig):
    name = "blocks.forms"
    label = "blocks_forms"
    verbose_name = _("Forms")
    default_auto_field = "django.db.models.BigAutoField"
