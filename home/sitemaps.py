"""sitemap.xml: live public pages of every language, each naming its translations (W-19)."""

from typing import Any

from django.db.models import Q
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page


class CitySitemap(Sitemap):
    """Wagtail's own leaves other languages out and reads every page's own table."""

    def items(self) -> Any:
        site = self.get_wagtail_site()
        below = Q()
        for root in site.root_page.get_translations(inclusive=True):
            below |= Q(path__startswith=root.path)
        return Page.objects.live().public().filter(below).order_by("path")

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        pages = list(self.paginator.page(page).object_list.select_related("locale"))
        addresses: dict[Any, dict[str, str]] = {}
        for one in pages:
            url = self.request.build_absolute_uri(one.get_url(self.request) or "/")
            addresses.setdefault(one.translation_key, {})[one.locale.language_code] = url
        return [self._entry(one, addresses[one.translation_key]) for one in pages]

    def _entry(self, page: Page, languages: dict[str, str]) -> dict[str, Any]:
        return {
            "location": languages[page.locale.language_code],
            "lastmod": page.last_published_at,
            "alternates": [
                {"lang_code": code, "location": url} for code, url in sorted(languages.items())
            ]
            if len(languages) > 1
            else [],
        }
