"""What depends on the address alone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, has_vary_header
from django.utils.csp import CSP


class AdminPolicyMiddleware:
    """Gives the editors' addresses the looser rules they need, frames included.

    Stands under Django's ContentSecurityPolicyMiddleware, which writes the header on
    the way out; the public site keeps the strict policy of the settings. A preview is
    a public page answered under an admin address: it comes with the strict headers
    already written, which would keep it out of the editor's preview frame.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(settings.ADMIN_PATHS):
            response.headers.pop(str(CSP.HEADER_ENFORCE), None)
            response._csp_config = settings.SECURE_CSP_ADMIN  # type: ignore[attr-defined]
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response


class ApiLanguageMiddleware:
    """Programs have no language in the address: theirs is that of Accept-Language.

    Stands under Django's LocaleMiddleware, which takes every address without a language
    for the main one, and says on the way out which language came of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/api/"):
            language = translation.get_language_from_request(request)
            translation.activate(language)
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        return self.get_response(request)


class PersonalPagesMiddleware:
    """What was made for one person is kept by nobody: no proxy, no browser, no search engine.

    Stands above the session's middleware, which says "Vary: Cookie" on every page that
    looked at the session; a public page never does, so it stays free to be cached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if has_vary_header(response, "Cookie"):
            response.headers.setdefault("X-Robots-Tag", "noindex")
            if "Cache-Control" not in response:
                add_never_cache_headers(response)
        return response
