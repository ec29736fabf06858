"""Who comes: name and phone from the profile, to be corrected (F1.40)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from crm.tickets.models import WaitingEntry


class VisitorForm(forms.Form):
    """The visitor of a ticket; the account's own name and phone stand in it at first."""

    visitor = forms.CharField(
        label=pgettext_lazy("of a person", "Surname, name, patronymic"),
        max_length=200,
        error_messages={"required": _("Write who comes")},
    )
    phone = PhoneNumberField(
        label=_("Phone"),
        help_text=_("We call when the reception changes."),
        error_messages={"required": _("Write a phone number")},
    )

    @classmethod
    def of(cls, user: Any, data: Any = None) -> "VisitorForm":
        initial = {"visitor": user.full_name, "phone": user.phone}
        return cls(data, initial=initial)


class CallerForm(VisitorForm):
    """Who calls: the telephone first, as the operator sees it."""

    phone = PhoneNumberField(
        label=_("Phone"), error_messages={"required": _("Write a phone number")}
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("For a letter with the ticket’s number.")
    )
    reason = forms.CharField(
        label=_("Reason for going over the limit"),
        max_length=300,
        required=False,
        help_text=_("Only when the person has as many tickets as allowed."),
    )


def phone_of(text: str) -> str:
    """A telephone as tickets keep it; nothing for what is not one."""
    try:
        return str(PhoneNumberField().clean(text[:40]))
    except ValidationError:
        return ""


class WaitingForm(forms.Form):
    """Which days and which part of them would suit."""

    first_day = forms.DateField(
        label=pgettext_lazy("the first day", "From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the first day")},
    )
    last_day = forms.DateField(
        label=pgettext_lazy("the last day", "To"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the last day")},
    )
    part = forms.ChoiceField(label=_("Time"), choices=WaitingEntry.Part.choices, required=False)


class CancelForm(forms.Form):
    """Asked once, naming the visit."""

    is_sure = forms.BooleanField(widget=forms.HiddenInput, initial=True)
