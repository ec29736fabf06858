"""Who is called next, and how long one waits (Q-13, Q-14, Q-18). Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Waiting:
    """A visitor in the hall. `turn_at`: the booked time of who came for it in time."""

    key: int
    arrived_at: datetime
    turn_at: datetime | None = None
    is_priority: bool = False


@dataclass(frozen=True)
class Calls:
    """How many of each kind have been called today, those out of turn not counted."""

    booked: int = 0
    walk_ins: int = 0


NONE = Calls()


def in_order(waiting: Iterable[Waiting], share: int, calls: Calls = NONE) -> list[Waiting]:
    """The line: out of turn by arrival, then the booked by their time, then by arrival (Q-13).

    While both kinds wait, `share` percent of calls go to those without booking, counted from the
    day's beginning, so that a full day of bookings does not leave them standing.
    """
    everybody = list(waiting)
    first = sorted((one for one in everybody if one.is_priority), key=_by_arrival)
    others = [one for one in everybody if not one.is_priority]
    booked = sorted((one for one in others if one.turn_at is not None), key=_by_turn)
    walk_ins = sorted((one for one in others if one.turn_at is None), key=_by_arrival)
    return first + _mixed(booked, walk_ins, share, calls)


def _mixed(
    booked: Sequence[Waiting], walk_ins: Sequence[Waiting], share: int, calls: Calls
) -> list[Waiting]:
    found: list[Waiting] = []
    here, there = calls.booked, calls.walk_ins
    left, right = list(booked), list(walk_ins)
    while left and right:
        if (there + 1) * 100 <= share * (here + there + 1):
            found.append(right.pop(0))
            there += 1
        else:
            found.append(left.pop(0))
            here += 1
    return found + left + right


def _by_arrival(one: Waiting) -> tuple[datetime, int]:
    return one.arrived_at, one.key


def _by_turn(one: Waiting) -> tuple[datetime, datetime, int]:
    return one.turn_at or one.arrived_at, one.arrived_at, one.key


def estimated_wait(ahead: int, mean_minutes: float, open_windows: int) -> int | None:
    """Whole minutes: people ahead × mean service ÷ open windows (Q-18); None while none is open."""
    if open_windows <= 0:
        return None
    return math.ceil(max(0, ahead) * mean_minutes / open_windows)
