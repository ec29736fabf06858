"""Phone numbers as people type them, turned into E.164. Pure: no queries."""

import re

from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber, to_python

from core.errors import RuleBroken

_LONG_DISTANCE = re.compile(r"^\s*\+?\s*8\s*\(?\s*0")


def normalise(raw: str) -> PhoneNumber:
    """The number in one form; refuses with a sentence that says how to write it.

    The old way of dialling through "8" (8 067 …) is what many people still
    write, and no library reads it, so it is cleaned first.
    """
    text = _LONG_DISTANCE.sub("0", raw)
    number = to_python(text)
    if not number or not number.is_valid():
        raise RuleBroken(
            _("This is not a phone number. Write it like 067 123 45 67 or +380 67 123 45 67."),
            field="phone",
            code="phone_invalid",
        )
    return number


def find(raw: str) -> PhoneNumber | None:
    """The same, for search: None when it is not a number."""
    try:
        return normalise(raw)
    except RuleBroken:
        return None


def shown(number: PhoneNumber) -> str:
    """+380 67 123 45 67, with spaces that do not break."""
    return number.as_international.replace(" ", "\u00a0") if number else ""
