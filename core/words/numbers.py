"""Numbers as people read them: narrow spaces between thousands, the language's decimal sign."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.formats import get_format

from core.words.typography import NARROW, NBSP


def number_words(value: Any, decimals: int | None = None) -> str:
    """12450.5 → 12 450,5; with `decimals`, rounded to that many. Not a number: as it is."""
    if value is None or value == "":
        return ""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not amount.is_finite():
        return str(value)
    if decimals is not None:
        amount = amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    plain = f"{amount:,f}"
    whole, point, rest = plain.partition(".")
    if decimals is None:
        rest = rest.rstrip("0")
    whole = whole.replace(",", NARROW).replace("-", "−")
    return f"{whole}{get_format('DECIMAL_SEPARATOR')}{rest}" if rest else whole


def percent_words(value: Any, decimals: int | None = None) -> str:
    """81 → 81 %, kept together."""
    words = number_words(value, decimals)
    return f"{words}{NBSP}%" if words else ""
