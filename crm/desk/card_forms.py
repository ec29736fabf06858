"""The form of a registration card: confirmed at registration, corrected afterwards (R-04)."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.inputs import CleanLine, CleanText, WhenField
from crm.appeals import card_rules
from crm.appeals.card_models import SourceLevel, Subject
from crm.appeals.card_rules import Asked, Signed
from crm.appeals.models import AppealKind
from crm.desk.forms import WrittenForm
from crm.desk.sheets import Sheet
from directory.models import Addressee
from directory.values import Values

SPARE_ROWS = 2
ROW_FIELDS = ("topic", "text", "extra", "drop", "number")
MAIN = ("kind", "sign", "receipt_form", "letter_type", "subject")
PASSED_ON = ("source_body", "source_level", "source_index", "source_on")
AUTHOR = (
    *("signatories_count", "signatories", "representative_name", "representative_document"),
    *("categories", "is_priority", "social_status", "sex", "hide_identity"),
    *("shorter_term_asked_by", "shorter_term_reason"),
)
ALWAYS_THERE = ("signatories_count", "hide_identity")
RECEPTION = ("official", "official_name", "content", "charged", "result", "note")
PAPER = ("signed_on", "envelope_on", "pages", "original_place", "file_number")
_SAID = (*MAIN, *PASSED_ON, *PAPER, *(name for name in AUTHOR if name != "signatories"))


class FoldedParts(forms.Form):
    """Rare parts of a card are folded until something in them is filled or wrong."""

    def is_touched(self, names: Iterable[str]) -> bool:
        return any(self[name].errors or self[name].value() for name in names)

    @property
    def is_passed_on(self) -> bool:
        return self.is_touched((*PASSED_ON, "representative_name", "representative_document"))

    @property
    def has_paper(self) -> bool:
        return self.is_touched(name for name in PAPER if name in self.fields)

    @property
    def has_author(self) -> bool:
        subject = "subject_kind" if "subject_kind" in self.fields else "subject"
        is_collective = self[subject].value() == Subject.COLLECTIVE
        return is_collective or self.is_touched(
            name for name in AUTHOR if name in self.fields and name not in ALWAYS_THERE
        )


class SourceFields(FoldedParts):
    """From where an appeal was passed on, who represents the author, where the paper lies."""

    source_body = CleanLine(label=_("Which body passed it on"), max_length=250, required=False)
    source_level = forms.ChoiceField(
        label=_("Level of the body"),
        choices=[("", _("Neither: not a body of power")), *SourceLevel.choices],
        required=False,
    )
    source_index = CleanLine(label=_("Their index"), max_length=60, required=False)
    source_on = WhenField(label=_("Their date"), required=False, allowed="past")
    representative_name = CleanLine(
        label=_("Who represents the author"), max_length=250, required=False
    )
    representative_document = CleanLine(
        label=_("Document of authority"),
        help_text=_("Kind, number and date; add its copy to the files."),
        max_length=250,
        required=False,
    )
    signed_on = WhenField(label=_("Date of the letter"), required=False, allowed="past")
    envelope_on = WhenField(label=_("Date on the envelope"), required=False, allowed="past")
    pages = forms.IntegerField(
        label=pgettext_lazy("number of sheets", "Pages"),
        required=False,
        min_value=1,
        max_value=5_000,
    )
    original_place = CleanLine(label=_("Place of the original"), max_length=120, required=False)


class AuthorFields(forms.Form):
    """Who wrote, for statistics and for being considered first; all of it may be left out."""

    signatories_count = forms.IntegerField(
        label=_("How many people signed"), required=False, min_value=1, max_value=1_000_000
    )
    signatories = CleanText(
        label=_("Who signed"),
        help_text=_("One a line: name; address; contact. The author receives the reply."),
        required=False,
    )
    categories = forms.MultipleChoiceField(
        label=_("Category of the author"), required=False, widget=forms.CheckboxSelectMultiple
    )
    social_status = forms.ChoiceField(label=_("Social status"), required=False)
    sex = forms.ChoiceField(label=_("Sex of the author"), required=False)
    shorter_term_asked_by = CleanLine(
        label=_("Who asks for a shorter term"), max_length=250, required=False
    )
    shorter_term_reason = CleanText(
        label=_("Why a shorter term"),
        help_text=_("The author's reasons (A-15); a head decides on the card."),
        max_length=2_000,
        required=False,
    )
    is_priority = forms.BooleanField(
        label=_("To be considered first"),
        help_text=_("Set by itself for the categories that the city lists. The term stays."),
        required=False,
    )

    def offer(self, values: Values, day: Any, kept: Any = None) -> None:
        """Fill the lists with what was in force on the day of receipt and what is kept."""
        self.fields["shorter_term_reason"].widget.attrs["rows"] = 2
        nothing = [("", _("Not said"))]
        for name in ("social_status", "sex"):
            keep = [getattr(kept, name, "")]
            options = values.choices(card_rules.GROUP_OF[name], day, keep=keep)
            self.fields[name].choices = [*nothing, *options]
        keep = getattr(kept, "categories", [])
        self.fields["categories"].choices = values.choices(card_rules.CATEGORIES, day, keep=keep)

    def clean_signatories(self) -> list[Signed]:
        """Every line that is wrong is named, so the list is corrected in one go."""
        people, errors = card_rules.read_signatories(self.cleaned_data["signatories"])
        if errors:
            raise forms.ValidationError(errors[:10])
        return people

    def count_people(self, data: dict[str, Any]) -> None:
        """The number follows from the list when it is not written; it is never less."""
        people, many = data.get("signatories") or [], data.get("signatories_count")
        if data.get("subject") != Subject.COLLECTIVE:
            data["signatories_count"], data["signatories"] = 1, []
        elif many is not None and many < len(people):
            self.add_error("signatories_count", _("There are more people in the list."))
        elif "signatories" not in self.errors:
            data["signatories_count"] = many or max(len(people), 1)


class ReceptionFields(forms.Form):
    """The card of a personal reception (R-07): who received, what was decided there."""

    official = forms.ModelChoiceField(
        queryset=Addressee.objects.none(),
        label=_("Official who received"),
        empty_label=_("Somebody else, or not in the list"),
        required=False,
    )
    official_name = CleanLine(label=_("Name of the official"), max_length=250, required=False)
    content = CleanText(label=_("Short content"), max_length=1_000, required=False)
    charged = CleanLine(label=_("Who is charged"), max_length=250, required=False)
    result = CleanLine(label=_("Result of the reception"), max_length=1_000, required=False)
    note = CleanText(label=_("Note on the reception"), max_length=1_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Addressee.Kind.OFFICIAL, Addressee.Kind.DEPUTY)
        officials = Addressee.objects.active().filter(kind__in=kinds)
        self.fields["official"].queryset = officials.in_order().only("name")
        for name in ("content", "note"):
            self.fields[name].widget.attrs["rows"] = 2

    def require_official(self, data: dict[str, Any]) -> None:
        is_named = data.get("official") or data.get("official_name")
        if not is_named and "official_name" not in self.errors:
            self.add_error("official_name", _("Write who received the visitor."))

    def reception_of(self, data: dict[str, Any]) -> dict[str, Any]:
        return {name: data[name] for name in RECEPTION}


class CardForm(WrittenForm, SourceFields, AuthorFields, ReceptionFields):
    """One form for the confirmation of a clerk and for later corrections.

    `version` says which card was seen. Questions stand in numbered rows: topic, text, whether it is
    an additional one; a row without a topic is none.
    """

    prefix_of_id = "card"
    template = "desk/card_form.html"

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    kind = forms.ChoiceField(label=_("Kind"), choices=AppealKind.choices)
    sign = forms.ChoiceField(label=_("Sign of receipt"))
    receipt_form = forms.ChoiceField(label=_("Form of receipt"))
    letter_type = forms.ChoiceField(label=_("Type"))
    subject = forms.ChoiceField(label=pgettext_lazy("classifier", "Subject"))
    hide_identity = forms.BooleanField(
        label=_("The author asks not to disclose the name and address"), required=False
    )
    file_number = CleanLine(label=_("Case file"), max_length=60, required=False)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        self.sheet = sheet
        kwargs["initial"] = {**_initial(sheet), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        day, values, card = sheet.received_on, sheet.values, sheet.registration
        self.offer(values, day, card)
        for name in ("sign", "receipt_form", "letter_type", "subject"):
            keep = [getattr(card, name)]
            group = card_rules.GROUP_OF[name]
            self.fields[name].choices = values.choices(group, day, keep=keep)
        self.has_reception = sheet.case.channel == "reception" or sheet.reception is not None
        if not self.has_reception:
            for name in RECEPTION:
                del self.fields[name]
        self.has_questions = sheet.case.is_open
        self.rows = self._add_rows() if self.has_questions else []

    def _add_rows(self) -> list[int]:
        """A row for each open question and some spare ones."""
        known = [one for one in self.sheet.questions if not one.closed_at]
        kept = [one.topic for one in self.sheet.questions]
        topics = self.sheet.values.choices(
            card_rules.TOPICS, self.sheet.received_on, keep=kept, with_code=True
        )
        sent = [int(name[6:]) for name in self.data if re.fullmatch(r"topic_\d{1,2}", name)]
        rows = list(range(1, max(len(known) + SPARE_ROWS, *sent, 1) + 1))
        for row in rows:
            question = known[row - 1] if row <= len(known) else None
            self._add_row(row, question, [("", _("Choose the topic")), *topics])
        return rows

    def _add_row(self, row: int, question: Any, topics: list[tuple[str, Any]]) -> None:
        self.fields[f"topic_{row}"] = forms.ChoiceField(
            label=pgettext_lazy("of a question", "Topic"), choices=topics, required=False
        )
        self.fields[f"text_{row}"] = CleanLine(
            label=_("What is asked"), max_length=500, required=False
        )
        self.fields[f"extra_{row}"] = forms.BooleanField(
            label=_("Additional question"), required=False
        )
        self.fields[f"drop_{row}"] = forms.BooleanField(
            label=pgettext_lazy("of a question", "Take away"), required=False
        )
        self.fields[f"number_{row}"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        self.initial[f"extra_{row}"] = row > 1
        if question is not None:
            self.initial |= {
                f"topic_{row}": question.topic,
                f"text_{row}": question.text,
                f"extra_{row}": not question.is_main,
                f"number_{row}": question.number,
            }

    @property
    def question_rows(self) -> Iterator[dict[str, Any]]:
        for row in self.rows:
            bound = {name: self[f"{name}_{row}"] for name in ROW_FIELDS}
            yield {"row": row, "is_known": bool(bound["number"].value()), **bound}

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in MAIN]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.count_people(data)
        for fault in card_rules.faults_of(data):
            if fault.field not in self.errors:
                self.add_error(fault.field, fault.message)
        if self.has_questions:
            self._clean_questions(data)
        if self.has_reception:
            self.require_official(data)
        if not self.errors:
            data["said"] = {name: data[name] for name in _SAID}
            data["questions"] = self._asked(data) if self.has_questions else None
            data["reception"] = self.reception_of(data) if self.has_reception else None
        return data

    def _clean_questions(self, data: dict[str, Any]) -> None:
        for row in self.rows:
            is_asked = data.get(f"text_{row}") and not data.get(f"drop_{row}")
            if is_asked and not data.get(f"topic_{row}") and f"topic_{row}" not in self.errors:
                self.add_error(f"topic_{row}", _("Choose the topic of this question."))
        if not self.errors and card_rules.topic_faults(self._asked(data)):
            self.add_error("topic_1", _("Choose the topic of the main question."))

    def _asked(self, data: dict[str, Any]) -> list[Asked]:
        """The questions as they shall be; those with a result keep their place, one that somebody
        has taken away meanwhile is asked anew."""
        known = {one.number for one in self.sheet.questions}
        closed = [
            Asked(one.topic, one.text, one.is_main, one.number)
            for one in self.sheet.questions
            if one.closed_at
        ]
        written = []
        for row in self.rows:
            number = data.get(f"number_{row}")
            if data.get(f"topic_{row}") and not data.get(f"drop_{row}"):
                text, is_main = data.get(f"text_{row}") or "", not data.get(f"extra_{row}")
                number = number if number in known else None
                written.append(Asked(data[f"topic_{row}"], text, is_main, number))
        return [*closed, *written]


def _initial(sheet: Sheet) -> dict[str, Any]:
    card, appeal = sheet.registration, sheet.appeal
    of_others = {"kind", "signed_on", "pages", "hide_identity"}
    first = {name: getattr(card, name) for name in _SAID if name not in of_others}
    return {
        **first,
        "version": card.version,
        "kind": appeal.appeal_kind,
        "signed_on": appeal.signed_on,
        "pages": appeal.pages,
        "hide_identity": sheet.case.hide_identity,
        "signatories": card_rules.written_signatories(sheet.signatories),
        **{name: getattr(sheet.reception, name, "") for name in RECEPTION},
    }
