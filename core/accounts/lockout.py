"""What django-axes asks us: whom it counts, from where, and what a locked person sees."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.accounts import phones
from core.web.limits import client_address


def login_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The same name for the same account however it is written."""
    given = credentials or (request.POST if request is not None else {})
    raw = next(
        (given[key] for key in ("email", "phone", "username", "login") if given.get(key)), ""
    )
    text = str(raw).strip()
    number = phones.find(text) if "@" not in text else None
    return str(number) if number else text.lower()[:254]


def client_ip(request: HttpRequest) -> str:
    """Behind as many proxies as settings say; nobody may choose their own address."""
    return client_address(request)


def respond(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
    *_args: Any,
    **_kwargs: Any,
) -> HttpResponse:
    """A page that says how long to wait and what to do meanwhile."""
    wait = settings.AXES_COOLOFF_TIME
    response = render(
        request,
        "account/locked.html",
        {"minutes": int(wait.total_seconds() // 60)},
        status=settings.AXES_HTTP_RESPONSE_CODE,
    )
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response
