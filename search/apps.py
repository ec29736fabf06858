from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home import listeners as pages
        from search import listeners

        # Those of the pages hear first: what they write down is what is found afterwards.
        pages.connect()
        listeners.connect()
