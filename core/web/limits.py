"""How often one may ask: a sliding count in the cache, by person or by address.

    @limited("appeals.submit")            a view: 429 page, or a problem for programs
    spend("accounts.code", key=phone)     in a service: raises TooMany

The table below is the default; settings.RATE_LIMITS changes a line: {"search": (600, 60)}.
With a cache per process (the default of Django) each process counts its own: the true limit is
then that many times higher. Installations with several processes name a shared cache "limits".
"""

import hashlib
import math
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.core.cache import BaseCache, InvalidCacheBackendError, caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from core import clock
from core.errors import RuleBroken
from core.web.problems import problem_response

# name: (times, in seconds)
DEFAULTS: dict[str, tuple[int, int]] = {
    "accounts.register": (10, 3600),
    "accounts.code": (5, 900),
    "accounts.code_check": (10, 900),
    "appeals.draft": (60, 3600),
    "appeals.submit": (20, 3600),
    "appeals.confirm": (5, 3600),
    "appeals.add": (60, 3600),
    "requests.file": (20, 3600),
    "tickets.hold": (60, 3600),
    "tickets.book": (30, 3600),
    "tickets.call": (600, 3600),
    "tickets.letter": (10, 3600),
    "tickets.kiosk": (40, 60),
    "requests.archive": (10, 86400),
    "files.upload": (100, 3600),
    "search": (120, 60),
    "api.public": (600, 60),
    "api.personal": (300, 60),
}


class TooMany(RuleBroken):
    """The limit is used up; `wait` seconds and one may ask again."""

    def __init__(self, wait: int) -> None:
        minutes = math.ceil(wait / 60)
        super().__init__(
            ngettext(
                "You have done this too often. Try again in %(count)d minute.",
                "You have done this too often. Try again in %(count)d minutes.",
                minutes,
            )
            % {"count": minutes},
            code="too_many",
        )
        self.wait = wait


def spend(name: str, key: Any, cost: int = 1) -> None:
    """Count one more for the key; refuse when that is above the limit (refusals do not count)."""
    times, seconds = _limit(name)
    moment = clock.now().timestamp()
    window, passed = divmod(moment, seconds)
    current, before = (_cache_key(name, key, int(window) - back) for back in (0, 1))
    cache = _cache()
    cache.add(current, 0, timeout=2 * seconds)
    used = _increase(cache, current, cost, 2 * seconds)
    carried = cache.get(before, 0)
    if used + carried * (1 - passed / seconds) > times:
        _increase(cache, current, -cost, 2 * seconds)
        raise TooMany(_wait(times, seconds, passed, used, carried))


def limited(
    name: str,
    *,
    methods: tuple[str, ...] = ("POST",),
    key: Callable[[HttpRequest], Any] | None = None,
) -> Callable:
    """Limit a view. Only the named methods count; the key is the person, else the address."""
    _limit(name)

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def limited_view(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method in methods:
                try:
                    spend(name, key(request) if key else who(request))
                except TooMany as refusal:
                    return too_many(request, refusal)
            return view(request, *args, **kwargs)

        return limited_view

    return decorate


def too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    """429: a page for people, a problem for programs."""
    headers = {"Retry-After": str(refusal.wait)}
    if wants_problem(request):
        return problem_response(429, code=refusal.code, detail=refusal, headers=headers)
    response = render(request, "429.html", {"reason": refusal}, status=429)
    for header, value in {**headers, "Cache-Control": "no-store"}.items():
        response.headers[header] = value
    return response


def wants_problem(request: HttpRequest) -> bool:
    """Whether the asker is a program."""
    return request.path.startswith("/api/") or not request.accepts("text/html")


def who(request: HttpRequest) -> str:
    """A signed-in person by id, anybody else by address."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"user:{user.pk}"
    return f"address:{client_address(request)}"


def client_address(request: HttpRequest) -> str:
    """The asker's address; an IPv6 home is one asker, whatever of its /64 it uses."""
    parsed = address_of(request)
    if parsed is None:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return parsed.exploded[:19]
    return str(parsed)


def address_of(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """The whole address, or None on a socket that has none.

    X-Forwarded-For is believed as far as settings.TRUSTED_PROXIES (a count) goes, from the right.
    """
    proxies = getattr(settings, "TRUSTED_PROXIES", 0)
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part]
    address = request.META.get("REMOTE_ADDR") or ""
    if proxies and chain:
        address = chain[-min(proxies, len(chain))]
    try:
        return ip_address(address)
    except ValueError:
        return None


def _limit(name: str) -> tuple[int, int]:
    return {**DEFAULTS, **getattr(settings, "RATE_LIMITS", {})}[name]


def _cache() -> BaseCache:
    try:
        return caches["limits"]
    except InvalidCacheBackendError:
        return caches["default"]


def _cache_key(name: str, key: Any, window: int) -> str:
    """Addresses and telephones do not lie open in the cache."""
    digest = hashlib.blake2b(
        f"{name}|{key}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16
    )
    return f"limit:{digest.hexdigest()}:{window}"


def _increase(cache: BaseCache, key: str, step: int, timeout: int) -> int:
    try:
        return cache.incr(key, step)
    except ValueError:  # evicted between two calls
        cache.set(key, max(step, 0), timeout)
        return max(step, 0)


def _wait(times: int, seconds: int, passed: float, used: int, carried: int) -> int:
    """Seconds until one more would fit."""
    free = times - used
    if free >= 0 and carried:
        fits_at = seconds * (1 - free / carried)
        return max(1, math.ceil(fits_at - passed))
    return max(1, math.ceil(seconds - passed))
