"""Plural categories by CLDR, for words that come from data and not from the catalogue."""

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

_SLAVIC = {"uk", "sr", "sr-latn", "hr", "bs", "be", "ru"}
_WITHOUT_MANY = {"sr", "sr-latn", "hr", "bs"}


def category(number: Any, language: str | None = None) -> str:
    """one, few, many or other: 1 день, 2 дні, 5 днів, 1,5 дня."""
    language = (language or get_language() or "uk").lower()
    value = abs(Decimal(str(number)))
    if value != value.to_integral_value():
        return "other"
    whole = int(value)
    if language not in _SLAVIC and language.split("-")[0] not in _SLAVIC:
        return "one" if whole == 1 else "other"
    tens, ones = whole % 100, whole % 10
    if ones == 1 and tens != 11:
        return "one"
    if ones in (2, 3, 4) and tens not in (12, 13, 14):
        return "few"
    return "other" if language in _WITHOUT_MANY else "many"


def choose(number: Any, forms: str, language: str | None = None) -> str:
    """The right one of "день|дні|днів|дня" (one, few, many, other) or of "day|days"."""
    parts = forms.split("|")
    order = ("one", "other") if len(parts) == 2 else ("one", "few", "many", "other")
    found = category(number, language)
    place = order.index(found) if found in order else len(parts) - 1
    return parts[min(place, len(parts) - 1)]
