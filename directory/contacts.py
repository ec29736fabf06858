"""One spelling for phones, e-mails and sites, and the links they open."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from core.errors import RuleBroken

REGION = "UA"
SHORT_NUMBER = re.compile(r"^\d{2,6}$")


def normal_contact(kind: str, value: str) -> str:
    value = value.strip()
    if kind == "phone":
        return normal_phone(value)
    try:
        if kind == "email":
            validate_email(value)
        if kind == "site":
            URLValidator(schemes=["http", "https"])(value)
    except ValidationError as error:
        raise RuleBroken(error.messages[0], field="value") from error
    return value


def normal_phone(value: str) -> str:
    """International spelling; short city numbers (1580, 102) stay as they are."""
    compact = re.sub(r"[\s()\-]", "", value)
    if SHORT_NUMBER.match(compact):
        return compact
    try:
        number = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException as error:
        raise RuleBroken(_("This is not a phone number."), field="value") from error
    if not phonenumbers.is_valid_number(number):
        raise RuleBroken(_("There is no such phone number."), field="value")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def contact_href(kind: str, value: str) -> str:
    if kind == "phone":
        return "tel:" + re.sub(r"[^\d+]", "", value)
    if kind == "email":
        return f"mailto:{value}"
    return value if kind == "site" and value.startswith(("http://", "https://")) else ""
