"""Is a draft complete? The site, the API and the submission itself ask the same forms."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from blocks.forms.services import BuiltForm, build_form, clean_to_json
from core.errors import RuleBroken
from crm.appeals.author_forms import card_of
from crm.appeals.card_rules import Signed
from crm.appeals.forms import ReplyByForm, WriteForm
from crm.appeals.models import AppealDraft, DraftFile, ReplyChannel
from directory.models import Addressee

CUSTOM = "custom_"


@dataclass(frozen=True)
class CompleteDraft:
    """A draft that passed every form, as the columns will keep it; `card` is of Registration."""

    subject: str
    body: str
    kind: str = ""
    against: Addressee | None = None
    against_text: str = ""
    decision_ref: str = ""
    decision_on: date | None = None
    learned_on: date | None = None
    hide_identity: bool = False
    reply_channel: str = ReplyChannel.CABINET
    organisation_name: str = ""
    organisation_code: str = ""
    values: Mapping[str, Any] | None = None
    card: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    signatories: Sequence[Signed] = ()


def forms_of(
    draft: AppealDraft, files: Iterable[DraftFile] | None = None, *, language: str = "uk"
) -> tuple[WriteForm, BuiltForm]:
    """Both forms bound to what the draft holds; `files` are its files where they are at hand."""
    data = draft.data
    write = WriteForm(data, definition=draft.form, addressee=draft.addressee, is_shown=False)
    kept = counted(draft.files.all() if files is None else files)
    typed = {CUSTOM + code: value for code, value in (data.get("values") or {}).items()}
    custom = build_form(draft.revision, language)(AsPosted(typed), kept_files=kept)
    return write, custom


class AsPosted(dict):
    """JSON answers in the place of a posted form: several answers of one field are a list."""

    def getlist(self, name: str) -> list[Any]:
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]


def file_fields(draft: AppealDraft) -> set[str]:
    """Codes of the form's own file fields."""
    questions = draft.revision.fields if draft.revision else []
    return {question["code"] for question in questions if question["type"] == "file"}


def kept_files(draft: AppealDraft) -> dict[str, int]:
    """How many files the draft already keeps for each field of the form."""
    return counted(draft.files.all())


def counted(files: Iterable[DraftFile]) -> dict[str, int]:
    """How many of these files belong to each field of the form."""
    counts: dict[str, int] = {}
    for file in files:
        if file.field_code:
            counts[file.field_code] = counts.get(file.field_code, 0) + 1
    return counts


def errors_of(draft: AppealDraft) -> list[tuple[str | None, str, str]]:
    """Everything that is wrong or missing as (field, sentence, code); none when it may be sent."""
    return [error for form in all_forms_of(draft) for error in _errors(form)]


def all_forms_of(
    draft: AppealDraft, files: Iterable[DraftFile] | None = None
) -> tuple[WriteForm, BuiltForm, ReplyByForm]:
    by = ReplyByForm({"reply_channel": draft.data.get("reply_channel") or ReplyChannel.CABINET})
    return (*forms_of(draft, files), by)


def complete(draft: AppealDraft, files: Iterable[DraftFile] | None = None) -> CompleteDraft:
    """The draft as columns; raises RuleBroken with the first thing that is missing."""
    write, custom, by = all_forms_of(draft, files)
    for form in (write, custom, by):
        for field, message, _code in _errors(form):
            raise RuleBroken(message, field, "incomplete")
    data = dict(write.cleaned_data)
    data.pop("against", "")
    card, people = card_of(data)
    return CompleteDraft(
        **data,
        against=write.blamed,
        reply_channel=by.cleaned_data["reply_channel"],
        values=clean_to_json(custom),
        card=card,
        signatories=people,
    )


def _errors(form: forms.Form) -> Iterator[tuple[str | None, str, str]]:
    for field, errors in form.errors.get_json_data().items():
        name = field.replace(CUSTOM, "values.", 1) if field.startswith(CUSTOM) else field
        for error in errors:
            yield None if field == "__all__" else name, error["message"], error["code"]
