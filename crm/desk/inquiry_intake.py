"""The forms in which staff write down a request for information or about personal data (6.1)."""

import secrets
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.inputs import CleanLine, CleanText, FilesField, WhenField
from core import clock
from core.accounts.fields import PhoneField
from core.private_files.kinds import ALL
from crm.cases.services import check_files
from crm.cases.states import CHANNELS
from crm.desk.days import moment_of
from crm.requests import rules
from crm.requests.forms import BODY_LIMIT, ORGANISATION, PERSON
from crm.requests.models import PersonalDataRequest, ReplyBy
from crm.requests.services import Asked, Entry
from crm.requests.services.entry import PAPER, STAFF_CHANNELS
from crm.requests.services.opening import subject_of_right
from directory.models import Addressee

NAMES = ("last_name", "first_name", "middle_name")
HOME = ("addr_settlement", "addr_street", "addr_building", "addr_flat", "addr_postcode")


class InquiryIntakeForm(forms.Form):
    """What both kinds share: how and when it came, who asks, where to answer, the scan.

    A paper without a date is written down too: the number comes before any exit (R-01).
    """

    use_required_attribute = False
    kind = ""

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
    signed_on = WhenField(label=_("Date of the letter"), required=False, allowed="past")
    envelope_on = WhenField(label=_("Date on the envelope"), required=False, allowed="past")
    pages = forms.IntegerField(label=_("Pages"), required=False, min_value=1, max_value=5_000)
    original_place = CleanLine(label=_("Place of the original"), max_length=120, required=False)
    last_name = CleanLine(label=_("Surname"), max_length=150, required=False)
    first_name = CleanLine(label=_("Given name"), max_length=150, required=False)
    middle_name = CleanLine(label=_("Patronymic"), max_length=150, required=False)
    addr_settlement = CleanLine(label=_("City, town or village"), max_length=100, required=False)
    addr_street = CleanLine(label=_("Street"), max_length=150, required=False)
    addr_building = CleanLine(label=_("Building"), max_length=20, required=False)
    addr_flat = CleanLine(label=_("Flat"), max_length=20, required=False)
    addr_postcode = CleanLine(label=_("Postcode"), max_length=10, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Write the e-mail in full, for example olena@example.com.")},
    )
    phone = PhoneField(label=_("Phone"), required=False)
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
        self.fields["body"].widget.attrs["rows"] = 8
        bodies = Addressee.objects.active().in_order().only("name")
        self.fields["addressee"].queryset = bodies.filter(accepts_appeals=True)

    @classmethod
    def fresh(cls, at: datetime) -> "InquiryIntakeForm":
        """An empty form of today, with a key of its own."""
        now = clock.local(at)
        first = {"received_on": now.date(), "received_time": now.time(), "channel": "paper"}
        return cls(initial={"key": secrets.token_urlsafe(24), **first})

    @property
    def has_paper(self) -> bool:
        return any(self[name].errors or self[name].value() for name in PAPER)

    def require_person(self) -> None:
        if not self.cleaned_data.get("last_name"):
            self.add_error("last_name", _("Write the surname"))
        if not self.cleaned_data.get("first_name"):
            self.add_error("first_name", _("Write the name"))

    def require_address(self, message: Any) -> None:
        if not self.cleaned_data.get("addr_street") and "addr_street" not in self.errors:
            self.add_error("addr_street", message)

    def entry(self) -> Entry:
        """What was written, with files checked; asks the virus scanner, so before any transaction.

        Raises RuleBroken for a file that is not taken.
        """
        data = self.cleaned_data
        return Entry(
            asked=self.asked(),
            kind=self.kind,
            channel=data["channel"],
            received_at=moment_of(data["received_on"], data["received_time"]),
            files=check_files(data["files"]),
            right=data.get("right", ""),
            identity_note=data.get("identity_note", ""),
            **{name: data[name] for name in PAPER},
        )

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            key=data["key"],
            addressee=data["addressee"],
            subject=self.subject_words(),
            body=data["body"],
            reply_by=data.get("reply_by") or ReplyBy.POST,
            organisation_name=data.get("organisation_name", ""),
            person={name: data[name] for name in (*NAMES, *HOME) if data[name]},
            email=data["email"],
            phone=str(data["phone"] or ""),
        )

    def subject_words(self) -> str:
        raise NotImplementedError


class InformationIntakeForm(InquiryIntakeForm):
    """Name, postal or e-mail address, what is asked: no reason and no proof of identity."""

    kind = rules.INFORMATION

    who = forms.ChoiceField(
        label=_("Who asks"),
        choices=[
            (PERSON, pgettext_lazy("applicant", "A person")),
            (ORGANISATION, pgettext_lazy("applicant", "An organisation")),
        ],
        initial=PERSON,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who asks")},
    )
    organisation_name = CleanLine(
        label=_("Name of the organisation"), max_length=250, required=False
    )
    subject = CleanLine(
        label=_("Which information or document is asked for"),
        help_text=_("In a few words: name, kind or content of the document."),
        max_length=200,
        error_messages={"required": _("Write which information is asked for")},
    )
    body = CleanText(
        label=_("Description"),
        help_text=_("As it was said or written; a scan may be added below."),
        max_length=BODY_LIMIT,
        error_messages={"required": _("Describe the information that is asked for")},
    )
    reply_by = forms.ChoiceField(
        label=_("How to answer"),
        choices=ReplyBy.choices,
        initial=ReplyBy.POST,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how to answer")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") == ORGANISATION:
            if not data.get("organisation_name"):
                self.add_error("organisation_name", _("Write the name of the organisation"))
        else:
            data["organisation_name"] = ""
            self.require_person()
        if data.get("reply_by") == ReplyBy.POST:
            self.require_address(_("Write the address to send the answer to."))
        elif not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("An answer by e-mail needs the address."))
        return data

    def subject_words(self) -> str:
        return self.cleaned_data["subject"]


class PersonalDataIntakeForm(InquiryIntakeForm):
    """Which right is used, and how it was made sure who asks: data go to their owner only."""

    kind = rules.PERSONAL_DATA

    right = forms.ChoiceField(
        label=_("What the person asks for"),
        choices=PersonalDataRequest.Right.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the person asks for.")},
    )
    identity_note = CleanLine(
        label=_("How you made sure who asks"),
        help_text=_("For example: showed a passport. Do not write its number here."),
        max_length=250,
        error_messages={"required": _("Write how you made sure who asks.")},
    )
    body = CleanText(
        label=_("Explanation"),
        help_text=_("As it was said or written; a scan may be added below."),
        max_length=BODY_LIMIT,
        error_messages={"required": _("Write what is asked for")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.require_person()
        self.require_address(_("Write the address: the answer goes there by post."))
        return data

    def subject_words(self) -> str:
        return subject_of_right(self.cleaned_data["right"])
