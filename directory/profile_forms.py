"""The form of a profile: languages to tick, a rule to choose for each purpose."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from core.words.forms import language_name
from directory.models import DeadlineRule
from directory.models.rules import APPEAL_PURPOSES, PURPOSES
from directory.widgets import TermsWidget

LANGUAGES = {"sr-Cyrl": "српски (ћирилица)", "sr-Latn": "srpski (latinica)"}
OFFERED = ("uk", "en", *LANGUAGES)
KINDS = {
    "appeal": pgettext_lazy("terms of", "Appeal"),
    "information": pgettext_lazy("terms of", "Information request"),
    "personal_data": pgettext_lazy("terms of", "Personal-data request"),
    "request": pgettext_lazy("terms of", "Request for service"),
    "administrative": pgettext_lazy("terms of", "Administrative case"),
}
LABELS = {
    "reply": pgettext_lazy("term", "answer"),
    "simple": pgettext_lazy("term", "needs no study"),
    "extended": pgettext_lazy("term", "extended"),
    "forward": pgettext_lazy("term", "forwarding"),
    "return": pgettext_lazy("term", "return for the form"),
    "return_data": pgettext_lazy("term", "return for lack of data"),
    "urgent": pgettext_lazy("term", "urgent"),
    "study": pgettext_lazy("term", "study"),
    "incomplete": pgettext_lazy("term", "incomplete application"),
}
Purpose = tuple[str, str]
ALL: tuple[Purpose, ...] = tuple((kind, one) for kind, known in PURPOSES.items() for one in known)


class TermsField(forms.MultiValueField):
    """A rule or none for each purpose: texts in, {kind: {purpose: code}} out."""

    def __init__(self, purposes: Sequence[Purpose], **kwargs: Any) -> None:
        self.purposes = purposes
        fields = [forms.ChoiceField(required=False) for _one in purposes]
        rows = {
            f"{kind}_{purpose}": (kind, purpose, KINDS[kind], LABELS[purpose])
            for kind, purpose in purposes
        }
        widget = TermsWidget(rows)
        super().__init__(fields, widget=widget, require_all_fields=False, required=False, **kwargs)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        for field, widget in zip(self.fields, self.widget.widgets, strict=True):
            field.choices = widget.choices = choices

    def compress(self, values: list[str]) -> dict[str, dict[str, str]]:
        table: dict[str, dict[str, str]] = {}
        for (kind, purpose), code in zip(self.purposes, values or [], strict=False):
            if code:
                table.setdefault(kind, {})[purpose] = code
        return table


class EntityTermsField(TermsField):
    """The same of appeals alone: {purpose: code}."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([("appeal", one) for one in APPEAL_PURPOSES], **kwargs)

    def compress(self, values: list[str]) -> dict[str, Any]:
        return {**super().compress(values).get("appeal", {})}


class ProfileForm(WagtailAdminModelForm):
    """A profile without a line of JSON."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), widget=forms.CheckboxSelectMultiple
    )
    terms = TermsField(
        ALL,
        label=gettext_lazy("Terms"),
        help_text=gettext_lazy(
            "Rules of this profile's own law; without them the law of Ukraine holds."
        ),
    )
    entity_terms = EntityTermsField(
        label=gettext_lazy("Terms for legal entities"),
        help_text=gettext_lazy("Only those that differ from the terms for people."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.languages if isinstance(self.instance.languages, list) else []
        codes = dict.fromkeys([*OFFERED, *own])
        self.fields["languages"].choices = [
            (code, LANGUAGES.get(code) or language_name(code)) for code in codes
        ]
        choices = [("", "—"), *_rules()]
        self.fields["terms"].offer(choices)
        self.fields["entity_terms"].offer(choices)


def _rules() -> list[tuple[str, str]]:
    """Every rule once, by the name of its newest version."""
    rules = DeadlineRule.objects.order_by("code", "version").only("code", "name")
    return list({rule.code: f"{rule.name} ({rule.code})" for rule in rules}.items())
