from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmDeskConfig(AppConfig):
    name = "crm.desk"
    label = "crm_desk"
    verbose_name = _("Desk")
    default_auto_field = "django.db.models.BigAutoField"
