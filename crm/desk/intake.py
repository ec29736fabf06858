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
from crm.appeals import card_rules
from crm.appeals.card_rules import Asked
from crm.appeals.completeness import CompleteDraft
from crm.appeals.forms import BODY_LIMIT
from crm.appeals.models import AppealKind, ReplyChannel
from crm.appeals.services.intake import STAFF_CHANNELS, Entry
from crm.cases.services import check_files
from crm.cases.states import CHANNELS
from crm.desk.days import moment_of
from directory.models import Addressee
from directory.values import Values

PERSON = (
    *("last_name", "first_name", "middle_name", "has_no_middle_name", "addr_settlement"),
    *("addr_street", "addr_building", "addr_flat", "addr_postcode"),
)
# Whoever has no account reads no cabinet.
REPLIES = [one for one in ReplyChannel.choices if one[0] != ReplyChannel.CABINET]


class IntakeForm(forms.Form):
    """Mandatory content of A-02 and how it came; of paper its date, pages and scan (R-10)."""

    use_required_attribute = False

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
    signed_on = WhenField(label=_("Date of the letter"), required=False, allowed="past")
    pages = forms.IntegerField(label=_("Pages"), required=False, min_value=1, max_value=5_000)
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
        topics = Values.of(card_rules.TOPICS).choices(card_rules.TOPICS, day, with_code=True)
        self.fields["topic"].choices = [("", _("Choose the topic")), *topics]
        self.fields["body"].widget.attrs["rows"] = 8
        bodies = Addressee.objects.active().in_order().only("name")
        self.fields["addressee"].queryset = bodies.filter(accepts_appeals=True)
        self.fields["against"].queryset = bodies

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
        if by_phone and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("A reply by phone needs the number."))
        if data.get("kind") != AppealKind.COMPLAINT:
            data["against"] = None
        return data

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
            said=CompleteDraft(
                subject=data["subject"],
                body=data["body"],
                kind=data["kind"],
                against=data["against"],
                hide_identity=data["hide_identity"],
                reply_channel=data["reply_channel"],
            ),
            person={name: data[name] for name in PERSON},
            email=data["email"],
            phone=str(data["phone"] or ""),
            signed_on=data["signed_on"],
            pages=data["pages"],
            files=check_files(data["files"]),
            questions=[Asked(data["topic"])] if data["topic"] else [],
        )
