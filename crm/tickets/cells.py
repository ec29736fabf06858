"""Time in cells: the arithmetic behind "one place is given once" (pure).

A cell is five minutes of the world's clock, counted from 1970: wall clocks that jump neither
lose nor double one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

CELL_MINUTES = 5
_SECONDS = CELL_MINUTES * 60

Span = tuple[datetime, datetime]


def cell_of(moment: datetime) -> int:
    """The cell that the moment is in."""
    return int(moment.timestamp()) // _SECONDS


def moment_of(cell: int) -> datetime:
    return datetime.fromtimestamp(cell * _SECONDS, UTC)


def cells_of(start: datetime, minutes: int) -> tuple[int, int]:
    """The first cell and how many: whole cells, so that a quarter past two minutes keeps four."""
    first = cell_of(start)
    last = cell_of(start + timedelta(minutes=minutes) - timedelta(microseconds=1))
    return first, last - first + 1


class Taken:
    """Kept cells by window and seat, as bits of one whole number each: a month of a hall with
    thousands of tickets is looked through without a loop over them."""

    def __init__(self, kept: Iterable[tuple[int, int, int, int]] = (), origin: int = 0) -> None:
        """`kept`: window, seat, first cell, how many. Nothing is asked of cells before `origin`."""
        self._origin = origin
        self._bits: dict[tuple[int, int], int] = defaultdict(int)
        for window, seat, first, many in kept:
            if first + many <= origin:
                continue
            begins = max(first, origin)
            self._bits[window, seat] |= _mask(first + many - begins) << (begins - origin)

    def is_free(self, window: int, seat: int, first: int, many: int) -> bool:
        if first < self._origin:
            return False
        return not (self._bits.get((window, seat), 0) >> (first - self._origin)) & _mask(many)


def _mask(many: int) -> int:
    return (1 << many) - 1


@dataclass(frozen=True)
class Place:
    """A window on one date: when it is open, and how many it serves at a time.

    `share` percent of its times are given by booking; every so many of them have a seat more
    (`overbooking` percent).
    """

    window: int
    day: date
    spans: Sequence[Span]
    seats: int = 1
    share: int = 100
    overbooking: int = 0


@dataclass
class Start:
    """A time one may come at, and the seats that are free then, those of idle windows first."""

    at: datetime
    day: date
    seats: list[tuple[int, int]] = field(default_factory=list)


def free_starts(
    places: Iterable[Place],
    taken: Taken,
    *,
    step: int,
    minutes: int,
    earliest: datetime,
    latest: datetime,
    by_share: bool = True,
) -> list[Start]:
    """Times to come at, in order, not before `earliest` and not after `latest`.

    Times follow each other by `step` minutes from the opening; a visit keeps `minutes` and must
    end before the window closes. `by_share=False`: staff give the places kept for walk-ins too.
    """
    found: dict[datetime, Start] = {}
    load = Counter[tuple[int, date]]()
    for place in places:
        for index, at in enumerate(_grid(place.spans, step, minutes)):
            if not earliest <= at <= latest:
                continue
            if by_share and not _is_due(index, place.share):
                continue
            first, many = cells_of(at, minutes)
            seats = place.seats + _is_due(index, place.overbooking)
            free = [n for n in range(seats) if taken.is_free(place.window, n, first, many)]
            if free:
                start = found.setdefault(at, Start(at, place.day))
                start.seats += [(place.window, seat) for seat in free]
                load[place.window, place.day] += len(free)
    for start in found.values():
        # Whoever has most time left that day gets the next visitor: windows fill evenly.
        start.seats.sort(key=lambda seat: (-load[seat[0], start.day], seat[1], seat[0]))
    return sorted(found.values(), key=lambda start: start.at)


def _grid(spans: Sequence[Span], step: int, minutes: int) -> Iterator[datetime]:
    """Steps of elapsed time, so a day when clocks change has no double and no missing one."""
    lasts, pace = timedelta(minutes=minutes), timedelta(minutes=step)
    for opens, closes in spans:
        at, end = opens.astimezone(UTC), closes.astimezone(UTC)
        while at + lasts <= end:
            yield at
            at += pace


def _is_due(index: int, percent: int) -> bool:
    """Whether the so many-th of a row belongs to this share of it, spread evenly."""
    return (index + 1) * percent // 100 > index * percent // 100
