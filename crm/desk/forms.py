"""Forms of the desk: filters of the lists and what is written in the composer."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.validators import RegexValidator
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from blocks.forms.inputs import CleanLine, CleanText, FilesField, WhenField
from core.private_files.kinds import ALL
from core.words.dates import date_words
from crm.appeals import forms as appeals
from crm.appeals.models import AppealKind, Ground, ReturnGround
from crm.cases.states import APPEAL, INQUIRY, INQUIRY_KINDS, KINDS, ORDER_KINDS
from crm.desk import rules
from crm.desk.person_field import PersonField
from crm.reports.asking import Behind
from crm.reports.words import words_of
from directory.models import Addressee

NOTE_LENGTH = 5_000
REASON_LENGTH = 3_000


class KnownChoices(forms.MultipleChoiceField):
    """Of several values those that there are; wrong only when there is none among them."""

    def to_python(self, value: Any) -> list[str]:
        asked = super().to_python(value)
        known = [one for one in asked if self.valid_value(one)]
        return known or asked


class FilterForm(forms.Form):
    """Everything the list may be cut by; unknown values are dropped, never an error page.

    Options of executors and addressees cost queries, so only the page of filters lists them.
    """

    use_required_attribute = False
    _executor: Any = None

    q = CleanLine(required=False, max_length=200, label=_("Number, surname or words"))
    state = KnownChoices(
        required=False,
        label=_("State"),
        choices=[*APPEAL.choices, ("refused", INQUIRY.label("refused"))],
        widget=forms.CheckboxSelectMultiple,
    )
    open = forms.ChoiceField(
        required=False,
        label=_("Open or finished"),
        choices=[
            ("", pgettext_lazy("appeals", "Open")),
            ("no", pgettext_lazy("appeals", "Finished")),
            ("all", pgettext_lazy("appeals", "All")),
        ],
    )
    kind = forms.ChoiceField(
        required=False,
        label=_("Kind"),
        choices=[
            ("", pgettext_lazy("filter", "Any")),
            *AppealKind.choices,
            *((kind, KINDS[kind]) for kind in (*INQUIRY_KINDS, *ORDER_KINDS)),
        ],
    )
    addressee = forms.ModelChoiceField(
        required=False,
        label=_("Addressee"),
        queryset=Addressee.objects.active(),
        empty_label=pgettext_lazy("filter", "Any"),
    )
    who = forms.CharField(
        required=False,
        label=pgettext_lazy("role", "Executor"),
        validators=[RegexValidator(r"^(me|none|\d{1,15})$")],
        widget=forms.Select,
    )
    due = forms.ChoiceField(
        required=False,
        label=_("Due"),
        choices=[
            ("", _("Any day")),
            ("overdue", _("Overdue")),
            ("today", _("Today")),
            ("week", _("Within seven days")),
        ],
    )
    first = forms.ChoiceField(
        required=False,
        label=pgettext_lazy("filter", "Considered first"),
        choices=[("", pgettext_lazy("filter", "Any")), ("yes", _("Only these"))],
    )
    since = WhenField(required=False, label=_("Received from"))
    until = WhenField(required=False, label=_("Received to"))
    behind = forms.CharField(
        required=False, max_length=200, label=_("Figure of a report"), widget=forms.HiddenInput
    )
    sort = forms.ChoiceField(
        required=False,
        label=_("Order"),
        choices=[(sort.code, sort.label) for sort in rules.SORTS.values()],
    )

    def clean_who(self) -> str:
        """A colleague who is not there any more is no filter."""
        who = self.cleaned_data["who"]
        if who.isdigit():
            self._executor = get_user_model().objects.filter(pk=who).first()
            if self._executor is None:
                raise forms.ValidationError(gettext("There is no such person."), code="absent")
        return who

    def clean_behind(self) -> Behind | None:
        """The appeals behind a figure; an address that no report gave is no filter."""
        return Behind.from_text(self.cleaned_data["behind"])

    def with_people(self, people: Any) -> "FilterForm":
        """Ready to be shown: the list of executors filled in."""
        self.fields["who"].widget.choices = [
            ("", pgettext_lazy("filter", "Any")),
            ("me", _("Me")),
            ("none", _("Nobody yet")),
            *((str(person.pk), person.short_name) for person in people),
        ]
        return self

    def chosen(self) -> dict[str, Any]:
        """Filters that hold something valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_partly_unknown(self) -> bool:
        """Whether something in the address was not understood: an addressee or a colleague that
        is not there any more, a key of an older version. It is left out of what is chosen."""
        known = {*self.fields, "at"}
        asked = {name for name in self.data if any(self.data.getlist(name))}
        behind = asked & {"behind"} and not self.cleaned_data.get("behind")
        states = {*self.data.getlist("state")} - {"", *self.cleaned_data.get("state", ())}
        return bool(asked - known or asked & set(self.errors) or behind or states)

    def words_of(self, name: str, value: Any) -> str:
        """A chosen value as a person reads it."""
        if isinstance(value, list):
            labels = dict(self.fields[name].choices)
            return ", ".join(str(labels[one]) for one in value)
        if name == "who":
            plain = {"me": gettext("me"), "none": gettext("nobody yet")}
            return plain.get(value) or self._executor.short_name
        if isinstance(value, Behind):
            return words_of(value)
        if isinstance(value, date):
            return date_format(value)
        choices = getattr(self.fields[name], "choices", None)
        is_model = isinstance(self.fields[name], forms.ModelChoiceField)
        return str(value) if is_model or not choices else str(dict(choices)[value])


class WrittenForm(forms.Form):
    """Base of what is written on a card."""

    use_required_attribute = False
    prefix_of_id = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.prefix_of_id}-%s")
        super().__init__(*args, **kwargs)


