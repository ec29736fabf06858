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
    return _spelt(number)


def _spelt(number: phonenumbers.PhoneNumber) -> str:
    """Ukrainian numbers as they are read aloud: +380 54 200 15 45, 0 800 500 335."""
    national = str(number.national_number)
    if number.country_code == 380 and national.startswith("800"):
        return f"0 {national[:3]} {national[3:6]} {national[6:]}"
    if number.country_code == 380 and len(national) == 9:
        parts = (national[:2], national[2:5], national[5:7], national[7:])
        return " ".join(("+380", *parts))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def contact_href(kind: str, value: str) -> str:
    if kind == "phone":
        return "tel:" + re.sub(r"[^\d+]", "", value)
    if kind == "email":
        return f"mailto:{value}"
    return value if kind == "site" and value.startswith(("http://", "https://")) else ""
