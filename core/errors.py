"""Refusals with a sentence fit for a resident."""

from typing import Any


class RuleBroken(Exception):
    """A rule of the house said no; the message is shown to the person as it is.

    `field` names the form field to stand beside, `code` is a stable word for programs.
    The message may be lazy: it is translated when shown, not when raised. `members` are further
    facts for programs.
    """

    is_conflict = False
    members: dict[str, Any] = {}

    def __init__(self, message: Any, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code or "rule_broken"

    def __str__(self) -> str:
        return str(self.message)


class Conflict(RuleBroken):
    """The wish was sound, but the record is no longer in the state it speaks about."""

    is_conflict = True
