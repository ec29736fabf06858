"""Kinds of message the city sends; nothing that is not registered here can be posted."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `template` is a stem under `templates/`: `<template>.txt` is the letter (its
    first line is the subject), `<template>.sms.txt` the short message. Lower
    `priority` goes first: 10 for what a person waits for at the screen, 50 for
    notices, 90 for mailings. The text of an `is_secret` kind (one-time links and
    codes) is wiped when it has been sent.
    """

    code: str
    label: Any
    template: str = ""
    channels: tuple[str, ...] = field(default=("email",))
    priority: int = 50
    is_secret: bool = False

    def template_for(self, channel: str) -> str:
        stem = self.template or f"notify/{self.code}"
        return f"{stem}.txt" if channel == "email" else f"{stem}.{channel}.txt"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known; rooms do it in `AppConfig.ready()`. Saying the same again is harmless."""
    known = _kinds.setdefault(kind.code, kind)
    if known != kind:
        raise ValueError(f"Message kind {kind.code!r} is registered twice and differently.")
    return kind


def get(code: str) -> Kind:
    try:
        return _kinds[code]
    except KeyError:
        raise LookupError(f"Message kind {code!r} is not registered.") from None


def is_secret(code: str) -> bool:
    """Whether the text must not outlive the sending; an unknown kind has no secrets."""
    kind = _kinds.get(code)
    return bool(kind and kind.is_secret)


def all_kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.code)
