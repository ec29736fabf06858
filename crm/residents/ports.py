"""Rooms that hold personal data say so here, so that one person's data can be found, given and
anonymised."""

from collections.abc import Sequence
from typing import Any, Protocol

from crm.residents.models import Resident


class HoldsPersonalData(Protocol):
    """What a room that points to residents promises (PD-04, PD-07)."""

    models: tuple[str, ...]

    def export(self, resident: Resident) -> dict[str, Any]:
        """Everything this room keeps about the person, ready for JSON."""

    def repoint(self, from_resident: Resident, to_resident: Resident) -> None:
        """Move what belongs to one card to another, when the two are one person."""

    def anonymise_cases(self, keys: Sequence[int]) -> None:
        """Take everything about a person out of what this room keeps of these cases; what is
        counted (kinds, results, days, topics) stays."""

    def anonymise_person(self, resident: Resident) -> None:
        """The same for what this room keeps of the person and not of a case."""


_holders: list[HoldsPersonalData] = []


def register(holder: HoldsPersonalData) -> None:
    """Rooms call it when the process starts."""
    if holder not in _holders:
        _holders.append(holder)


def holders() -> list[HoldsPersonalData]:
    return list(_holders)


def export_of(resident: Resident) -> dict[str, Any]:
    """All that the city keeps about a person, from every room (PD-04)."""
    found: dict[str, Any] = {}
    for holder in _holders:
        found |= holder.export(resident)
    return found
