"""Geometry of charts, in percent of the plot: the drawing stretches, the letters do not."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

_TOO_CLOSE = 1e-6

Value = float | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Point:
    """A value and its place; `value` is None where there was too little to show."""

    label: str
    value: Value
    x: float
    y: float | None


@dataclass(frozen=True, slots=True)
class Tick:
    value: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """`runs` are unbroken pieces of the line; a single point between two gaps is a run of one."""

    points: tuple[Point, ...]
    runs: tuple[tuple[Point, ...], ...]
    ticks: tuple[Tick, ...]
    goal_y: float | None
    bands: tuple[str, ...] = ()
    """Outlines of what the value may as well be, one for each run."""

    @property
    def last(self) -> Point | None:
        known = [point for point in self.points if point.y is not None]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: Value
    width: float
    is_good: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a whole; `start` is the share before it, both in percent."""

    label: str
    value: float
    share: float
    start: float


def pie(values: Iterable[tuple[str, Value]]) -> tuple[Slice, ...]:
    """Parts in their order, from the top and to the right; empty ones are left out."""
    rows = [(str(label), float(value)) for label, value in values if value]
    total = sum(value for _label, value in rows)
    slices, start = [], 0.0
    for label, value in rows:
        share = 100 * value / total
        slices.append(Slice(label, value, round(share, 3), round(start, 3)))
        start += share
    return tuple(slices)


def line(
    values: Iterable[tuple[str, Value]],
    goal: Value = None,
    spans: Sequence[tuple[float, float] | None] = (),
) -> Line:
    """A line over equal steps. The scale is round and holds every value, the goal and the spans."""
    rows = list(values)
    known = [float(value) for _label, value in rows if value is not None]
    known += [end for span in spans if span for end in span]
    marks = scale(known + ([float(goal)] if goal is not None else []))
    low, high = marks[0], marks[-1]

    def height(value: Value) -> float | None:
        return None if value is None else round(100 * (high - float(value)) / (high - low), 2)

    step = 100 / max(len(rows) - 1, 1)
    points = tuple(
        Point(str(label), value, round(place * step, 2), height(value))
        for place, (label, value) in enumerate(rows)
    )
    ticks = tuple(Tick(mark, height(mark) or 0.0) for mark in marks)
    runs = _runs(points)
    edges = [span and (height(span[0]), height(span[1])) for span in spans]
    bands = tuple(_band(run, points, edges) for run in runs) if spans else ()
    return Line(points, runs, ticks, height(goal), tuple(filter(None, bands)))


def _band(run: Sequence[Point], points: Sequence[Point], edges: Sequence) -> str:
    """There along the upper edge and back along the lower one; a lone point has none."""
    known = [(point.x, edges[points.index(point)]) for point in run]
    known = [(x, edge) for x, edge in known if edge]
    if len(known) < len(("from", "to")):
        return ""
    there = [f"{x},{edge[1]}" for x, edge in known]
    return " ".join([*there, *(f"{x},{edge[0]}" for x, edge in reversed(known))])


def bars(values: Iterable[Sequence]) -> tuple[Bar, ...]:
    """Rows (label, value) or (label, value, is_good), always from zero; the longest is full."""
    rows = [(*row, True)[:3] for row in values]
    longest = max((float(value) for _label, value, _good in rows if value), default=0.0) or 1.0
    return tuple(
        Bar(str(label), value, round(100 * max(float(value or 0), 0.0) / longest, 2), bool(good))
        for label, value, good in rows
    )


def scale(values: Sequence[float], lines: int = 5) -> list[float]:
    """Round marks from below the least to above the greatest, about `lines` of them."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if high - low < _TOO_CLOSE:
        low, high = min(low, 0.0), max(high, 0.0)
        high = high if high - low > _TOO_CLOSE else low + 1.0
    step = _round_step((high - low) / (lines - 1))
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(place * step, 10) for place in range(first, last + 1)]


def _round_step(rough: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 …"""
    power = 10 ** math.floor(math.log10(rough))
    return next(power * part for part in (1, 2, 5, 10) if power * part >= rough * 0.999)


def _runs(points: Sequence[Point]) -> tuple[tuple[Point, ...], ...]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.y is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return tuple(tuple(run) for run in runs if run)
