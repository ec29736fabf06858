"""Forms of the ways besides the plain one: joined, forwarded in part, requalified, dispatched."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocks.forms.inputs import CleanLine, CleanText, WhenField
from core.words.dates import date_words
from crm.appeals import forms as appeals
from crm.cases.models import Case
from crm.desk.forms import REASON_LENGTH, ChargingForm, ReasonForm, WrittenForm
from crm.desk.person_field import PersonField
from crm.requests.models import PersonalDataRequest

REQUALIFIED_TO = [
    ("information", _("Request for public information")),
    ("personal_data", _("Request about personal data")),
    ("administrative", _("Application for an administrative act: a permit, certificate, benefit")),
    ("request", _("Request for service")),
]


class ForwardForm(ReasonForm):
    """Of an appeal with several questions some may go and the rest stay (A-07)."""

    prefix_of_id = "forward"

    to_body = CleanLine(
        max_length=250,
        label=_("To which body"),
        error_messages={"required": _("Write where the appeal is forwarded.")},
    )
    reason = CleanText(required=False, max_length=REASON_LENGTH, label=_("Why it is theirs"))
    questions = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        label=_("Which questions are theirs"),
        help_text=_("Leave all unmarked to forward the whole appeal."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        questions: list[tuple[int, str]],
        last: date | None,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_body"].help_text = term_to_forward(last, today)
        # Pressed twice, the question that has gone must not become the whole appeal.
        if len(questions) > 1 or (self.is_bound and "questions" in self.data):
            self.fields["questions"].choices = questions
        else:
            del self.fields["questions"]


def term_to_forward(last: date | None, today: date) -> str:
    """What the form of forwarding says of its own term (13.1: a warning when later)."""
    if last is None:
        return ""
    told = gettext("The term to forward: until %(day)s.")
    if last < today:
        told = gettext("The term to forward ended on %(day)s: explain the delay.")
    return told % {"day": date_words(last)}


class JoinForm(WrittenForm):
    """The first appeal is named by its index; `seen` are the cases this person may read."""

    prefix_of_id = "join"

    first = CleanLine(
        max_length=40,
        label=_("Index of the first appeal"),
        help_text=_("One reply will answer both. Similar appeals stand beside the card."),
        error_messages={"required": _("Write the index of the first appeal.")},
    )

    def __init__(self, *args: Any, seen: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen

    def clean_first(self) -> Case:
        number = self.cleaned_data["first"].upper()
        found = self.seen.filter(number__in={number, self.cleaned_data["first"]}, kind="appeal")
        if (first := found.first()) is None:
            raise forms.ValidationError(_("There is no appeal with this index."))
        return first


class RequalifyForm(ReasonForm):
    prefix_of_id = "requalify"

    to_kind = forms.ChoiceField(
        label=_("What it is by law"),
        choices=REQUALIFIED_TO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    right = forms.ChoiceField(
        label=_("What the person asks for"),
        help_text=_("Only for a request about personal data."),
        choices=[("", _("Not chosen")), *PersonalDataRequest.Right.choices],
        required=False,
    )
    reason = CleanText(
        max_length=REASON_LENGTH,
        label=_("Explanation for the author"),
        error_messages={"required": _("Explain to the author what it is by law.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("to_kind") == "personal_data" and not data.get("right"):
            self.add_error("right", _("Choose what the person asks for."))
        return data


class ShorterForm(ReasonForm):
    """The head grants or refuses a shorter term (A-15). `wish` is the registration card with the
    author's reasons, `latest` the day the term ends now."""

    prefix_of_id = "shorter"
    template = "desk/shorter_form.html"

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("grant", _("Grant a shorter term")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to grant it.")},
    )
    until = WhenField(label=_("New term"), required=False)
    words = CleanText(
        required=False,
        max_length=REASON_LENGTH,
        label=_("Explanation for the author"),
        help_text=_("A refusal needs a reason; the author reads it."),
    )

    def __init__(self, *args: Any, wish: Any, latest: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wish = wish
        if latest is not None:
            self.fields["until"].help_text = gettext("%(day)s at the latest, to grant it.") % {
                "day": date_format(latest)
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        decision = data.get("decision")
        if decision == "grant" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Choose the new term."))
        if decision == "refuse" and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write why a shorter term is refused."))
        return data


class PleaForm(ReasonForm):
    """Staff answer what the author asks for (A-18)."""

    prefix_of_id = "attend"

    text = CleanText(
        max_length=REASON_LENGTH,
        label=_("Answer to the author"),
        help_text=_("The author reads it: when and where to come, or why it cannot be."),
        error_messages={"required": _("Write the answer to the author.")},
    )


class MaterialsForm(PleaForm):
    """`materials` are files of the case that the author does not see yet."""

    prefix_of_id = "materials"

    opened = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        label=_("Open to the author"),
        help_text=_("Nothing with personal data of others and no restricted information."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, materials: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("The author reads it: what is opened, or why not.")
        self.fields["opened"].choices = [(file.pk, file.name) for file in materials]
        if not materials:
            del self.fields["opened"]


class DispatchForm(ChargingForm):
    prefix_of_id = "dispatch"
    words = "task"

    task = CleanText(required=False, max_length=REASON_LENGTH, label=_("What to do"))


class ReportForm(WrittenForm):
    prefix_of_id = "done"

    text = CleanText(
        max_length=appeals.BODY_LIMIT,
        label=_("What was done"),
        help_text=_("The author reads this."),
        error_messages={"required": _("Write what was done.")},
    )


class ChargeForm(ChargingForm):
    """An assignment for one more person, with a term of its own."""

    prefix_of_id = "charge"
    words = "text"

    executor = PersonField(label=_("Who does it"))
    due_on = WhenField(
        label=_("Until which day"), error_messages={"required": _("Choose the day.")}
    )
    text = CleanText(
        max_length=REASON_LENGTH,
        label=_("What to do"),
        error_messages={"required": _("Write what has to be done.")},
    )


class MoveForm(WrittenForm):
    """Words that go with a step of an assignment."""

    prefix_of_id = "move"

    words = CleanText(required=False, max_length=REASON_LENGTH, label=_("Report or remark"))


class ExtendAssignmentForm(WrittenForm):
    prefix_of_id = "extend"

    due_on = WhenField(label=_("New term"), error_messages={"required": _("Choose the new term.")})


class ControlForm(WrittenForm):
    prefix_of_id = "control"

    reason = CleanText(
        required=False,
        max_length=REASON_LENGTH,
        label=_("What to watch"),
        help_text=_("Only staff see it."),
    )


class DelegateForm(WrittenForm):
    """Whoever put it on control names a colleague who may take it off."""

    prefix_of_id = "delegate"

    person = forms.ModelChoiceField(
        queryset=None,
        label=_("Who may take it off"),
        empty_label=_("Choose a person"),
        error_messages={"required": _("Choose a person.")},
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues
        self.fields["person"].label_from_instance = lambda person: person.short_name
