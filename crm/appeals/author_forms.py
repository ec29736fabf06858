"""What authors may say of themselves and of those who sign with them; all of it is optional."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from blocks.forms.inputs import CleanText
from crm.appeals import card_rules
from crm.appeals.card_models import Subject
from crm.appeals.card_rules import Signed
from directory.values import Values

TOGETHER = ("is_collective", "signatories_count", "signatories")
ABOUT = ("author_category", "social_status", "sex")
CLASSIFIED = {
    "author_category": card_rules.CATEGORIES,
    "social_status": card_rules.GROUP_OF["social_status"],
    "sex": card_rules.GROUP_OF["sex"],
}


class AuthorForm(forms.Form):
    """Base of the form in which an appeal is written (domain.md 2.3)."""

    is_collective = forms.BooleanField(
        label=_("Several people write this appeal together"), required=False
    )
    signatories_count = forms.IntegerField(
        label=_("How many of you sign it"),
        required=False,
        min_value=2,
        max_value=1_000_000,
        error_messages={"min_value": _("At least two people sign a collective appeal.")},
    )
    signatories = CleanText(
        label=_("Who signs it"),
        help_text=_(
            "One person a line: name; address; phone or e-mail. You are the contact person: "
            "the reply comes to you. A list on paper may be added as a file."
        ),
        required=False,
    )
    author_category = forms.MultipleChoiceField(
        label=_("Do any of these concern you"),
        help_text=_("Appeals of people with some benefits are considered first."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    social_status = forms.ChoiceField(label=_("What you do"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), required=False)

    def offer(self, day: date, *, is_shown: bool) -> None:
        """Fill the lists; what nobody chose from and nobody sees is not read."""
        self.fields["signatories"].widget.attrs["rows"] = 5
        if not is_shown and not any(self.data.get(name) for name in ABOUT):
            return
        values = Values.lately()
        for name, group in CLASSIFIED.items():
            nothing = [] if name == "author_category" else [("", _("I prefer not to say"))]
            self.fields[name].choices = [*nothing, *values.choices(group, day)]

    def drop(self) -> None:
        """A legal entity has no sex, and an opinion is not counted by category."""
        for name in (*TOGETHER, *ABOUT):
            del self.fields[name]

    def clean_signatories(self) -> list[Signed]:
        people, errors = card_rules.read_signatories(self.cleaned_data["signatories"])
        if errors:
            raise forms.ValidationError(errors[:10])
        return people

    def count_signatories(self, data: dict[str, Any]) -> None:
        """Either the list or the number says how many; the list is never longer."""
        if not data.get("is_collective"):
            data["signatories"], data["signatories_count"] = [], None
            for name in TOGETHER[1:]:
                self.errors.pop(name, None)
            return
        people, many = data.get("signatories") or [], data.get("signatories_count")
        if many is not None and many < len(people):
            self.add_error("signatories_count", _("There are more people in the list."))
        elif many is None and len(people) < 2 and not set(TOGETHER) & set(self.errors):
            self.add_error("signatories_count", _("Write how many of you sign it."))

    @property
    def is_written_together(self) -> bool:
        return bool(self["is_collective"].value() or set(TOGETHER) & set(self.errors))

    @property
    def tells_of_author(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ABOUT)


def card_of(data: dict[str, Any]) -> tuple[dict[str, Any], list[Signed]]:
    """Take the author's part out of what a form has cleaned: fields of the card, signatories."""
    said = {name: data.pop(name, None) for name in (*TOGETHER, *ABOUT)}
    card: dict[str, Any] = {}
    if said["is_collective"]:
        people = said["signatories"] or []
        card["subject"] = Subject.COLLECTIVE
        card["signatories_count"] = said["signatories_count"] or len(people)
    if said["author_category"]:
        card["categories"] = said["author_category"]
    for name in ("social_status", "sex"):
        if said[name]:
            card[name] = said[name]
    return card, said["signatories"] or []


def words_of(data: dict[str, Any]) -> list[tuple[Any, str]]:
    """What a draft tells of its author, as the last look before sending shows it."""
    form = AuthorForm()
    rows = []
    if data.get("is_collective"):
        people, _errors = card_rules.read_signatories(str(data.get("signatories") or ""))
        many = data.get("signatories_count") or len(people)
        rows.append((form["signatories_count"].label, str(many)))
        if people:
            rows.append((form["signatories"].label, "\n".join(one.name for one in people)))
    if not any(data.get(name) for name in ABOUT):
        return rows
    values = Values.lately()
    for name, group in CLASSIFIED.items():
        codes = data.get(name) or []
        codes = codes if isinstance(codes, list) else [codes]
        if labels := [values.label(group, str(code)) for code in codes]:
            rows.append((form[name].label, "\n".join(labels)))
    return rows
