"""What a cell may hold: a spreadsheet must never take a resident's words for a formula."""

import re
from datetime import date, datetime
from typing import Any

from core import clock

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CELL_LENGTH = 32_000


def plain(text: str) -> str:
    """Without signs that no spreadsheet opens, and no longer than one takes."""
    return _CONTROL.sub("", text)[:CELL_LENGTH]


def defused(text: str) -> str:
    """In CSV there are no types: a text that looks like a formula gets an apostrophe before it."""
    text = plain(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def local(value: Any) -> Any:
    """Moments by the city's clocks and without a zone, which XLSX does not know."""
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None, microsecond=0)
    return value


def as_words(value: Any) -> str:
    """A value as a line of CSV says it."""
    value = local(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return defused(value) if isinstance(value, str) else str(value)
