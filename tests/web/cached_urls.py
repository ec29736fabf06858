"""A site of few pages for the tests of the cache: each answer says how often it was made."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.urls import path

made: Counter[str] = Counter()


def _count(request: HttpRequest) -> HttpResponse:
    made[request.path] += 1
    return HttpResponse(f"<p>{request.path} {made[request.path]}</p>")


def personal(request: HttpRequest) -> HttpResponse:
    """A public address that looked at who asks, as a page with a view restriction does."""
    name = request.session.get("name", "nobody")
    return HttpResponse(f"<p>{name} {_count(request).content.decode()}</p>")


def with_cookie(request: HttpRequest) -> HttpResponse:
    response = _count(request)
    response.set_cookie("seen", "1")
    return response


def never(request: HttpRequest) -> HttpResponse:
    response = _count(request)
    response["Cache-Control"] = "private"
    return response


def missing(request: HttpRequest) -> HttpResponse:
    response = _count(request)
    response.status_code = 404
    return response


urlpatterns = [
    path("page/", _count),
    path("cabinet/page/", _count),
    path("en/desk/page/", _count),
    path("restricted/", personal),
    path("cookie/", with_cookie),
    path("never/", never),
    path("missing/", missing),
]
