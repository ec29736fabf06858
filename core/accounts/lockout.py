"""What django-axes asks us: whom it counts, from where, and what a locked person sees."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.accounts import phones
from core.web.limits import address_of

# What is kept for a request that came through a socket without an address.
NOWHERE = IPv4Address(0)


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
    """One home is one address: an IPv6 one is counted by its /64 network."""
    address = address_of(request)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False).network_address)
    return str(address or NOWHERE)


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
