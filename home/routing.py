"""From an address to its page: by the whole address at once, not level by level."""

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from home.models.base import CityPage


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """The live page of this site, language and address; None leaves it to Wagtail's own way.

    Where roots of languages stand is kept in the cache by Wagtail, so neither the root nor the
    locale is read: two statements instead of two for the root and two for every level.
    """
    root = _root_path(request)
    if root is None:
        return None
    parts = [part for part in path.split("/") if part]
    address = root + "".join(f"{part}/" for part in parts)
    pages = Page.objects.live().filter(url_path=address)
    found = (pages.filter(slug=parts[-1]) if parts else pages).first()
    model = found.specific_class if found else None
    if model is None or not issubclass(model, CityPage):
        return None
    return RouteResult(model.for_visitor(model.objects.all()).get(pk=found.pk))


def _root_path(request: HttpRequest) -> str | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    roots = {
        root.language_code: root.root_path
        for root in Site.get_site_root_paths()
        if root.site_id == site.pk
    }
    return roots.get(get_language() or "")
