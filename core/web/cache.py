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

from core.web.addresses import is_public
from core.web.look import size_of, theme_of

GENERATION = "public-pages"
# How long a browser or a proxy may show a page without asking us again.
SHOWN_AGAIN_SECONDS = 60

Answering = Callable[[HttpRequest], HttpResponse]


def forget_public_pages() -> None:
    """A page or an addressee has changed: nothing kept so far is shown again."""
    cache.add(GENERATION, 0, None)
    cache.incr(GENERATION)


class PublicPageCache:
    """Stands before sessions: what it answers never touches the database."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seconds = settings.PUBLIC_CACHE_SECONDS
        if not seconds or not _may_be_kept(request):
            return self.get_response(request)
        key = _key(request)
        kept = cache.get(key)
        if kept is None:
            response = self.get_response(request)
            if request.method != "GET" or not _may_keep(request, response):
                return response
            kept = (bytes(response.content), dict(response.items()))
            cache.set(key, kept, seconds)
        return _answer(request, *kept)


def _may_be_kept(request: HttpRequest) -> bool:
    """A page asked for as a page; Wagtail's previews borrow the page's address (`is_dummy`)."""
    return (
        request.method in ("GET", "HEAD")
        and not getattr(request, "is_dummy", False)
        and not request.headers.get("HX-Request")
        and is_public(request.path_info)
    )


def _may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    """Only what was made without looking at who asks."""
    session = getattr(request, "session", None)
    control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not (session is not None and session.accessed)
        and not any(word in control for word in ("no-store", "no-cache", "private"))
        and response.get("Content-Type", "").startswith("text/html")
    )


def _answer(request: HttpRequest, content: bytes, headers: dict[str, str]) -> HttpResponse:
    etag = f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
    response = HttpResponse(content)
    for name, value in headers.items():
        response[name] = value
    response["ETag"] = etag
    seconds = min(SHOWN_AGAIN_SECONDS, settings.PUBLIC_CACHE_SECONDS)
    response["Cache-Control"] = f"public, max-age={seconds}"
    patch_vary_headers(response, ("Cookie",))
    return get_conditional_response(request, etag=etag, response=response)


def _key(request: HttpRequest) -> str:
    """The language is part of the address; the look comes from cookies."""
    parts = (
        str(cache.get(GENERATION, 0)),
        request.get_host(),
        request.get_full_path(),
        theme_of(request),
        size_of(request),
    )
    digest = hashlib.md5("\n".join(parts).encode(), usedforsecurity=False).hexdigest()
    return f"public-page:{digest}"
