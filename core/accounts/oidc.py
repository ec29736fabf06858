"""Log-in through a provider that speaks OpenID Connect: the port and our side of it.

Settings decide whether there is one (OIDC_SERVER_URL …); allauth speaks the
protocol. A provider never gives staff roles, and an e-mail of an account that
already exists is not enough to get into it: the person logs in and connects the
provider in the cabinet.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import reverse

if apps.is_installed("allauth.socialaccount"):
    from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
else:
    DefaultSocialAccountAdapter = object


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Takes the names the provider vouches for."""

    def populate_user(self, request: Any, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        claims = sociallogin.account.extra_data or {}
        claims = claims.get("userinfo", claims)
        user.middle_name = str(claims.get("middle_name") or "")[:150]
        return user


def log_in_buttons() -> list[dict[str, str]]:
    """Name and address of each provider, for a POST form."""
    found = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return [
        {
            "name": app["name"],
            "url": reverse("openid_connect_login", kwargs={"provider_id": app["provider_id"]}),
        }
        for app in found
    ]
