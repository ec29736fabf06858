"""What was typed stays on the page whatever happens to the request it came with."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from core.errors import RuleBroken


class PageGrewOld(RuleBroken):
    """The token of the page is no longer that of the browser: somebody logged in or out."""

    status = 403


class TooMuchSent(RuleBroken):
    """More than the server reads at once, so nothing of it was read."""

    status = 413


class _Check(CsrfViewMiddleware):
    """Django's own check, answering with the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:  # type: ignore[override]
        return reason


def keeps_typed(view: Callable) -> Callable:
    """Instead of a bare 403 or 413 the view is told in `request.trouble` and shows the page again.

    The view must then change nothing: a forged request ends with its text on the screen only.
    """

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.trouble = _trouble(request)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return checked


def _trouble(request: HttpRequest) -> RuleBroken | None:
    check = _Check(lambda _request: HttpResponse())
    try:
        check.process_request(request)
        reason = check.process_view(request, None, (), {})
    except (RequestDataTooBig, TooManyFilesSent):
        return TooMuchSent(
            _(
                "Too much was sent at once. Shorten the text to 20,000 characters and choose no "
                "more than ten files; what was saved before is here."
            ),
            code="too_much",
        )
    if reason is None:
        return None
    return PageGrewOld(
        _(
            "This page had been open for long, or you logged in or out in another tab. What you "
            "typed is below: send it once more."
        ),
        code="page_grew_old",
    )
