"""The forms in which staff write down a request for information or about personal data (6.1)."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.inputs import CleanLine, CleanText, WhenField
from crm.cases.services import check_files
from crm.desk.entry_form import PERSON, EntryForm
from crm.requests import rules
from crm.requests.forms import BODY_LIMIT, WhoAsks
from crm.requests.models import PersonalDataRequest, ReplyBy
from crm.requests.services import Asked, Entry
from crm.requests.services.entry import PAPER
from crm.requests.services.opening import subject_of_right


class InquiryIntakeForm(EntryForm):
    """What both kinds share: how and when it came, who asks, where to answer, the scan.

    A paper without a date is written down too: the number comes before any exit (R-01).
    """

    kind = ""
    may_lack = ("last_name", "first_name", "addr_settlement", "addr_street", "addr_building")

    signed_on = WhenField(label=_("Date of the letter"), required=False, allowed="past")
    envelope_on = WhenField(label=_("Date on the envelope"), required=False, allowed="past")
    pages = forms.IntegerField(
        label=pgettext_lazy("number of sheets", "Pages"),
        required=False,
        min_value=1,
        max_value=5_000,
    )
    original_place = CleanLine(label=_("Place of the original"), max_length=120, required=False)

    @classmethod
    def fresh(cls, at: datetime) -> "InquiryIntakeForm":
        """An empty form of today, with a key of its own."""
        return cls(initial=cls.first(at, "paper"))

    @property
    def has_paper(self) -> bool:
        return any(self[name].errors or self[name].value() for name in PAPER)

    def require_person(self) -> None:
        for name in ("last_name", "first_name"):
            if not self.cleaned_data.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])

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
            received_at=self.received_at,
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
            person={name: data[name] for name in PERSON if data[name]},
            email=data["email"],
            phone=str(data["phone"] or ""),
        )

    def subject_words(self) -> str:
        raise NotImplementedError


class InformationIntakeForm(WhoAsks, InquiryIntakeForm):
    """Name, postal or e-mail address, what is asked: no reason and no proof of identity."""

    kind = rules.INFORMATION

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
        if not self.is_organisation:
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
