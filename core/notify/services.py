"""Posting: one row in the caller's transaction, rendered in the recipient's language."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from core.notify import kinds, letters
from core.notify.models import OutboxMessage

Letter = tuple[str, Any, Mapping[str, Any]] | tuple[str, Any, Mapping[str, Any], str]


@dataclass(frozen=True)
class Attachment:
    """A small file of text that goes with an e-mail; nothing that its receiver may not forward."""

    name: str
    content_type: str
    text: str

    def columns(self) -> dict[str, str]:
        """As an OutboxMessage keeps it."""
        return {
            "attachment_name": self.name,
            "attachment_type": self.content_type,
            "attachment": self.text,
        }


def post(
    kind_code: str,
    *,
    to: Any,
    address: str = "",
    channel: str = "email",
    context: Mapping[str, Any] | None = None,
    at: datetime,
    language: str | None = None,
    dedupe_key: str | None = None,
    attachment: Attachment | None = None,
) -> OutboxMessage | None:
    """Put a message into the outbox; the sender process takes it from there.

    `to` is a user or a bare address. A user without an address for the channel
    gets nothing and the answer is None; `address` overrides the user's own (a new
    e-mail that is not confirmed yet). The second post with the same
    `dedupe_key` returns the first row. Rendering happens now, so the letter
    says what was true when it was posted. `context` values that begin with "/"
    and are named `url` or `…_url` become absolute.
    """
    kind = kinds.get(kind_code)
    if channel not in kind.channels:
        raise ValueError(f"Message kind {kind_code!r} does not go by {channel!r}.")
    user = None if isinstance(to, str) else to
    address = address or (to if user is None else _address_of(user, channel))
    if not address:
        return None
    if dedupe_key:
        known = OutboxMessage.objects.filter(dedupe_key=dedupe_key).first()
        if known:
            return known
    spoken = language or getattr(user, "language", None) or settings.LANGUAGE_CODE
    row = _row(kind, channel, address, user, spoken, context or {}, at)
    if attachment is not None:
        row |= attachment.columns()
    return _insert(dedupe_key=dedupe_key, **row)


def post_all(letters: Iterable[Letter], *, at: datetime) -> list[OutboxMessage]:
    """Put several e-mails into the outbox by one INSERT: (kind, user, context) each, and a
    language where it is not the user's own; a bare address stands for who has no account.

    For letters of one transaction that cannot run twice; a user without an e-mail gets none.
    """
    rows = [
        OutboxMessage(**_row(kinds.get(kind), "email", address, user, language, context, at))
        for kind, to, context, *spoken in letters
        for user, address, language in [_receiver(to, *spoken)]
        if address
    ]
    return OutboxMessage.objects.bulk_create(rows)


def _receiver(to: Any, spoken: str = "") -> tuple[Any, str, str]:
    """The account if there is one, the e-mail and the language."""
    if isinstance(to, str):
        return None, to, spoken or settings.LANGUAGE_CODE
    return to, to.email, spoken or to.language


def _row(
    kind: kinds.Kind,
    channel: str,
    address: str,
    user: Any,
    language: str,
    context: Mapping[str, Any],
    at: datetime,
) -> dict[str, Any]:
    """The columns of a message, rendered."""
    subject, text, html = _render(kind, channel, language, user, dict(context))
    return {
        "kind": kind.code,
        "channel": channel,
        "to_address": address,
        "user": user,
        "language": language,
        "subject": subject,
        "body_text": text,
        "body_html": html,
        "priority": kind.priority,
        "next_try_at": at,
        "created_at": at,
        "message_id": _new_message_id(),
    }


def absolute(path: str) -> str:
    """An address that works outside the site."""
    return path if "://" in path else f"{settings.BASE_URL.rstrip('/')}/{path.lstrip('/')}"


def _render(kind: kinds.Kind, channel: str, language: str, user: Any, context: dict):
    for name, value in context.items():
        if (name == "url" or name.endswith("_url")) and isinstance(value, str):
            context[name] = absolute(value)
    with translation.override(language):
        context = {
            "user": user,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "site_url": absolute("/"),
            **context,
        }
        raw = render_to_string(kind.template_for(channel), context)
    if channel != "email":
        return "", letters.one_line(raw), ""
    subject, text = letters.split_subject(raw)
    with translation.override(language):
        html = letters.as_html(subject, text, language)
    return subject, text, html


def _insert(**values: Any) -> OutboxMessage:
    """Insert, or find the row that a parallel post with the same key has just made."""
    if not values["dedupe_key"]:
        return OutboxMessage.objects.create(**values)
    with transaction.atomic():
        message, _made = OutboxMessage.objects.get_or_create(
            dedupe_key=values.pop("dedupe_key"), defaults=values
        )
    return message


def _address_of(user: Any, channel: str) -> str:
    """What the channel writes to; only a verified phone gets short messages."""
    if channel == "sms":
        return str(user.phone) if user.phone and user.phone_verified_at else ""
    return user.email or ""


def _new_message_id() -> str:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{secrets.token_hex(16)}@{host}>"
