"""A Django form made of a revision, and answers to and from JSON."""

import datetime as dt
import decimal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import override as speaking

from blocks.forms import rules
from blocks.forms.inputs import (
    CleanLine,
    CleanText,
    EmailLine,
    FilesField,
    LocalisedNumber,
    PhoneLine,
    WhenField,
)


@dataclass(frozen=True)
class Row:
    """One thing to show: a heading, or a question with its bound field."""

    kind: str
    code: str
    label: str
    help: str
    bound: forms.BoundField | None = None


class BuiltForm(forms.Form):
    """Base of every built form; `build_form` fills in the fields.

    `kept_files` says how many files the asking room already keeps per field code, so that a
    required file field is not asked again when a draft is continued.
    """

    questions: Sequence[Mapping[str, Any]] = ()
    language = "uk"
    use_required_attribute = False

    def __init__(
        self, *args: Any, kept_files: Mapping[str, int] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for code, count in (kept_files or {}).items():
            field = self.fields.get(rules.PREFIX + code)
            if isinstance(field, FilesField):
                field.kept = count

    def rows(self) -> Iterator[Row]:
        """Headings and questions in the order the editor gave them."""
        for question in self.questions:
            words = [
                rules.in_language(question.get(part), self.language) for part in ("label", "help")
            ]
            asks = question["type"] not in rules.NOT_ASKED
            bound = self[rules.PREFIX + question["code"]] if asks else None
            yield Row(question["type"], question["code"], *words, bound=bound)


def build_form(revision: Any, language: str, *, with_files: bool = True) -> type[BuiltForm]:
    """The form class of this revision, labelled in this language; None gives no questions.

    Fields are named `custom_<code>`. Messages follow the language active when the form is checked.
    A room that keeps no files asks for none.
    """
    questions = list(revision.fields) if revision is not None else []
    if not with_files:
        questions = [one for one in questions if one["type"] != "file"]
    members: dict[str, Any] = {"questions": questions, "language": language}
    for question in rules.asked(questions):
        members[rules.PREFIX + question["code"]] = _field(question, language)
    return type("RevisionForm", (BuiltForm,), members)


def _field(question: Mapping[str, Any], language: str) -> forms.Field:
    words = {
        "label": rules.in_language(question.get("label"), language),
        "help_text": rules.in_language(question.get("help"), language),
        "required": bool(question.get("required")),
    }
    return _KINDS[question["type"]](question, words, language)


def _choices(question: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    return [
        (option["code"], rules.in_language(option["label"], language))
        for option in question["options"]
    ]


def _one(question: Mapping[str, Any], words: dict[str, Any], language: str) -> forms.Field:
    choices = _choices(question, language)
    if len(choices) <= rules.RADIO_LIMIT:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)
    with speaking(language):
        nothing = gettext("Not chosen")
    return forms.ChoiceField(choices=[("", nothing), *choices], **words)


def _several(question: Mapping[str, Any], words: dict[str, Any], language: str) -> forms.Field:
    choices = _choices(question, language)
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **words)


def _number(question: Mapping[str, Any], words: dict[str, Any], language: str) -> forms.Field:
    low, high = (
        None if question.get(end) is None else decimal.Decimal(question[end])
        for end in ("minimum", "maximum")
    )
    places = question.get("decimals") or 0
    return LocalisedNumber(
        min_value=low, max_value=high, decimal_places=places, max_digits=15, **words
    )


def _files(question: Mapping[str, Any], words: dict[str, Any], language: str) -> forms.Field:
    return FilesField(
        kinds=rules.file_kinds(question),
        max_count=question.get("max_count") or 1,
        max_bytes=(question.get("max_megabytes") or 10) * 1024 * 1024,
        **words,
    )


_KINDS: dict[str, Any] = {
    "text": lambda q, words, lang: CleanLine(max_length=q.get("max_length") or 250, **words),
    "long_text": lambda q, words, lang: CleanText(max_length=q.get("max_length") or 5000, **words),
    "choice": _one,
    "multiple_choice": _several,
    "date": lambda q, words, lang: WhenField(allowed=q.get("allowed") or "any", **words),
    "number": _number,
    "phone": lambda q, words, lang: PhoneLine(**words),
    "email": lambda q, words, lang: EmailLine(**words),
    "address": lambda q, words, lang: CleanLine(
        max_length=500, autocomplete="street-address", **words
    ),
    "file": _files,
    "consent": lambda q, words, lang: forms.BooleanField(**words),
}


def clean_to_json(form: BuiltForm) -> dict[str, Any]:
    """Valid answers as JSON by code: ISO dates, numbers as text, no empty ones and no files."""
    answers: dict[str, Any] = {}
    for question in rules.asked(form.questions):
        value = form.cleaned_data.get(rules.PREFIX + question["code"])
        if question["type"] == "file" or value in (None, "", [], False):
            continue
        answers[question["code"]] = _plain(value)
    return answers


def typed_to_json(form: BuiltForm) -> dict[str, Any]:
    """What was typed, right or wrong, as JSON by code: for drafts, so that nothing is lost."""
    typed: dict[str, Any] = {}
    for question in rules.asked(form.questions):
        if question["type"] == "file":
            continue
        value = form[rules.PREFIX + question["code"]].data
        if value in (None, "", [], False):
            continue
        typed[question["code"]] = (
            [rules.clean_text(str(v)) for v in value]
            if isinstance(value, list)
            else (value if value is True else rules.clean_text(str(value)))
        )
    return typed


def initial_from_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Kept answers as `initial` of a form of the same revision."""
    return {rules.PREFIX + code: value for code, value in (values or {}).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, (bool, list)):
        return value
    return str(value)
