"""What the account room knows about a person (PD-04)."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from core.accounts.models import User
from core.accounts.profile_forms import ADDRESS_FIELDS, NAME_FIELDS


def own_data(user: User) -> dict[str, Any]:
    """Everything kept here, without secrets: no password digest, no token digest."""
    return {
        "account": {
            "email": user.email,
            "phone": str(user.phone or ""),
            "phone_verified_at": user.phone_verified_at,
            "language": user.language,
            "created_at": user.created_at,
            "roles": sorted(user.roles),
            **{name: getattr(user, name) for name in [*NAME_FIELDS, *ADDRESS_FIELDS]},
        },
        "emails": list(EmailAddress.objects.filter(user=user).values("email", "verified")),
        "sessions": list(
            UserSession.objects.filter(user=user).values("created_at", "ip", "user_agent")
        ),
        "tokens": list(
            user.personal_tokens.values("name", "prefix", "scopes", "created_at", "expires_at")
        ),
    }
