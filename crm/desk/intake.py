"""The form in which staff write down what was said by telephone, brought or sent on paper."""

import secrets
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.inputs import CleanLine, CleanText, FilesField, WhenField
from core import clock
from core.accounts.fields import PhoneField
from core.accounts.roles import Action
from core.private_files.kinds import ALL
from crm.appeals import card_rules, rules
from crm.appeals.card_models import Registration, Subject
from crm.appeals.card_rules import Asked
from crm.appeals.completeness import CompleteDraft
from crm.appeals.forms import BODY_LIMIT
from crm.appeals.models import AppealKind, ReplyChannel
from crm.appeals.services.intake import STAFF_CHANNELS, Entry
from crm.cases.services import check_files
from crm.cases.states import CHANNELS
from crm.desk.card_forms import RECEPTION, AuthorFields, ReceptionFields, SourceFields
from crm.desk.days import moment_of
from directory.models import Addressee
from directory.values import Values

PERSON = (
    *("last_name", "first_name", "middle_name", "has_no_middle_name", "addr_settlement"),
    *("addr_street", "addr_building", "addr_flat", "addr_postcode"),
)
SAID = (
    *("subject", "body", "kind", "against", "against_text", "decision_ref", "decision_on"),
    *("learned_on", "hide_identity", "reply_channel", "organisation_name", "organisation_code"),
)
COMPLAINT = ("against", "against_text", "decision_ref", "decision_on", "learned_on")
CARD = (
    *("receipt_form", "signatories_count", "categories", "social_status", "sex", "is_priority"),
    *("source_body", "source_level", "source_index", "source_on", "representative_name"),
    *("representative_document", "envelope_on", "original_place"),
    *("shorter_term_asked_by", "shorter_term_reason"),
)
# Whoever has no account reads no cabinet.
ORAL = ("phone", "reception")
"""Channels of oral appeals: only their authors may wish an oral reply (A-17, A-24)."""
REPLIES = [one for one in ReplyChannel.choices if one[0] != ReplyChannel.CABINET]


