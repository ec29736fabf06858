"""Time in cells: the arithmetic behind "one place is given once" (pure).

A cell is five minutes of the world's clock, counted from 1970: wall clocks that jump neither
lose nor double one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache

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

    def free(self, window: int, seat: int, grid: "Grid") -> int:
        """Which times of the grid have the seat free for the whole visit, as bits of the grid."""
        kept = self._bits.get((window, seat), 0)
        found = grid.bits
        if kept:
            found = 0
            kept = _shifted(kept, self._origin - grid.origin) & grid.reach
            for many, starts in grid.by_length:
                found |= starts & ~_spread(kept, many)
        if grid.origin < self._origin:
            found &= ~_mask(self._origin - grid.origin)
        return found


def _shifted(bits: int, by: int) -> int:
    return bits << by if by >= 0 else bits >> -by


def _spread(kept: int, many: int) -> int:
    """Cells from which so many in a row are not all free."""
    done = 1
    while done < many:
        step = min(done, many - done)
        kept |= kept >> step
        done += step
    return kept


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


@dataclass(frozen=True)
class Grid:
    """Times of a window's day that one may come at; bit n is the cell n after `origin`.

    `by_length`: the same bits apart by how many cells a visit from there keeps.
    """

    origin: int
    starts: tuple[tuple[datetime, int], ...]
    by_length: tuple[tuple[int, int], ...]

    @cached_property
    def bits(self) -> int:
        return sum(starts for _many, starts in self.by_length)

    @cached_property
    def reach(self) -> int:
        """Every cell that some visit would keep."""
        longest = max((many for many, _starts in self.by_length), default=0)
        return _mask(self.bits.bit_length() + longest)

    def between(self, earliest: datetime, latest: datetime) -> int:
        """Bits of the times not before the one and not after the other moment."""
        if not self.starts:
            return 0
        if earliest <= self.starts[0][0] and self.starts[-1][0] <= latest:
            return self.bits
        return sum(1 << cell for at, cell in self.starts if earliest <= at <= latest)


@lru_cache(maxsize=4096)
def grid_of(spans: tuple[Span, ...], step: int, minutes: int, percent: int = 100) -> Grid:
    """Times follow each other by `step` minutes from each opening and a visit of `minutes` ends
    before the window closes; `percent` of them, spread evenly. Most windows of a hall share one."""
    times = [
        at for number, at in enumerate(_times(spans, step, minutes)) if _is_due(number, percent)
    ]
    if not times:
        return Grid(0, (), ())
    origin = cell_of(times[0])
    lengths: dict[int, int] = defaultdict(int)
    starts = []
    for at in times:
        first, many = cells_of(at, minutes)
        starts.append((at, first - origin))
        lengths[many] |= 1 << (first - origin)
    return Grid(origin, tuple(starts), tuple(lengths.items()))


@dataclass(frozen=True)
class Wish:
    """What is looked for: visits that keep `minutes`, every `step` minutes, between two moments.

    `by_share=False`: staff give the places kept for walk-ins too.
    """

    step: int
    minutes: int
    earliest: datetime
    latest: datetime
    by_share: bool = True


def free_places(place: Place, taken: Taken, wish: Wish) -> Iterator[tuple[int, Grid, int]]:
    """Seat by seat: its times, and which of them are free."""
    for seat, grid in _seats(place, wish):
        within = grid.between(wish.earliest, wish.latest)
        if within and (free := taken.free(place.window, seat, grid) & within):
            yield seat, grid, free


def _seats(place: Place, wish: Wish) -> Iterator[tuple[int, Grid]]:
    share = place.share if wish.by_share else 100
    spans = tuple(place.spans)
    for seat in range(place.seats):
        yield seat, grid_of(spans, wish.step, wish.minutes, share)
    if place.overbooking:
        yield place.seats, _beyond(spans, wish.step, wish.minutes, share, place.overbooking)


@lru_cache(maxsize=1024)
def _beyond(spans: tuple[Span, ...], step: int, minutes: int, share: int, percent: int) -> Grid:
    """Times at which one more than there are seats is given, of those that are given at all."""
    given = grid_of(spans, step, minutes, share)
    more = grid_of(spans, step, minutes, percent)
    both = {at for at, _cell in given.starts} & {at for at, _cell in more.starts}
    starts = tuple((at, cell) for at, cell in more.starts if at in both)
    kept = sum(1 << cell for _at, cell in starts)
    return Grid(more.origin, starts, tuple((many, bits & kept) for many, bits in more.by_length))


def count_free(places: Iterable[Place], taken: Taken, wish: Wish) -> dict[date, int]:
    """Free places of each day that has any: a month of a hall without a loop over its times."""
    found = Counter[date]()
    for place in places:
        for _seat, _grid, free in free_places(place, taken, wish):
            found[place.day] += free.bit_count()
    return dict(found)


def free_starts(places: Iterable[Place], taken: Taken, wish: Wish) -> list[Start]:
    """Times to come at, in order, with the seats that are free then."""
    found: dict[datetime, Start] = {}
    load = Counter[tuple[int, date]]()
    for place in places:
        for seat, grid, free in free_places(place, taken, wish):
            load[place.window, place.day] += free.bit_count()
            for at, cell in grid.starts:
                if free >> cell & 1:
                    found.setdefault(at, Start(at, place.day)).seats.append((place.window, seat))
    for start in found.values():
        # Whoever has most time left that day gets the next visitor: windows fill evenly.
        start.seats.sort(key=lambda seat: (-load[seat[0], start.day], seat[1], seat[0]))
    return sorted(found.values(), key=lambda start: start.at)


def _times(spans: Sequence[Span], step: int, minutes: int) -> Iterator[datetime]:
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
