"""Forms of the personal pages: profile, phone, tokens, break-glass."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.accounts.fields import PhoneField
from core.accounts.models import User
from core.accounts.services.tokens import SCOPES

NAME_FIELDS = ["last_name", "first_name", "middle_name", "has_no_middle_name"]
ADDRESS_FIELDS = [
    "addr_region",
    "addr_district",
    "addr_community",
    "addr_settlement",
    "addr_street",
    "addr_building",
    "addr_block",
    "addr_flat",
    "addr_postcode",
]
_AUTOCOMPLETE = {
    "last_name": "family-name",
    "first_name": "given-name",
    "middle_name": "additional-name",
    "addr_region": "address-level1",
    "addr_settlement": "address-level2",
    "addr_street": "address-line1",
    "addr_postcode": "postal-code",
}
_NAME = re.compile(r"^[^\W\d_][\w’'ʼ`\-. ]*$")
_POSTCODE = re.compile(r"^[0-9]{5}$")


class ProfileForm(forms.ModelForm):
    """Who writes and where they live (A-02); what is needed only for an appeal may stay empty."""

    class Meta:
        model = User
        fields = [*NAME_FIELDS, *ADDRESS_FIELDS, "language"]
        labels = {
            "last_name": _("Surname"),
            "first_name": _("Given name"),
            "middle_name": _("Patronymic"),
            "has_no_middle_name": _("I have no patronymic"),
            "addr_region": _("Region"),
            "addr_district": _("District"),
            "addr_community": _("Community"),
            "addr_settlement": _("City, town or village"),
            "addr_street": _("Street"),
            "addr_building": _("Building"),
            "addr_block": pgettext_lazy("of a building", "Block"),
            "addr_flat": _("Flat"),
            "addr_postcode": _("Postcode"),
            "language": _("Language of letters"),
        }
        help_texts = {
            "addr_street": _("With its kind: street, avenue, lane."),
            "addr_postcode": _("Five digits."),
        }

    def __init__(self, *args: Any, is_strict: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_strict = is_strict
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, choices=settings.LANGUAGES
        )
        for name, token in _AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = token

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("last_name", "first_name", "middle_name"):
            if data.get(name) and not _NAME.match(data[name]):
                self.add_error(name, _("Write the name in letters."))
        if data.get("addr_postcode") and not _POSTCODE.match(data["addr_postcode"]):
            self.add_error("addr_postcode", _("A postcode has five digits, for example 49000."))
        if data.get("has_no_middle_name") and data.get("middle_name"):
            self.add_error(
                "middle_name", _("Either write the patronymic or tick that you have none.")
            )
        if self.is_strict:
            self._ask_for_what_an_appeal_needs(data)
        return data

    def _ask_for_what_an_appeal_needs(self, data: dict[str, Any]) -> None:
        needed = {
            "last_name": _("Write your surname."),
            "first_name": _("Write your given name."),
            "middle_name": _("Write your patronymic or tick that you have none."),
            "addr_settlement": _("Write the city, town or village where you live."),
            "addr_street": _("Write the street where you live."),
            "addr_building": _("Write the number of the building."),
        }
        if data.get("has_no_middle_name"):
            del needed["middle_name"]
        for name, sentence in needed.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)


class PhoneForm(forms.Form):
    phone = PhoneField(
        label=_("Mobile phone"),
        error_messages={"required": _("Write the phone number.")},
    )


class PhoneCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the message"),
        max_length=20,
        error_messages={"required": _("Write the six digits from the message.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class ResendForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write the e-mail you registered with."),
            "invalid": _("Write the e-mail in full, for example olena@example.com."),
        },
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("For yourself: what program the token is for."),
        max_length=100,
        error_messages={"required": _("Name the token, so that you recognise it later.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the token may do.")},
    )
    lifetime = forms.ChoiceField(
        label=_("Valid for"),
        choices=[
            ("30", _("30 days")),
            ("90", _("90 days")),
            ("365", _("a year")),
        ],
        initial="90",
    )

    def expires_at(self, at: datetime) -> datetime:
        """To the end of the last day, by the city's clock."""
        day = clock.local(at).date() + timedelta(days=int(self.cleaned_data["lifetime"]))
        return timezone.make_aware(datetime.combine(day, time.max.replace(microsecond=0)))


class BreakGlassForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you need to see appeals"),
        help_text=_("Auditors read this. Name the fault or the request you act on."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Write why you need to see appeals.")},
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(15, _("15 minutes")), (30, _("30 minutes")), (60, _("an hour"))],
        initial=30,
    )
