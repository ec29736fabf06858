"""Visits that begin later than they were booked: which of them still fit (pure, Q-16)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.tickets.cells import CELL_MINUTES, Span, cells_of

LONGEST = 240


@dataclass(frozen=True)
class Visit:
    """A place in time: `minutes` that nobody else gets at a seat of a window."""

    key: int
    window: int
    seat: int
    starts_at: datetime
    minutes: int

    def later(self, minutes: int) -> "Visit":
        starts = self.starts_at + timedelta(minutes=minutes)
        return Visit(self.key, self.window, self.seat, starts, self.minutes)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def cells(self) -> list[tuple[int, int, int]]:
        """Window, seat and cell, for each cell that it keeps."""
        first, many = cells_of(self.starts_at, self.minutes)
        return [(self.window, self.seat, first + number) for number in range(many)]


def shifted(
    visits: Iterable[Visit],
    minutes: int,
    spans: Mapping[int, Sequence[Span]],
    kept: Collection[tuple[int, int, int]],
    earliest: datetime,
) -> tuple[list[Visit], list[Visit]]:
    """All visits so many minutes later, and those that would not fit, as they were.

    A visit fits when it lies within one span of its window, begins not before `earliest` and takes
    no cell of `kept`, where others stay. All move alike, so their order stays and none meets
    another. Minutes come in whole cells.
    """
    if minutes <= 0 or minutes % CELL_MINUTES:
        raise ValueError("Visits are put off by whole cells.")
    taken = frozenset(kept)
    moved, left = [], []
    for visit in sorted(visits, key=lambda one: (one.starts_at, one.key)):
        later = visit.later(minutes)
        fits = later.starts_at >= earliest and any(
            opens <= later.starts_at and later.ends_at <= closes
            for opens, closes in spans.get(visit.window, ())
        )
        if fits and taken.isdisjoint(later.cells()):
            moved.append(later)
        else:
            left.append(visit)
    return moved, left
