from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreAccountsConfig(AppConfig):
    name = "core.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.accounts.kinds import register_kinds

        register_kinds()
