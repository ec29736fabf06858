"""Templates of registration indexes (R-02): can they be written, may two of them meet. Pure."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

INDEX_PARTS = {"letter": "А", "number": 1, "seq": 1, "yy": "26", "yyyy": 2026}


def index_fault(template: str) -> Any:
    """Why the index cannot be written, which would stop every registration (R-02); or None."""
    try:
        written = template.format(**INDEX_PARTS)
        other = template.format(**{**INDEX_PARTS, "number": 2, "seq": 2})
    except (ValueError, KeyError, IndexError, AttributeError):
        return _("Write the parts as {letter}, {number}, {yy} or {yyyy}.")
    if written == other:
        return _("Without {number} all appeals would get the same index.")
    return None


def indexes_may_meet(one: str, other: str) -> bool:
    """Whether some index could be written by both templates."""
    return any(
        re.fullmatch(_index_pattern(first), second.format(**INDEX_PARTS))
        for first, second in ((one, other), (other, one))
    )


def _index_pattern(template: str) -> str:
    marks = {"letter": r"(?:[^\W\d]|КО|БП)", "number": r"\d+", "seq": r"\d+"}
    marks |= {"yy": r"\d\d", "yyyy": r"\d{4}"}
    parts = re.split(r"\{(\w+)[^}]*\}", template)
    return "".join(
        marks[part] if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
