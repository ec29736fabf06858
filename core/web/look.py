"""How a visitor wants the site to look: theme and type size, kept in cookies and read here."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.web.addresses import is_public
from core.web.frame import frame

THEMES = ("auto", "light", "dark")
SIZES = ("normal", "large")
THEME_COOKIE = "vikno_theme"
SIZE_COOKIE = "vikno_type"
YEAR = 365 * 24 * 3600
# Addresses without a language in them: there is no other one to lead to.
ONE_ADDRESS = ("/api/", "/demo/", "/styleguide/")


def theme_of(request: HttpRequest) -> str:
    value = request.COOKIES.get(THEME_COOKIE, "")
    return value if value in THEMES else "auto"


def size_of(request: HttpRequest) -> str:
    value = request.COOKIES.get(SIZE_COOKIE, "")
    return value if value in SIZES else "normal"


def look(request: HttpRequest) -> dict[str, Any]:
    """Context processor: everything the frame of a page shows; no query, no session."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    theme, size = theme_of(request), size_of(request)
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "theme": theme,
        "type_size": size,
        "next_size": "normal" if size == "large" else "large",
        "frame": frame(language),
        "is_public_page": is_public(request.path_info),
        "is_demo": settings.DEMO,
        "other_languages": _other_languages(request, language),
    }


def _other_languages(request: HttpRequest, current: str) -> list[dict[str, str]]:
    """The same address under another language's prefix; pages with translations say it better."""
    path = request.get_full_path()
    if path.startswith(ONE_ADDRESS):
        return []
    found = []
    for code, name in settings.LANGUAGES:
        if code == current:
            continue
        bare = path
        if current != settings.LANGUAGE_CODE and path.startswith(f"/{current}/"):
            bare = path[len(current) + 1 :]
        url = bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"
        found.append({"code": code, "name": str(name), "url": url})
    return found


@csrf_exempt
@require_POST
def change_look(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie. Exempt from CSRF: it changes nothing but the look."""
    response = redirect(_safe_next(request))
    theme, size = request.POST.get("theme"), request.POST.get("size")
    facts = {"max_age": YEAR, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    if theme in THEMES:
        response.set_cookie(THEME_COOKIE, theme, **facts)
    if size in SIZES:
        response.set_cookie(SIZE_COOKIE, size, **facts)
    return response


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return "/"
