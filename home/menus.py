"""Links of the header and the footer: published pages that an editor marked «show in menus»."""

from django.conf import settings
from wagtail.models import Site

from core.web.menus import Link
from home.models import HomePage


def site_menus(language: str) -> dict[str, list[Link]]:
    """Header: catalogue pages; footer: help pages and pages about the site itself."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return {}
    home = site.root_page.specific
    if not isinstance(home, HomePage):
        return {}
    if home.locale.language_code != language:
        home = home.get_translations().filter(locale__language_code=language).live().first()
    if home is None:
        return {}
    return home.menus()


def all_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]
