"""Accounts that a link in a letter makes and opens: for people who were never asked for a password.

Such an account holds nothing but what its owner wrote. Whoever has a password, a provider, a second
factor or a role logs in as usual; the first password comes through the usual reset.
"""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import login
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from core.accounts.models import User
from core.accounts.services.people import create_person
from core.audit.services import record

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def account_of(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower()).first()


def enters_by_link(user: User) -> bool:
    """Whether the address alone opens the account: as much as the reset of a password asks for."""
    if not user.is_active or user.has_usable_password() or user.is_superuser:
        return False
    if user.is_staff or user.role_codes or _has_another_way(user):
        return False
    return EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()


@transaction.atomic
def make_account_by_link(email: str, facts: dict[str, Any], at: datetime) -> User:
    """The account of somebody who has just opened a link sent to this address; a second one made
    at the same moment is the first."""
    try:
        with transaction.atomic():
            person = create_person(email=email, actor=None, at=at, **facts)
    except IntegrityError:
        return User.objects.get(email=email)
    record("accounts.made_by_link", person, person, at)
    return person


def enter(request: HttpRequest, person: User) -> None:
    """Log in whoever has opened their link."""
    login(request, person, backend=_BACKEND)


def _has_another_way(user: User) -> bool:
    if Authenticator.objects.filter(user=user).exists():
        return True
    if not apps.is_installed("allauth.socialaccount"):
        return False
    provided: Any = apps.get_app_config("socialaccount").get_model("SocialAccount")
    return bool(provided.objects.filter(user=user).exists())
