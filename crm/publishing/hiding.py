"""Which cells of a survey's table may be printed (domain.md 12.5). Pure.

A table is the answers to one question in one stratum: its cells sum to a base that is printed too.
Whoever kept the earlier snapshot may subtract: so a cell hidden once stays hidden until the numbers
printed since leave at least two values for it.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from blocks.polls.formulas import LEAST_SHOWN

type Counts = Mapping[str, int]
type Classes = Mapping[str, Hashable]

MOST_SMALL = LEAST_SHOWN - 1


@dataclass(frozen=True)
class Debt:
    """Cells hidden together in an earlier snapshot: their sum is known, the small ones must not be.

    `floor` is what the least of them could be: nought when the noughts were hidden as well.
    """

    cells: frozenset[str]
    total: int
    small: frozenset[str]
    floor: int = 1

    def is_kept_by(self, now: Counts) -> bool:
        """Whether each small cell has two possible values, were all of them printed as they are."""
        for cell in self.small:
            others = [one for one in self.cells if one != cell]
            most = sum(min(now.get(one, 0), self._most(one)) for one in others)
            low = max(self.floor, self.total - most)
            high = min(MOST_SMALL, now.get(cell, 0), self.total - self.floor * len(others))
            if high <= low:
                return False
        return True

    def _most(self, cell: str) -> int:
        return MOST_SMALL if cell in self.small else self.total

    def as_json(self) -> dict[str, Any]:
        small, cells = sorted(self.small), sorted(self.cells)
        return {"cells": cells, "total": self.total, "small": small, "floor": self.floor}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Debt":
        cells, small = frozenset(kept["cells"]), frozenset(kept["small"])
        return cls(cells, kept["total"], small, kept["floor"])


@dataclass(frozen=True)
class Before:
    """What was printed last of the same table, with what stood behind it, and debts since then."""

    counts: Counts = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    debts: tuple[Debt, ...] = ()

    def as_json(self) -> dict[str, Any]:
        debts = [debt.as_json() for debt in self.debts]
        return {"counts": dict(self.counts), "hidden": sorted(self.hidden), "debts": debts}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Before":
        debts = tuple(Debt.of_json(one) for one in kept["debts"])
        return cls(kept["counts"], frozenset(kept["hidden"]), debts)


NOTHING_BEFORE = Before()


def is_small(count: int) -> bool:
    """Nobody says nothing about anybody; one to four may."""
    return 0 < count < LEAST_SHOWN


def hide(counts: Counts, before: Before = NOTHING_BEFORE, classes: Classes | None = None) -> Before:
    """Hide small cells, and more until none can be found by subtraction within and across time.

    Further cells are taken from the same class first (satisfied or not), so that the measure made
    of classes may still be printed. Answers with what is to be remembered.
    """
    owed = [debt for debt in before.debts if not debt.is_kept_by(counts)]
    hidden = {cell for cell, count in counts.items() if _must_hide(cell, count, before)}
    hidden = hidden.union(*(debt.cells for debt in owed)) & set(counts)
    for cell in _spare(counts, hidden, before, classes or {}):
        if _is_safe(counts, hidden, before):
            break
        hidden.add(cell)
    return Before(dict(counts), frozenset(hidden), _debts(counts, hidden, owed))


def _must_hide(cell: str, count: int, before: Before) -> bool:
    """A few answers taken out since they were printed are as telling as a few answers."""
    lost = 0 if cell in before.hidden else before.counts.get(cell, 0) - count
    return is_small(count) or is_small(lost)


def _spare(counts: Counts, hidden: set[str], before: Before, classes: Classes) -> list[str]:
    """Cells to hide next: not empty, of the same class, that grew by enough, the smallest."""
    wanted = {classes.get(cell) for cell in hidden}
    grown = {cell: counts[cell] - before.counts.get(cell, 0) for cell in counts}
    return sorted(
        (cell for cell in counts if cell not in hidden),
        key=lambda cell: (
            counts[cell] == 0,
            classes.get(cell) not in wanted,
            grown[cell] < LEAST_SHOWN,
            counts[cell],
        ),
    )


def _is_safe(counts: Counts, hidden: set[str], before: Before) -> bool:
    """Whether every small cell has two possible values, knowing the sum and the last snapshot."""
    small = {cell for cell in hidden if is_small(counts[cell])}
    if not small:
        return len(hidden) != 1 or not is_small(_lost(counts, hidden, before))
    total = sum(counts[cell] for cell in hidden)
    floors = _floors(counts, hidden, before)
    for cell in small:
        others = hidden - {cell}
        most = sum(MOST_SMALL if one in small else total for one in others)
        least = max(sum(floors[one] for one in others), _known(others, counts, before))
        low, high = max(1, floors[cell], total - most), min(MOST_SMALL, total - least)
        if high <= low:
            return False
    return True


def _lost(counts: Counts, hidden: set[str], before: Before) -> int:
    return sum(before.counts.get(cell, 0) - counts[cell] for cell in hidden)


def _floors(counts: Counts, hidden: set[str], before: Before) -> dict[str, int]:
    """The least that each hidden cell can be: what was printed of it, else one (noughts show)."""
    least = 0 if len(hidden) == len(counts) else 1
    return {
        cell: max(
            least,
            0 if cell in before.hidden else min(before.counts.get(cell, 0), counts[cell]),
        )
        for cell in hidden
    }


def _known(others: set[str], counts: Counts, before: Before) -> int:
    """What these have together at least, when they were hidden together the last time."""
    if not before.hidden or not before.hidden <= others:
        return 0
    rest = others - before.hidden
    together = sum(before.counts.get(cell, 0) for cell in before.hidden)
    return together + sum(min(before.counts.get(cell, 0), counts[cell]) for cell in rest)


def _debts(counts: Counts, hidden: set[str], owed: list[Debt]) -> tuple[Debt, ...]:
    """Debts that stand, and this snapshot's own; of the same cells only the last binds."""
    small = frozenset(cell for cell in hidden if is_small(counts[cell]))
    if not small:
        return tuple(owed)
    floor = 0 if len(hidden) == len(counts) else 1
    total = sum(counts[cell] for cell in hidden)
    own = Debt(frozenset(hidden), total, small, floor)
    return (*(debt for debt in owed if debt.cells != own.cells or debt.small - small), own)


def hide_choices(counts: Counts, base: int, before: Before = NOTHING_BEFORE) -> Before:
    """Of several choices no sum is printed, only whoever answered: each chose at least one.

    So what the others do not make up must be in the hidden ones: a second is hidden then.
    """
    hidden = {cell for cell, count in counts.items() if _must_hide(cell, count, before)}
    shown = sorted(
        (cell for cell in counts if cell not in hidden and counts[cell]),
        key=lambda cell: counts[cell],
    )
    for cell in shown:
        rest = base - sum(count for one, count in counts.items() if one not in hidden)
        is_safe = rest < 2 or len(hidden) > 1 and rest <= _widest(counts, hidden)
        if not hidden or is_safe:
            break
        hidden.add(cell)
    return Before(dict(counts), frozenset(hidden))


def _widest(counts: Counts, hidden: set[str]) -> int:
    """What the hidden could make up without any of them being forced: the small at two apiece."""
    return sum(2 if is_small(counts[cell]) else counts[cell] for cell in hidden)
