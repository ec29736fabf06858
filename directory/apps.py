from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    label = "directory"
    verbose_name = _("Directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory.access import register_policies
        from directory.widgets import serve_leaflet_ourselves

        serve_leaflet_ourselves()
        register_policies()
