from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlocksAnswersConfig(AppConfig):
    name = "blocks.answers"
    label = "blocks_answers"
    verbose_name = _("Published answers")
    default_auto_field = "django.db.models.BigAutoField"
