from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlocksContentConfig(AppConfig):
    name = "blocks.content"
    label = "blocks_content"
    verbose_name = _("Content blocks")
    default_auto_field = "django.db.models.BigAutoField"