class SeenVersion(forms.IntegerField):
    """Which version of a text the form was shown with; what is no number was shown to nobody."""

    widget = forms.HiddenInput
    UNSEEN = -1

    def clean(self, value: Any) -> int:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return self.UNSEEN


class OverReplyForm(WrittenForm):
    """Writes, signs or judges the reply as it was when the page was made (no silent overwrite).

    `newer` is the appeal with the text that somebody else has written meanwhile.
    """

    newer: Any = None

    version = SeenVersion()


class ChargingForm(WrittenForm):
    """Charges one of the `candidates` with something; what to do stands in the field `words`."""

    words = ""

    executor = PersonField(label=pgettext_lazy("role", "Executor"))

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["executor"].offer(candidates)
        self.fields[self.words].widget.attrs["rows"] = 3


class AssignForm(ChargingForm):
    prefix_of_id = "assign"
    words = "resolution"

    resolution = CleanText(
        max_length=REASON_LENGTH,
        label=_("What to do"),
        error_messages={"required": _("Write what has to be done.")},
    )


class SignForm(OverReplyForm):
    prefix_of_id = "sign"

    text = CleanText(
        max_length=appeals.BODY_LIMIT,
        label=_("Text of the reply"),
        help_text=_("You may correct it before signing."),
    )


class NoteForm(WrittenForm):
    prefix_of_id = "note"

    text = CleanText(
        max_length=NOTE_LENGTH,
        label=_("Note for colleagues"),
        error_messages={"required": _("Write the note.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 4


class FilesForm(WrittenForm):
    prefix_of_id = "files"

    files = FilesField(
        kinds=ALL,
        max_count=settings.UPLOAD_MAX_FILES,
        max_bytes=settings.UPLOAD_MAX_FILE_BYTES,
        label=_("Files"),
        error_messages={"required": _("Choose a file.")},
    )
    for_author = forms.BooleanField(required=False, label=_("The author may see them too"))


class ReasonForm(WrittenForm):
    """One text that says why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, CleanText):
                field.widget.attrs["rows"] = 4


class ReworkForm(OverReplyForm, ReasonForm):
    prefix_of_id = "rework"

    remark = CleanText(
        max_length=REASON_LENGTH,
        label=_("What to change in the draft"),
        error_messages={"required": _("Write what has to be changed.")},
    )


class ExtendForm(ReasonForm):
    """`longest` is the last lawful day, offered as the first answer."""

    prefix_of_id = "extend"

    until = WhenField(label=_("New term"), error_messages={"required": _("Choose the new term.")})
    reason = CleanText(
        max_length=REASON_LENGTH,
        label=_("Why a month is not enough"),
        help_text=_("The author reads this."),
        error_messages={"required": _("Write why a month is not enough.")},
    )

    def __init__(self, *args: Any, longest: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if longest is not None:
            self.fields["until"].help_text = gettext(
                "Until %(day)s at most: 45 days from registration."
            ) % {"day": date_format(longest)}


class InterimForm(ReasonForm):
    prefix_of_id = "interim"

    text = CleanText(
        max_length=appeals.BODY_LIMIT,
        label=_("Text of the interim reply"),
        error_messages={"required": _("Write the text of the reply.")},
    )


class ReturnForm(ReasonForm):
    """The ground says by which article it goes back, and in which term (A-05, A-06)."""

    prefix_of_id = "return"

    ground = forms.ChoiceField(
        label=_("Why it is returned"),
        choices=ReturnGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it is returned.")},
    )
    reason = CleanText(
        max_length=REASON_LENGTH,
        label=_("What is missing in the appeal"),
        error_messages={"required": _("Explain to the author what is missing.")},
    )

    def __init__(self, *args: Any, terms: dict[str, date], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = {ReturnGround.FORM: terms.get("return"), ReturnGround.DATA: terms.get("return_data")}
        self.fields["ground"].hints = {
            ground.value: term_to_return(day, today) for ground, day in days.items()
        }


def term_to_return(last: date | None, today: date) -> str:
    """What stands under a ground: its own term, or that it is over (13.1)."""
    if last is None:
        return ""
    told = gettext("The term to return: until %(day)s.")
    if last < today:
        told = gettext("The term to return ended on %(day)s: explain the delay.")
    return told % {"day": date_words(last)}


class RefuseForm(ReasonForm):
    """The head says by which article it is not considered (A-10 … A-13) and explains it."""

    prefix_of_id = "refuse"

    ground = forms.ChoiceField(
        label=_("Why it is not considered"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it is not considered.")},
    )
    reason = CleanText(
        max_length=REASON_LENGTH,
        label=_("Explanation for the author"),
        help_text=_("The author reads it under the reason and the article of the law."),
        error_messages={"required": _("Explain it to the author.")},
    )


class RestoreForm(ReasonForm):
    prefix_of_id = "restore"

    reason = CleanText(
        max_length=REASON_LENGTH,
        label=_("Why the term is restored"),
        help_text=_("It stays on the card; the author is told that the term is restored."),
        error_messages={"required": _("Write why the term is restored.")},
    )


class JournalFilterForm(forms.Form):
    """Filters of the audit journal."""

    use_required_attribute = False

    journal = forms.ChoiceField(
        required=False,
        label=_("Journal"),
        choices=[("", _("What was done")), ("viewings", _("Who looked"))],
    )
    person = CleanLine(required=False, max_length=254, label=_("E-mail of the person"))
    action = CleanLine(required=False, max_length=80, label=_("Action or screen"))
    target = CleanLine(required=False, max_length=150, label=_("Record: type or type:key"))
    since = WhenField(required=False, label=pgettext_lazy("day", "From"))
    until = WhenField(required=False, label=pgettext_lazy("day", "To"))