class IntakeForm(SourceFields, AuthorFields, ReceptionFields):
    """Mandatory content of A-02 and how it came; of paper its date, pages and scan (R-10).

    Everything else of the registration card may be left for later; the channel gives first guesses.
    """

    use_required_attribute = False

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(code, CHANNELS[code]) for code in STAFF_CHANNELS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came")},
    )
    receipt_form = forms.ChoiceField(
        label=_("Form of receipt"),
        help_text=_("Left empty it follows from how the appeal came."),
        required=False,
    )
    subject_kind = forms.ChoiceField(
        label=pgettext_lazy("classifier", "Subject"), initial=Subject.INDIVIDUAL, required=False
    )
    organisation_name = CleanLine(
        label=_("Name of the organisation"),
        help_text=_("Only for a letter of a legal entity."),
        max_length=250,
        required=False,
    )
    organisation_code = CleanLine(label=_("EDRPOU code"), max_length=10, required=False)
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
    has_no_middle_name = forms.BooleanField(label=_("Has no patronymic"), required=False)
    addr_settlement = CleanLine(
        label=_("City, town or village"),
        max_length=100,
        error_messages={"required": _("Write where the person lives")},
    )
    addr_street = CleanLine(
        label=_("Street"),
        max_length=150,
        error_messages={"required": _("Write the street")},
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
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=AppealKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is")},
    )
    against = forms.ModelChoiceField(
        queryset=Addressee.objects.none(),
        label=_("Whom the complaint is about"),
        help_text=_("For a complaint: whoever is named here will not consider it."),
        empty_label=_("Somebody else, or not in the list"),
        required=False,
    )
    topic = forms.ChoiceField(
        label=_("Topic of the main question"),
        error_messages={"required": _("Choose the topic of the main question.")},
    )
    against_text = CleanLine(
        label=_("What exactly the complaint is about"), max_length=500, required=False
    )
    decision_ref = CleanLine(label=_("Number of the decision"), max_length=200, required=False)
    decision_on = WhenField(label=_("Day of the decision"), required=False, allowed="past")
    learned_on = WhenField(label=_("When the author learned of it"), required=False, allowed="past")
    subject = CleanLine(
        label=_("Subject"),
        max_length=200,
        error_messages={"required": _("Write the subject of the appeal")},
    )
    body = CleanText(
        label=_("Text of the appeal"),
        help_text=_("As it was said or written; a scan may be added below."),
        max_length=BODY_LIMIT,
        error_messages={"required": _("Write the text of the appeal")},
    )
    reply_channel = forms.ChoiceField(
        label=_("The author wants the reply"),
        choices=REPLIES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how to reply")},
    )
    hide_identity = forms.BooleanField(
        label=_("The author asks not to disclose the name and address"), required=False
    )
    files = FilesField(
        kinds=ALL,
        max_count=settings.UPLOAD_MAX_FILES,
        max_bytes=settings.UPLOAD_MAX_FILE_BYTES,
        label=_("Scan and enclosures"),
        required=False,
    )

    def __init__(self, *args: Any, actor: Any, day: date, **kwargs: Any) -> None:
        """`day` is the receipt's, by which values of classifiers are offered; an operator may
        leave the topic to the appeals office."""
        super().__init__(*args, **kwargs)
        self.fields["topic"].required = actor.can(Action.APPEALS_REGISTER)
        self.allow(Values.lately(), day)
        self.fields["body"].widget.attrs["rows"] = 8
        bodies = Addressee.objects.active().in_order().only("name")
        self.fields["addressee"].queryset = bodies.filter(accepts_appeals=True)
        self.fields["against"].queryset = bodies

    @property
    def is_received_in_person(self) -> bool:
        return self["channel"].value() == "reception" or self.is_touched(RECEPTION)

    @property
    def is_complaint(self) -> bool:
        return self["kind"].value() == AppealKind.COMPLAINT or self.is_touched(COMPLAINT)

    @property
    def is_of_entity(self) -> bool:
        return self.is_touched(("organisation_name", "organisation_code"))

    def allow(self, values: Values, day: date) -> None:
        """Values of classifiers in force on the day of receipt."""
        self.offer(values, day)
        topics = values.choices(card_rules.TOPICS, day, with_code=True)
        self.fields["topic"].choices = [("", _("Choose the topic")), *topics]
        by_channel = [("", _("As it came"))]
        self.fields["receipt_form"].choices = [*by_channel, *values.choices("receipt_form", day)]
        self.fields["subject_kind"].choices = values.choices("subject", day)

    @classmethod
    def fresh(cls, at: datetime, actor: Any) -> "IntakeForm":
        """An empty form of today, with a key of its own."""
        now = clock.local(at)
        of_today = {"actor": actor, "day": now.date()}
        first = {"received_on": now.date(), "received_time": now.time(), "channel": "phone"}
        initial = {"key": secrets.token_urlsafe(24), "reply_channel": "post", **first}
        return cls(initial=initial, **of_today)

    @classmethod
    def sent(cls, request: HttpRequest, at: datetime) -> "IntakeForm":
        """What was posted, judged by the classifiers of the day of receipt."""
        asked = WhenField(required=False)
        try:
            day = asked.clean(request.POST.get("received_on", ""))
        except forms.ValidationError:
            day = None
        day = day or clock.local(at).date()
        return cls(request.POST, request.FILES, actor=request.user, day=day)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("middle_name") and not data.get("has_no_middle_name"):
            self.add_error("middle_name", _("Write the patronymic or tick that there is none."))
        by_phone = data.get("reply_channel") == ReplyChannel.PHONE
        if by_phone and data.get("channel") not in ORAL:
            message = _("By phone only the author of an oral appeal may be answered.")
            self.add_error("reply_channel", message)
        elif by_phone and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("A reply by phone needs the number."))
        if data.get("kind") != AppealKind.COMPLAINT:
            data |= {"against": None, "against_text": "", "decision_ref": ""}
            data |= {"decision_on": None, "learned_on": None}
        self._clean_organisation(data)
        self._clean_card(data)
        if data.get("channel") == "reception":
            self.require_official(data)
        return data

    def _clean_organisation(self, data: dict[str, Any]) -> None:
        code = data.get("organisation_code")
        if code and not rules.is_edrpou(code):
            message = _("Check the EDRPOU code: it has eight digits and they do not agree.")
            self.add_error("organisation_code", message)
        if code and not data.get("organisation_name"):
            self.add_error("organisation_name", _("Write the name of the organisation"))

    def _clean_card(self, data: dict[str, Any]) -> None:
        """What the form of receipt asks for besides: from where, through whom, how many."""
        written = self.card_of({**data, "subject": data.get("subject_kind")})
        self.count_people(written)
        data["signatories_count"] = written.get("signatories_count") or 1
        data["signatories"] = written.get("signatories") or []
        for fault in card_rules.faults_of(written):
            if fault.field not in self.errors:
                self.add_error(fault.field, fault.message)

    def card_of(self, data: dict[str, Any]) -> dict[str, Any]:
        names = [*CARD, "signatories"]
        card = {name: data[name] for name in names if data.get(name) not in (None, "")}
        return {**card, "subject": data.get("subject") or Subject.INDIVIDUAL}

    def entry(self) -> Entry:
        """What was written, with files checked; asks the virus scanner, so before any transaction.

        Raises RuleBroken for a file that is not taken.
        """
        data = self.cleaned_data
        day, hour = data["received_on"], data["received_time"]
        return Entry(
            key=data["key"],
            channel=data["channel"],
            received_at=moment_of(day, hour),
            addressee=data["addressee"],
            said=self._said(data),
            person={name: data[name] for name in PERSON},
            email=data["email"],
            phone=str(data["phone"] or ""),
            signed_on=data["signed_on"],
            pages=data["pages"],
            files=check_files(data["files"]),
            questions=[Asked(data["topic"])] if data["topic"] else [],
            reception=self.reception_of(data) if data["channel"] == "reception" else None,
        )

    def _said(self, data: dict[str, Any]) -> CompleteDraft:
        card = self.card_of({**data, "subject": data["subject_kind"]})
        people = card.pop("signatories", [])
        first = Registration()
        return CompleteDraft(
            **{name: data[name] for name in SAID},
            card={
                name: value
                for name, value in card.items()
                if name == "receipt_form" or getattr(first, name) != value
            },
            signatories=people,
        )
