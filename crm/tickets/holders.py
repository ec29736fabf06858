"""Who holds a place before signing in: a random word in the session, which signing in keeps."""

import secrets

from django.http import HttpRequest

KEY = "tickets_holder"


def holder_of(request: HttpRequest) -> str:
    """The word of this browser; empty where nothing was held yet."""
    return str(request.session.get(KEY, ""))


def ensure_holder(request: HttpRequest) -> str:
    if not holder_of(request):
        request.session[KEY] = secrets.token_hex(16)
    return holder_of(request)
