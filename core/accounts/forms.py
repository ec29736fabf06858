"""Forms of log-in and sign-up: allauth's rules, our words, hints instead of placeholders."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

NEW_PASSWORD_HINT = _(
    "At least 10 characters. A few words that only you would put together are easiest to remember."
)
CODE_HINT = _("Six digits from the authenticator app, or one of your recovery codes.")


LONGEST_EMAIL = 254


class Plain:
    """Takes placeholders away and gives fields our labels and hints."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if isinstance(field, forms.EmailField):
                # allauth would cut a longer address and write to somebody else
                field.validators.append(MaxLengthValidator(LONGEST_EMAIL))


class LoginForm(Plain, allauth_forms.LoginForm):
    labels = {"login": _("E-mail or phone"), "password": _("Password")}
    hints = {"login": _("The phone works when you have confirmed it in your profile.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(Plain, allauth_forms.SignupForm):
    labels = {"email": _("E-mail"), "password1": _("Password")}
    hints = {
        "email": _("We will send a link to confirm it."),
        "password1": NEW_PASSWORD_HINT,
    }
    field_order = ["last_name", "first_name", "email", "password1"]

    last_name = forms.CharField(
        label=_("Surname"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    first_name = forms.CharField(
        label=_("Given name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )

    def try_save(self, request):
        """Two registrations of one address at the same moment look like the second of them."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            email = self.cleaned_data["email"]
            return None, flows.signup.prevent_enumeration(request, email=email)


class EmailChangeForm(Plain, allauth_forms.AddEmailForm):
    labels = {"email": _("New e-mail")}
    hints = {"email": _("The old one works until you confirm the new one.")}

    def save(self, request) -> EmailAddress:
        """Somebody else's address gets a notice instead of a link; the page looks the same."""
        email = self.cleaned_data["email"]
        others = [user for user in filter_users_by_email(email) if user.pk != self.user.pk]
        if not others:
            return super().save(request)
        get_adapter().send_account_already_exists_mail(email)
        EmailAddress.objects.filter(user=self.user, verified=False).delete()
        return EmailAddress.objects.create(user=self.user, email=email)


class Twice:
    """A new password is typed twice; the sentence about a difference is ours."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.errors["password2"] = self.error_class([_("The two passwords differ.")])
        return data


class PasswordChangeForm(Plain, Twice, allauth_forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }
    hints = {"password1": NEW_PASSWORD_HINT}


class PasswordSetForm(Plain, Twice, allauth_forms.SetPasswordForm):
    labels = {"password1": _("New password"), "password2": _("New password once more")}
    hints = {"password1": NEW_PASSWORD_HINT}


class PasswordResetForm(Plain, allauth_forms.ResetPasswordForm):
    labels = {"email": _("E-mail")}
    hints = {"email": _("The one you registered with.")}


class NewPasswordForm(Plain, Twice, allauth_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password once more")}
    hints = {"password1": NEW_PASSWORD_HINT}


class ReauthenticateForm(Plain, allauth_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class SecondFactorForm(Plain, mfa_forms.AuthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": CODE_HINT}


class SecondFactorAgainForm(Plain, mfa_forms.ReauthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": CODE_HINT}


class ActivateTotpForm(Plain, totp_forms.ActivateTOTPForm):
    labels = {"code": _("Code from the app")}
    hints = {"code": _("Six digits that change every half a minute.")}
