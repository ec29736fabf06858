"""Old answers in words: always with the labels of the revision they were given under."""

import datetime as dt
import decimal
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext

from blocks.forms import rules


def display(
    revision: Any, values: Mapping[str, Any] | None, language: str | None = None
) -> list[tuple[str, str]]:
    """(label, answer) in the revision's order; what was not answered is left out.

    An answer whose field is not in the revision is shown under its code: nothing given is hidden.
    """
    values = dict(values or {})
    language = language or get_language() or "uk"
    shown = []
    for question in rules.asked(revision.fields if revision is not None else []):
        value = values.pop(question["code"], None)
        if value not in (None, "", [], False):
            label = rules.in_language(question["label"], language)
            shown.append((label, _words(question, value, language)))
    return shown + [(code, _loose(value)) for code, value in values.items()]


def _words(question: Mapping[str, Any], value: Any, language: str) -> str:
    kind = question["type"]
    if kind == "choice":
        return _option(question, value, language)
    if kind == "multiple_choice" and isinstance(value, list):
        return "; ".join(_option(question, one, language) for one in value)
    if kind == "consent":
        return gettext("Yes, I agree")
    try:
        if kind == "date":
            return date_format(dt.date.fromisoformat(value))
        if kind == "number":
            return number_format(decimal.Decimal(value), use_l10n=True, force_grouping=True)
    except (ValueError, TypeError, decimal.InvalidOperation):
        pass
    return _loose(value)


def _option(question: Mapping[str, Any], code: Any, language: str) -> str:
    for option in question.get("options", ()):
        if option["code"] == code:
            return rules.in_language(option["label"], language)
    return str(code)


def _loose(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
