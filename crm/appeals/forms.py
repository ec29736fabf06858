"""What the law asks in an appeal, as forms; the form builder's own fields stand beside them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from blocks.forms.inputs import CleanLine, CleanText, WhenField
from blocks.forms.models import FormDefinition
from core import clock
from crm.appeals import rules
from crm.appeals.author_forms import AuthorForm
from crm.appeals.models import REPLY_RESULTS, AppealKind, ReplyChannel
from directory.models import Addressee

BODY_LIMIT = 20_000
# A longer list is not a list any more: the text field alone says whom the complaint is about.
AGAINST_LIMIT = 300

KINDS = [
    (
        AppealKind.STATEMENT,
        _("Statement or petition"),
        _("I ask for help, or report a violation or a shortcoming"),
    ),
    (
        AppealKind.COMPLAINT,
        _("Complaint"),
        _("I disagree with a decision, an action or a failure to act"),
    ),
    (AppealKind.PROPOSAL, _("Proposal or remark"), _("I advise how to do better")),
]

OTHER_KINDS = (AppealKind.STATEMENT, AppealKind.PROPOSAL)
OF_COMPLAINT = ("against", "against_text", "decision_ref", "decision_on", "learned_on")
ABOUT_THE_BLAMED = ("against", "against_text")


class WriteForm(AuthorForm):
    """Statutory fields of domain.md 2.3 for one form definition and addressee."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(code, label) for code, label, _hint in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is")},
    )
    organisation_name = CleanLine(
        label=_("Name of the organisation"),
        max_length=250,
        error_messages={"required": _("Write the name of the organisation")},
    )
    organisation_code = CleanLine(
        label=_("EDRPOU code"),
        help_text=_("Eight digits."),
        max_length=10,
        error_messages={"required": _("Write the EDRPOU code")},
    )
    subject = CleanLine(
        label=_("Subject"),
        help_text=_("A few words by which you will recognise this appeal later."),
        max_length=200,
        error_messages={"required": _("Write the subject of the appeal")},
    )
    against = forms.ChoiceField(
        label=_("Whom the complaint is about"),
        help_text=_("Whoever is complained about will not consider the complaint."),
        required=False,
    )
    against_text = CleanLine(
        label=_("What exactly the complaint is about"),
        help_text=_("Who did or did not do what, and when."),
        max_length=500,
        required=False,
    )
    decision_ref = CleanLine(
        label=_("Number of the decision, if there is one"), max_length=200, required=False
    )
    decision_on = WhenField(label=_("Day of the decision"), required=False, allowed="past")
    learned_on = WhenField(
        label=_("When you learned of the decision"), required=False, allowed="past"
    )
    body = CleanText(
        label=_("Text of the appeal"),
        help_text=_(
            "Say what happened and what you ask for. Tell no more about yourself than needed."
        ),
        max_length=BODY_LIMIT,
        error_messages={"required": _("Write the text of the appeal")},
    )
    hide_identity = forms.BooleanField(
        label=_("Do not disclose my name and address"),
        help_text=_("Only those without whom no decision can be made will see them."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        definition: FormDefinition,
        addressee: Addressee,
        is_shown: bool = True,
        **kwargs: Any,
    ) -> None:
        """`is_shown=False`: only judged, so the long list of whom one may blame is not read."""
        super().__init__(*args, **kwargs)
        self.blamed: Addressee | None = None
        self.fields["body"].widget.attrs["rows"] = 10
        self.fields["kind"].hints = {code.value: hint for code, _label, hint in KINDS}
        is_entity = definition.applicant == FormDefinition.Applicant.LEGAL_ENTITY
        if not is_entity:
            del self.fields["organisation_name"], self.fields["organisation_code"]
        self.asks_of_author = not is_entity and definition.purpose != definition.Purpose.FEEDBACK
        if self.asks_of_author:
            self.offer(clock.today(), is_shown=is_shown)
        else:
            self.drop()
        if definition.purpose == FormDefinition.Purpose.FEEDBACK:
            self._become_feedback()
        elif is_shown:
            self.fields["against"].choices = against_choices(addressee)
        else:
            self._know_only_the_blamed()

    def _know_only_the_blamed(self) -> None:
        slug = str(self.data.get("against") or "")
        if slug and self.data.get("kind") == AppealKind.COMPLAINT:
            self.blamed = Addressee.objects.listed().filter(slug=slug).first()
        known = [(slug, slug)] if self.blamed or self.data.get("kind") in OTHER_KINDS else []
        self.fields["against"].choices = [("", ""), *known]

    def _become_feedback(self) -> None:
        for name in (
            "kind",
            "against",
            "against_text",
            "decision_ref",
            "decision_on",
            "learned_on",
        ):
            del self.fields[name]
        self.fields["subject"].error_messages["required"] = _("Write the subject")
        self.fields["body"].label = _("Your message")
        self.fields["body"].error_messages["required"] = _("Write the message")

    def clean_organisation_code(self) -> str:
        code = self.cleaned_data["organisation_code"]
        if not rules.is_edrpou(code):
            raise forms.ValidationError(
                _("Check the EDRPOU code: it has eight digits and they do not agree."),
                code="edrpou",
            )
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.asks_of_author:
            self.count_signatories(data)
        if data.get("kind") != AppealKind.COMPLAINT:
            # Chosen while it still was a complaint: nobody is blamed by a statement.
            return {**data, **{name: "" for name in ABOUT_THE_BLAMED if name in data}}
        if len(data.get("against_text", "")) < 10:
            self.add_error(
                "against_text",
                _("Say which decision or action the complaint is about, in one sentence at least"),
            )
        return data


def against_choices(addressee: Addressee) -> list[tuple[str, Any]]:
    """The addressee first, then everybody else of a city that fits into a list."""
    listed = Addressee.objects.listed().exclude(pk=addressee.pk).in_order()
    others = [(one.slug, str(one.name)) for one in listed.only("slug", "name")[:AGAINST_LIMIT]]
    if len(others) == AGAINST_LIMIT:
        others = []
    return [
        ("", _("Somebody else, or not in the list")),
        (addressee.slug, str(addressee.name)),
        *others,
    ]


class ReplyByForm(forms.Form):
    """How the author wants the answer (A-17): in writing, for the appeal is in writing (A-24)."""

    use_required_attribute = False

    reply_channel = forms.ChoiceField(
        label=_("How to reply"),
        choices=[one for one in ReplyChannel.choices if one[0] != ReplyChannel.PHONE],
        widget=forms.RadioSelect,
        initial=ReplyChannel.CABINET,
        error_messages={"required": _("Choose how to reply")},
    )


class ReplyForm(forms.Form):
    """The executor's draft of the answer."""

    use_required_attribute = False

    text = CleanText(
        label=_("Text of the reply"),
        max_length=BODY_LIMIT,
        error_messages={"required": _("Write the text of the reply")},
    )
    result = forms.ChoiceField(
        label=_("Result"),
        choices=[(code.value, code.label) for code in REPLY_RESULTS],
        error_messages={"required": _("Choose the result")},
    )
