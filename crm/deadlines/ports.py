"""Rooms above say here who follows a term: copies of its dates, and people to be reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from crm.deadlines.models import DeadlineClock


@dataclass(frozen=True)
class Said:
    """What is to be said about a term today."""

    clock: DeadlineClock
    days_to_target: int
    is_overdue: bool
    is_escalated: bool


class FollowsClocks(Protocol):
    """A room that repeats dates of a clock in its own rows."""

    def follow(self, clocks: Sequence[DeadlineClock]) -> None:
        """Take the new dates over, in the caller's transaction."""


class RemindsPeople(Protocol):
    """A room that knows whose work a term is."""

    def letters(self, said: Sequence[Said]) -> dict[int, list[tuple[str, Any, dict[str, Any]]]]:
        """By the clock's key: kind of letter, person, context. A clock that is not this room's, or
        that nobody waits for any more, is left out."""


_followers: list[FollowsClocks] = []
_reminders: list[RemindsPeople] = []


def register_follower(room: FollowsClocks) -> None:
    """Rooms call it when the process starts."""
    if room not in _followers:
        _followers.append(room)


def register_reminding(room: RemindsPeople) -> None:
    """Rooms call it when the process starts."""
    if room not in _reminders:
        _reminders.append(room)


def followers() -> list[FollowsClocks]:
    return list(_followers)


def reminding() -> list[RemindsPeople]:
    return list(_reminders)
