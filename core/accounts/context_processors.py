"""What personal pages may show in their frame."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core import clock
from core.accounts.services.break_glass import active_break_glass


def account(request: HttpRequest) -> dict[str, Any]:
    """`break_glass`: the open session or nothing.

    Lazy: a public page never asks, so it touches no session.
    """

    def find() -> Any:
        user = getattr(request, "user", None)
        return active_break_glass(user, clock.now()) if user is not None else None

    return {"break_glass": SimpleLazyObject(find)}
