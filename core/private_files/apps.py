from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorePrivateFilesConfig(AppConfig):
    name = "core.private_files"
    label = "private_files"
    verbose_name = _("Private files")
    default_auto_field = "django.db.models.BigAutoField"
