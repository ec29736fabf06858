"""What may go into a document: clean data, and templates that fetch nothing."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

WORD = re.compile(r"\b(?P<word>import|include|eval)\b")
OWN_PIECE = re.compile(r"\s*\"[^\"@\\]*\"")
SOURCE_LIMIT = 100_000

# Marks that turn the direction of what follows would turn the lines of others as well.
_TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
_KEPT = {"\n", "\t"}


def fetching_line(source: str) -> int | None:
    """The line that may name a package (`@preview/…`): the network is never asked for one.

    Only a piece named right there between quotes is let in: a name that is put together, or code
    that is (`eval`), could become a package.
    """
    for found in WORD.finditer(source):
        if found["word"] == "eval" or not OWN_PIECE.match(source, found.end()):
            return source.count("\n", 0, found.start()) + 1
    return None


def clean(value: Any) -> Any:
    """The same data without signs that no font can show: NUL and other controls, half pairs."""
    match value:
        case str():
            return clean_text(value)
        case Mapping():
            return {str(key): clean(one) for key, one in value.items()}
        case list() | tuple():
            return [clean(one) for one in value]
        case bool() | int() | float() | None:
            return value
        case _:
            return clean_text(str(value))


def clean_text(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if _is_shown(sign))


def _is_shown(sign: str) -> bool:
    if sign in _KEPT:
        return True
    return sign not in _TURNING and unicodedata.category(sign) not in {"Cc", "Cs", "Cn"}
