"""What staff write down of anything that comes by telephone, on paper or in person (A-04, 6.1)."""

import secrets
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.inputs import CleanLine, FilesField, WhenField
from core import clock
from core.accounts.fields import PhoneField
from core.private_files.kinds import ALL
from crm.cases.states import CHANNELS, STAFF_CHANNELS
from crm.desk.days import moment_of
from directory.models import Addressee

HOME = ("addr_settlement", "addr_street", "addr_building", "addr_flat", "addr_postcode")
PERSON = ("last_name", "first_name", "middle_name", *HOME)


class EntryForm(forms.Form):
    """How and when it came, who from, to whom, the scan. Name and residence are asked for as an
    appeal has to have them (A-02); a form that can do without says so in `may_lack`."""

    use_required_attribute = False
    may_lack: tuple[str, ...] = ()

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(code, CHANNELS[code]) for code in STAFF_CHANNELS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came")},
    )
    received_on = WhenField(
        label=_("Day of receipt"),
        allowed="past",
        error_messages={"required": _("Write the day of receipt")},
    )
    received_time = forms.TimeField(
        label=pgettext_lazy("of receipt", "Time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        help_text=_("After office hours it counts from the next working day."),
        error_messages={
            "required": _("Write the time of receipt"),
            "invalid": _("Write the time like 14:30."),
        },
    )
    last_name = CleanLine(
        label=_("Surname"), max_length=150, error_messages={"required": _("Write the surname")}
    )
    first_name = CleanLine(
        label=_("Given name"), max_length=150, error_messages={"required": _("Write the name")}
    )
    middle_name = CleanLine(label=_("Patronymic"), max_length=150, required=False)
    addr_settlement = CleanLine(
        label=_("City, town or village"),
        max_length=100,
        error_messages={"required": _("Write where the person lives")},
    )
    addr_street = CleanLine(
        label=_("Street"), max_length=150, error_messages={"required": _("Write the street")}
    )
    addr_building = CleanLine(
        label=_("Building"),
        max_length=20,
        error_messages={"required": _("Write the number of the building")},
    )
    addr_flat = CleanLine(label=_("Flat"), max_length=20, required=False)
    addr_postcode = CleanLine(label=_("Postcode"), max_length=10, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Write the e-mail in full, for example olena@example.com.")},
    )
    addressee = forms.ModelChoiceField(
        queryset=Addressee.objects.none(),
        label=_("To whom"),
        empty_label=_("Choose the addressee"),
        error_messages={"required": _("Choose the addressee")},
    )
    files = FilesField(
        kinds=ALL,
        max_count=settings.UPLOAD_MAX_FILES,
        max_bytes=settings.UPLOAD_MAX_FILE_BYTES,
        label=_("Scan and enclosures"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.may_lack:
            self.fields[name].required = False
        self.fields["body"].widget.attrs["rows"] = 8
        bodies = Addressee.objects.active().in_order().only("name")
        self.fields["addressee"].queryset = bodies.filter(accepts_appeals=True)

    @staticmethod
    def first(at: datetime, channel: str) -> dict[str, Any]:
        """What an empty form of today begins with; the key is its own."""
        now = clock.local(at)
        today = {"received_on": now.date(), "received_time": now.time()}
        return {"key": secrets.token_urlsafe(24), "channel": channel, **today}

    @property
    def received_at(self) -> datetime:
        return moment_of(self.cleaned_data["received_on"], self.cleaned_data["received_time"])
