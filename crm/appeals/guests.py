"""A guest's key: a random word in a signed cookie, so that a draft waits for log-in."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "vikno_draft"
SALT = "crm.appeals.guest"
DAYS = 30


def key_of(request: HttpRequest) -> str:
    """The key of this browser, or nothing when the cookie is absent, old or forged."""
    try:
        return request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=DAYS * 86400)
    except signing.BadSignature:
        return ""


def new_key() -> str:
    return secrets.token_urlsafe(24)


def remember(response: HttpResponse, key: str) -> None:
    """Give the key to the browser; it opens nothing but this browser's own drafts."""
    response.set_signed_cookie(
        COOKIE,
        key,
        salt=SALT,
        max_age=DAYS * 86400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
