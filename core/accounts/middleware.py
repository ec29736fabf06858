"""Two guards: whole flows in one transaction, and a second factor before staff screens."""

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.accounts.roles import STAFF_ROLES

_FLOWS = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")
# These mostly refuse, and checking a password is slow: no lock is held meanwhile.
_NOT_ATOMIC = {"account_login", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate"}
# What a member of staff needs to get through the door.
_OPEN_DOORS = ("account_", "mfa_", "usersessions_", "look", "javascript")


class AtomicFlowsMiddleware:
    """allauth's writes and the letters they post are one transaction (the outbox rule)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.url_name or ""
        if request.method != "POST" or name in _NOT_ATOMIC or not name.startswith(_FLOWS):
            return None
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except (ImmediateHttpResponse, ReauthenticationRequired):
            # All is rolled back. The plain call raises the same, and there
            # AccountMiddleware turns it into its answer.
            return None


class StaffSecondFactorMiddleware:
    """Staff without an authenticator app see only the page where it is set up.

    A staff account reaches appeals from its first minute, so the rule holds for
    the whole site, not only for the desk and the administration.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not settings.STAFF_MFA_REQUIRED or not _is_guarded(request):
            return None
        user = request.user
        is_staff = user.is_authenticated and (
            user.is_staff or user.is_superuser or not STAFF_ROLES.isdisjoint(user.roles)
        )
        if not is_staff or is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            return None
        messages.info(request, _("Set up log-in with a code first: your work requires it."))
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('mfa_activate_totp')}?{query}")


def _is_guarded(request: HttpRequest) -> bool:
    """Personal and staff addresses; public pages carry no session and must not ask for one."""
    match = request.resolver_match
    if (match.url_name or "").startswith(_OPEN_DOORS) and not match.namespaces:
        return False
    first = match.route.removeprefix("en/").partition("/")[0]
    return first in {"admin", "desk", "cabinet", "appeals"}
