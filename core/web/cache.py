"""Keeps whole public pages for a short while, for visitors who are nobody in particular.

Public pages hold no session, token or nonce (design.md: two classes of address), so one answer
fits everybody who reads the same address in the same look. With a cache per process a page
published elsewhere appears after PUBLIC_CACHE_SECONDS at the latest; with a shared cache, at once.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from core.web.look import size_of, theme_of

GENERATION = "public-pages"
PERSONAL = (
    *("accounts/", "appeals/", "cabinet/", "desk/", "admin/", "api/", "demo/", "look/", "files/"),
    *("healthz", "readyz", "static/", "media/", "documents/", "styleguide/"),
)


def forget_public_pages() -> None:
    """A page or an addressee has changed: nothing kept so far is shown again."""
    cache.add(GENERATION, 0, None)
    cache.incr(GENERATION)


def is_public(path: str) -> bool:
    """Whether an address belongs to the pages that are the same for everybody."""
    bare = path.lstrip("/")
    for code, _name in settings.LANGUAGES:
        if bare.startswith(f"{code}/"):
            bare = bare[len(code) + 1 :]
    return not bare.startswith(PERSONAL)


class PublicPageCache:
    """Stands before sessions: what it answers never touches the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seconds = settings.PUBLIC_CACHE_SECONDS
        if request.method not in ("GET", "HEAD") or not seconds or not is_public(request.path_info):
            return self.get_response(request)
        if request.headers.get("HX-Request"):
            return self.get_response(request)
        key = _key(request)
        kept = cache.get(key)
        if kept is None:
            response = self.get_response(request)
            if not _may_keep(response):
                return response
            kept = (bytes(response.content), dict(response.items()))
            cache.set(key, kept, seconds)
        return _answer(request, *kept)


def _answer(request: HttpRequest, content: bytes, headers: dict[str, str]) -> HttpResponse:
    etag = f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
    response = HttpResponse(content)
    for name, value in headers.items():
        response[name] = value
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={min(60, settings.PUBLIC_CACHE_SECONDS)}"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return get_conditional_response(request, etag=etag, response=response)


def _may_keep(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
        and "private" not in response.get("Cache-Control", "")
        and response.get("Content-Type", "").startswith("text/html")
    )


def _key(request: HttpRequest) -> str:
    parts = (
        str(cache.get(GENERATION, 0)),
        request.get_host(),
        request.get_full_path(),
        theme_of(request),
        size_of(request),
    )
    digest = hashlib.md5("\n".join(parts).encode(), usedforsecurity=False).hexdigest()
    return f"public-page:{digest}"
