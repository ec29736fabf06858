"""The form in which staff write down what was said by telephone, brought or sent on paper."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.inputs import CleanLine, CleanText, WhenField
from core import clock
from core.accounts.roles import Action
from crm.appeals import card_rules, rules
from crm.appeals.card_models import Registration, Subject
from crm.appeals.card_rules import Asked
from crm.appeals.completeness import CompleteDraft
from crm.appeals.forms import BODY_LIMIT
from crm.appeals.models import AppealKind, ReplyChannel
from crm.appeals.services.intake import Entry
from crm.cases.services import check_files
from crm.desk.card_forms import RECEPTION, AuthorFields, ReceptionFields, SourceFields
from crm.desk.entry_form import PERSON, EntryForm
from directory.models import Addressee
from directory.values import Values

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


class IntakeForm(SourceFields, AuthorFields, ReceptionFields, EntryForm):
    """Mandatory content of A-02 and how it came; of paper its date, pages and scan (R-10).

    Everything else of the registration card may be left for later; the channel gives first guesses.
    """

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
    has_no_middle_name = forms.BooleanField(label=_("Has no patronymic"), required=False)
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

    def __init__(self, *args: Any, actor: Any, day: date, **kwargs: Any) -> None:
        """`day` is the receipt's, by which values of classifiers are offered; an operator may
        leave the topic to the appeals office."""
        super().__init__(*args, **kwargs)
        self.fields["topic"].required = actor.can(Action.APPEALS_REGISTER)
        self.allow(Values.lately(), day)
        self.fields["against"].queryset = Addressee.objects.active().in_order().only("name")

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
        initial = {"reply_channel": "post", **cls.first(at, "phone")}
        return cls(initial=initial, actor=actor, day=clock.local(at).date())

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
        return Entry(
            key=data["key"],
            channel=data["channel"],
            received_at=self.received_at,
            addressee=data["addressee"],
            said=self._said(data),
            person={name: data[name] for name in (*PERSON, "has_no_middle_name")},
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
