"""From an address to its page: by the whole address at once, not level by level."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from home.models import AddresseePage
from home.models.base import CityPage

KEEP_SITE_SECONDS = 300
SITE_GENERATION = "sites-changed"


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """The live page of this site, language and address; None leaves it to Wagtail's own way.

    Pages of addressees are by far the most, so they are asked first: one statement for the page
    with its record. Sites and roots of languages come from the cache.
    """
    root = _root_path(request)
    if root is None:
        return None
    parts = [part for part in path.split("/") if part]
    wanted = {"url_path": root + "".join(f"{part}/" for part in parts), "live": True}
    if parts:
        wanted["slug"] = parts[-1]
        page = AddresseePage.for_visitor(AddresseePage.objects.filter(**wanted)).first()
        if page is not None:
            return RouteResult(page)
    found = Page.objects.filter(**wanted).only("pk", "content_type").first()
    model = found.specific_class if found else None
    if model is None or not issubclass(model, CityPage):
        return None
    return RouteResult(model.for_visitor(model.objects.all()).get(pk=found.pk))


def forget_sites(**kwargs: Any) -> None:
    """After a site was added, changed or deleted."""
    cache.add(SITE_GENERATION, 0, None)
    cache.incr(SITE_GENERATION)


def _root_path(request: HttpRequest) -> str | None:
    site = _site(request)
    if site is None:
        return None
    roots = {
        root.language_code: root.root_path
        for root in Site.get_site_root_paths()
        if root.site_id == site.pk
    }
    return roots.get(get_language() or "")


def _site(request: HttpRequest) -> Site | None:
    """Wagtail's own answer, kept for a while: the same few hosts are asked for all day."""
    if not hasattr(request, "_wagtail_site"):
        host = f"{request._get_raw_host()}:{request.get_port()}"[:200]
        key = f"site:{cache.get(SITE_GENERATION, 0)}:{host}"
        site = cache.get(key)
        if site is None:
            site = Site._find_for_request(request)
            if site is not None:
                cache.set(key, site, KEEP_SITE_SECONDS)
        request._wagtail_site = site  # type: ignore[attr-defined]
    return request._wagtail_site  # type: ignore[attr-defined]
