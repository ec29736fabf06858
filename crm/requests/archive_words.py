"""The tree of a person's data as sections people can read."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.words.dates import moment_words
from crm.cases.models import CaseEvent
from crm.cases.states import AUTHOR_LABELS, INQUIRY_AUTHOR_LABELS, KINDS
from crm.requests.purposes import PURPOSES
from crm.residents.models import Contact

LABELS = {
    "made_at": _("Made"),
    "account": _("Account"),
    "emails": _("E-mail addresses"),
    "sessions": _("Where you are logged in"),
    "tokens": _("Tokens for programs"),
    "card": _("Card in the register"),
    "contacts": _("Contacts"),
    "consents": _("What you agreed to"),
    "appeals": _("Appeals"),
    "drafts": _("Drafts"),
    "requests": _("Requests"),
    "viewings": _("Who looked at your records"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "language": pgettext_lazy("of a person", "Language"),
    "last_name": _("Surname"),
    "first_name": _("Given name"),
    "middle_name": _("Patronymic"),
    "addr_region": _("Region"),
    "addr_district": _("District"),
    "addr_community": _("Community"),
    "addr_settlement": _("City, town or village"),
    "addr_street": _("Street"),
    "addr_building": _("Building"),
    "addr_block": _("Block"),
    "addr_flat": _("Flat"),
    "addr_postcode": _("Postcode"),
    "number": pgettext_lazy("of a case", "Number"),
    "kind": _("Kind"),
    "state": _("State"),
    "received_at": pgettext_lazy("moment", "Received"),
    "addressee": _("To whom"),
    "subject": _("Subject"),
    "text": pgettext_lazy("of a letter", "Text"),
    "answers": _("Answers in the form"),
    "files": _("Files"),
    "timeline": _("How it went"),
    "at": pgettext_lazy("of an entry", "When"),
    "role": _("Role"),
    "screen": _("Screen"),
    "record": _("Record"),
    "value": pgettext_lazy("of a contact", "Value"),
    "mark": pgettext_lazy("of a contact", "Mark"),
    "purpose": _("Purpose"),
    "version": _("Version"),
    "given": _("Given"),
    "withdrawn": _("Withdrawn"),
    "created_at": _("Created"),
    "verified": _("Confirmed"),
    "roles": _("Roles"),
    "has_no_middle_name": _("No patronymic"),
    "phone_verified_at": _("Phone confirmed"),
    "ip": _("Address on the network"),
    "user_agent": _("Browser"),
    "name": pgettext_lazy("name of a thing", "Name"),
    "prefix": _("Beginning of the token"),
    "scopes": _("What it may do"),
    "expires_at": _("Valid until"),
    "id": _("Mark in the system"),
    "data": _("What was typed"),
    "body": pgettext_lazy("of a letter", "Text"),
    "reply_channel": _("How to answer"),
}
CODES: dict[str, dict[str, Any]] = {
    "kind": {**KINDS, **dict(CaseEvent.Kind.choices), **dict(Contact.Kind.choices)},
    "state": {**AUTHOR_LABELS, **INQUIRY_AUTHOR_LABELS},
    "mark": dict(Contact.Mark.choices),
    "purpose": {code: purpose.label for code, purpose in PURPOSES.items()},
    "language": dict(settings.LANGUAGES),
}
"""Codes that people read as words, by the name of the branch they stand under."""


@dataclass
class Part:
    """A heading with lines under it, and parts within."""

    title: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)


def readable(data: dict[str, Any]) -> list[Part]:
    """Every branch of the tree as a part; nothing of it is left out."""
    return [_part(_label(name), value) for name, value in data.items() if name != "made_at"]


def _part(title: str, value: Any) -> Part:
    part = Part(title)
    if isinstance(value, dict):
        for name, inner in value.items():
            _add(part, name, inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            if isinstance(inner, (dict, list)):
                part.parts.append(_part(_name_of(inner, number), inner))
            else:
                part.lines.append((str(number), _words(inner)))
    else:
        part.lines.append(("", _words(value)))
    return part


def _add(part: Part, name: str, value: Any) -> None:
    label = _label(name)
    if isinstance(value, (dict, list)):
        if value:
            part.parts.append(_part(label, value))
    elif value not in ("", None):
        known = CODES.get(name, {}).get(value)
        part.lines.append((label, str(known) if known else _words(value)))


def _name_of(value: Any, number: int) -> str:
    return str(value.get("number") or number) if isinstance(value, dict) else str(number)


def _label(name: str) -> str:
    return str(LABELS.get(name, name))


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, str) and len(value) > 18 and value[:4].isdigit():
        try:
            moment = parse_datetime(value)
        except ValueError:
            moment = None
        if moment is not None:
            return str(moment_words(moment))
    return str(value)
