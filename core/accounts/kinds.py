"""Letters and messages about one's own account."""

from django.utils.translation import gettext_lazy as _

from core.notify.kinds import Kind, register

URGENT = 10

CONFIRM_EMAIL = Kind(
    "accounts.confirm_email",
    _("Confirm the e-mail"),
    "notify/accounts/confirm_email",
    priority=URGENT,
    is_secret=True,
)
ALREADY_REGISTERED = Kind(
    "accounts.already_registered",
    _("Somebody registers with your e-mail"),
    "notify/accounts/already_registered",
    priority=URGENT,
)
UNKNOWN_ACCOUNT = Kind(
    "accounts.unknown_account",
    _("No account with this e-mail"),
    "notify/accounts/unknown_account",
    priority=URGENT,
)
PASSWORD_RESET = Kind(
    "accounts.password_reset",
    _("New password"),
    "notify/accounts/password_reset",
    priority=URGENT,
    is_secret=True,
)
INVITATION = Kind(
    "accounts.invitation",
    _("An account has been made for you"),
    "notify/accounts/invitation",
    priority=URGENT,
    is_secret=True,
)
SECURITY_NOTICE = Kind(
    "accounts.security_notice",
    _("Change in the account"),
    "notify/accounts/security_notice",
    priority=20,
)
PHONE_CODE = Kind(
    "accounts.phone_code",
    _("Phone code"),
    "notify/accounts/phone_code",
    channels=("sms",),
    priority=URGENT,
    is_secret=True,
)

# What allauth calls its letters → our kind and, for notices, what has happened.
LETTERS = {
    "account/email/email_confirmation": (CONFIRM_EMAIL, "change"),
    "account/email/email_confirmation_signup": (CONFIRM_EMAIL, "signup"),
    "account/email/account_already_exists": (ALREADY_REGISTERED, ""),
    "account/email/unknown_account": (UNKNOWN_ACCOUNT, ""),
    "account/email/password_reset_key": (PASSWORD_RESET, ""),
    "account/email/password_changed": (SECURITY_NOTICE, "password_changed"),
    "account/email/password_set": (SECURITY_NOTICE, "password_changed"),
    "account/email/password_reset": (SECURITY_NOTICE, "password_changed"),
    "account/email/email_changed": (SECURITY_NOTICE, "email_changed"),
    "account/email/email_deleted": (SECURITY_NOTICE, "email_deleted"),
    "mfa/email/totp_activated": (SECURITY_NOTICE, "totp_activated"),
    "mfa/email/totp_deactivated": (SECURITY_NOTICE, "totp_deactivated"),
    "mfa/email/recovery_codes_generated": (SECURITY_NOTICE, "recovery_codes"),
    "socialaccount/email/account_connected": (SECURITY_NOTICE, "provider_connected"),
    "socialaccount/email/account_disconnected": (SECURITY_NOTICE, "provider_disconnected"),
}


def register_kinds() -> None:
    for kind in {kind for kind, _what in LETTERS.values()} | {INVITATION, PHONE_CODE}:
        register(kind)
