"""Figures of visits: what is derived from counts, and tables of weekdays and hours. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

TONES = 4


@dataclass
class Tally:
    """Visits of a period, a day, an hour or a window. Terms are in minutes, the lead in days.

    A booked visit is booked whatever became of it; one that was moved is counted once, where it
    went. `places` is how many visits of usual length the hours of reception hold.
    """

    label: str = ""
    key: Any = None
    places: int | None = None
    booked: int = 0
    walk_ins: int = 0
    arrived: int = 0
    served: int = 0
    missed: int = 0
    by_visitor: int = 0
    by_office: int = 0
    left: int = 0
    wait_mean: float | None = None
    wait_ninth: float | None = None
    service_mean: float | None = None
    service_ninth: float | None = None
    lead_mean: float | None = None

    @property
    def expected(self) -> int:
        """Booked visits that nobody has cancelled."""
        return self.booked - self.by_visitor - self.by_office

    @property
    def missed_share(self) -> float | None:
        """Percent of expected visits."""
        return round(100 * self.missed / self.expected, 1) if self.expected > 0 else None

    @property
    def booked_share(self) -> float | None:
        """Percent of places that are booked and not cancelled."""
        return round(100 * self.expected / self.places, 1) if self.places else None


@dataclass(frozen=True)
class Cell:
    """A number of a table with the depth of its colour: 0 is nothing, `TONES` the most."""

    value: int | None
    tone: int


@dataclass(frozen=True)
class Grid:
    """Rows by hours of the day."""

    hours: Sequence[int] = ()
    rows: Sequence[tuple[str, Sequence[Cell]]] = field(default_factory=list)


def grid_of(values: Mapping[tuple[Any, int], int], names: Mapping[Any, str]) -> Grid:
    """A table over the hours in which there is anything, each cell toned by the greatest."""
    hours = sorted({hour for _row, hour in values})
    if not hours:
        return Grid()
    span = range(hours[0], hours[-1] + 1)
    most = max(values.values())
    rows = [
        (
            label,
            [Cell(values.get((key, hour)), tone(values.get((key, hour)), most)) for hour in span],
        )
        for key, label in names.items()
    ]
    return Grid(list(span), rows)


def tone(value: int | None, most: int) -> int:
    """In equal steps up to the greatest."""
    if not value or most <= 0:
        return 0
    return min(TONES, -(-value * TONES // most))


def by_hours(
    spans: Iterable[tuple[datetime, datetime]], zone: tzinfo
) -> dict[tuple[int, int], float]:
    """Open minutes by (weekday, hour of the wall clock)."""
    found: dict[tuple[int, int], float] = {}
    for opens, closes in spans:
        at, end = opens.astimezone(zone), closes.astimezone(zone)
        while at.timestamp() < end.timestamp():
            whole = at.replace(minute=0, second=0, microsecond=0)
            left = 3600 - (at - whole).total_seconds()
            seconds = min(left, end.timestamp() - at.timestamp())
            key = (at.weekday(), at.hour)
            found[key] = found.get(key, 0) + seconds / 60
            at = datetime.fromtimestamp(at.timestamp() + seconds, zone)
    return found


def fits(spans: Iterable[tuple[datetime, datetime]], minutes: float, seats: int) -> int:
    """How many visits of this length the spans hold."""
    if minutes <= 0:
        return 0
    length = timedelta(minutes=minutes)
    return seats * sum((closes - opens) // length for opens, closes in spans)
