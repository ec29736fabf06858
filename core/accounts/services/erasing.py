"""Closing an account for good: what is left tells nobody whose it was (PD-04, PD-07)."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from core.accounts.models import User
from core.accounts.profile_forms import ADDRESS_FIELDS, NAME_FIELDS
from core.audit.services import record


@transaction.atomic
def erase_account(user: User, *, actor: User | None, at: datetime) -> None:
    """The row stays, for old records and the journal name it; nobody logs in with it any more."""
    EmailAddress.objects.filter(user=user).delete()
    UserSession.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.personal_tokens.filter(revoked_at=None).update(revoked_at=at)
    blank: dict[str, Any] = dict.fromkeys((*NAME_FIELDS, *ADDRESS_FIELDS), "")
    blank["has_no_middle_name"] = False
    for name, value in blank.items():
        setattr(user, name, value)
    user.email, user.phone, user.phone_verified_at = f"erased-{user.pk}@invalid", None, None
    user.is_active = False
    user.set_unusable_password()
    user.save()
    record("accounts.erased", actor, user, at)
