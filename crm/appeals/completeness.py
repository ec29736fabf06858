"""Is a draft complete? The site, the API and the submission itself ask the same forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from blocks.forms.services import BuiltForm, build_form, clean_to_json
from core.errors import RuleBroken
from crm.appeals.forms import ReplyByForm, WriteForm
from crm.appeals.models import AppealDraft, ReplyChannel
from directory.models import Addressee

CUSTOM = "custom_"


@dataclass(frozen=True)
class CompleteDraft:
    """A draft that passed every form, as the columns will keep it."""

    subject: str
    body: str
    kind: str = ""
    against: Addressee | None = None
    against_text: str = ""
    decision_ref: str = ""
    learned_on: date | None = None
    hide_identity: bool = False
    reply_channel: str = ReplyChannel.CABINET
    organisation_name: str = ""
    organisation_code: str = ""
    values: Mapping[str, Any] | None = None


def forms_of(draft: AppealDraft, *, language: str = "uk") -> tuple[WriteForm, BuiltForm]:
    """Both forms bound to what the draft holds."""
    data = draft.data
    write = WriteForm(data, definition=draft.form, addressee=draft.addressee)
    files = kept_files(draft)
    typed = {CUSTOM + code: value for code, value in (data.get("values") or {}).items()}
    custom = build_form(draft.revision, language)(AsPosted(typed), kept_files=files)
    return write, custom


class AsPosted(dict):
    """JSON answers in the place of a posted form: several answers of one field are a list."""

    def getlist(self, name: str) -> list[Any]:
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]


def kept_files(draft: AppealDraft) -> dict[str, int]:
    """How many files the draft already keeps for each field of the form."""
    counts: dict[str, int] = {}
    for code in draft.files.values_list("field_code", flat=True):
        if code:
            counts[code] = counts.get(code, 0) + 1
    return counts


def complete(draft: AppealDraft) -> CompleteDraft:
    """The draft as columns; raises RuleBroken with the first thing that is missing."""
    write, custom = forms_of(draft)
    by = ReplyByForm({"reply_channel": draft.data.get("reply_channel") or ReplyChannel.CABINET})
    for form in (write, custom, by):
        if not form.is_valid():
            raise _first_error(form)
    data = dict(write.cleaned_data)
    slug = data.pop("against", "")
    blamed = Addressee.objects.filter(slug=slug).first() if slug else None
    return CompleteDraft(
        **data,
        against=blamed,
        reply_channel=by.cleaned_data["reply_channel"],
        values=clean_to_json(custom),
    )


def _first_error(form: forms.Form) -> RuleBroken:
    field, errors = next(iter(form.errors.get_json_data().items()))
    name = field.replace(CUSTOM, "custom.", 1) if field.startswith(CUSTOM) else field
    return RuleBroken(errors[0]["message"], None if field == "__all__" else name, "incomplete")
