"""Where allauth asks us: letters become outbox rows, phones and landings are ours."""

from base64 import urlsafe_b64encode
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts import phones
from core.accounts.fields import PhoneField
from core.accounts.kinds import LETTERS
from core.accounts.lockout import NOWHERE
from core.accounts.models import User
from core.notify.services import post
from core.web.limits import address_of

_WRONG = _("The e-mail or phone does not match the password. Check both and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """allauth's flows with the house's own mail, phones and words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Write to the appeals office."),
        "email_password_mismatch": _WRONG,
        "phone_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The current password is not right."),
        "duplicate_email": _("This is already your e-mail."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "invalid_password_reset": _("The link is no longer valid. Ask for a new one."),
    }

    # Letters

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A row in the outbox, in the transaction of the change that caused it."""
        kind, what = LETTERS[template_prefix]
        user = context.get("user") or User.objects.filter(email=email.lower()).first()
        language = getattr(user, "language", None) or translation.get_language()
        post(
            kind.code,
            to=user or email,
            address=email,
            language=language,
            at=clock.now(),
            context={
                "what": what,
                "email": email,
                "confirm_url": context.get("activate_url", ""),
                "reset_url": context.get("password_reset_url") or reverse("account_reset_password"),
                "signup_url": reverse("account_signup"),
                "from_email": context.get("from_email", ""),
                "to_email": context.get("to_email", ""),
            },
        )

    def get_email_confirmation_url(self, request, emailconfirmation) -> str:
        """`next` travels inside the link, so an unfinished appeal is found in another browser too.

        There the person is not logged in, hence the way through the log-in page.
        """
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        wanted = get_next_redirect_url(request)
        if not wanted:
            return path
        through_login = f"{reverse('account_login')}?{urlencode({'next': wanted})}"
        return f"{path}?{urlencode({'next': through_login})}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return path.replace("UID-KEY", key)

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

    # People

    def get_client_ip(self, request) -> str:
        return str(address_of(request) or NOWHERE)

    def new_user(self, request) -> User:
        return User(language=translation.get_language() or settings.LANGUAGE_CODE)

    def confirm_email(self, request, email_address: EmailAddress) -> bool:
        """One account per address, also while the other one is not confirmed."""
        others = User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id)
        if others.exists():
            return False
        return super().confirm_email(request, email_address)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A password given at log-in a minute ago is as good as one given now."""
        records = get_authentication_records(self.request, self.request.user)
        since = clock.now().timestamp() - account_settings.REAUTHENTICATION_TIMEOUT
        if any(one["method"] in {"password", "mfa"} and one["at"] > since for one in records):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user) -> list[dict]:
        words = {
            "reauthenticate": _("With the password"),
            "mfa_reauthenticate": _("With a code from the app"),
        }
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": words.get(way["id"], way["description"])} for way in ways]

    def get_login_stages(self) -> list[str]:
        ours = "core.accounts.stages.EmailVerificationStage"
        theirs = "allauth.account.stages.EmailVerificationStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def get_login_redirect_url(self, request) -> str:
        """Staff land at their work, residents in the cabinet."""
        for action, url_name in settings.LANDINGS:
            if request.user.can(action):
                return resolve_url(url_name)
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def _get_login_attempts_cache_key(self, request, **credentials: Any) -> str:
        """allauth forgets the phone here, which would make all phones share one limit."""
        name = credentials.get("email") or credentials.get("phone") or ""
        return f"{request.get_host()}:{name.lower()}"

    # Phones: verified ones only

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        number = phones.find(phone)
        if number is None:
            return None
        return User.objects.filter(phone=number, phone_verified_at__isnull=False).first()

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (str(user.phone), user.has_verified_phone) if user.phone else None


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept encrypted; the key comes from SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. Wait for the next one and try again."),
        "unverified_email": _("Confirm your e-mail first."),
    }

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise ValueError("SECRET_KEY has changed: add the old one to the fallbacks.") from None


def _locks() -> MultiFernet:
    """The current key first, then the old ones."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def _fernet_key(secret: str) -> bytes:
    digest = salted_hmac("core.accounts.totp", "", secret=secret, algorithm="sha256").digest()
    return urlsafe_b64encode(digest)
