"""Links around a page: the way down to it and the same page in other languages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, Site

from home.reading.kept import kept


@dataclass(frozen=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True)
class LanguageLink:
    """The same page in a language; `url` is absolute for search engines."""

    code: str
    name: str
    url: str
    is_current: bool


def links_around(page: Page, request: HttpRequest) -> dict[str, Any]:
    """Crumbs down to the parent and links to other languages, read in one statement and kept."""
    if page.pk is None or getattr(request, "is_preview", False):
        return _links_around(page, request)
    return kept(
        ("links", page.pk, request.get_host(), request.scheme),
        lambda: _links_around(page, request),
    )


def _links_around(page: Page, request: HttpRequest) -> dict[str, Any]:
    root_depth = _root_depth(request)
    above = [page.path[: depth * page.steplen] for depth in range(root_depth + 1, page.depth)]
    near = (
        Page.objects.live()
        .filter(Q(path__in=above) | Q(translation_key=page.translation_key))
        .select_related("locale")
        .only("path", "url_path", "title", "translation_key", "locale__language_code")
        .order_by("path")
    )
    crumbs, translations = [], []
    for other in near:
        if other.path in above:
            crumbs.append(Link(other.title, other.get_url(request) or ""))
        if other.translation_key == page.translation_key:
            translations.append(other)
    return {"crumbs": crumbs, "alternates": _language_links(page, translations, request)}


def _root_depth(request: HttpRequest) -> int:
    site = Site.find_for_request(request) if request is not None else None
    return site.root_page.depth if site else 2


def _language_links(
    page: Page, translations: list[Page], request: HttpRequest
) -> list[LanguageLink]:
    names = get_content_languages()
    order = list(names)
    links = [
        LanguageLink(
            code=other.locale.language_code,
            name=names.get(other.locale.language_code, other.locale.language_code),
            url=_absolute(other, request),
            is_current=other.pk == page.pk,
        )
        for other in translations
    ]
    return sorted(links, key=lambda link: order.index(link.code) if link.code in order else 99)


def _absolute(page: Page, request: HttpRequest) -> str:
    url = page.get_url(request) or "/"
    return request.build_absolute_uri(url) if request is not None else url
