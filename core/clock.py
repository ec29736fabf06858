"""The only reader of the time.

Moments are aware and in UTC; days are counted in a zone, the city's own unless another is named.
Services receive their `at` from a view or a command, and only those ask this module.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo

from django.utils import timezone

_frozen: "FrozenClock | None" = None


class FrozenClock:
    """A stopped clock that a test or the demo generator moves by hand."""

    def __init__(self, moment: datetime) -> None:
        self._moment = _as_utc(moment)

    @property
    def moment(self) -> datetime:
        return self._moment

    def move_to(self, moment: datetime) -> None:
        self._moment = _as_utc(moment)

    def tick(self, step: timedelta = timedelta(seconds=1)) -> datetime:
        self._moment += step
        return self._moment


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _frozen.moment if _frozen else datetime.now(UTC)


def today(tz: tzinfo | None = None) -> date:
    """The calendar day that it is now in the zone."""
    return local(now(), tz).date()


def local(moment: datetime, tz: tzinfo | None = None) -> datetime:
    """The same moment as the clocks of the zone show it."""
    return moment.astimezone(tz or timezone.get_current_timezone())


@contextmanager
def by_clocks_of(zone: tzinfo) -> Iterator[None]:
    """Read days and hours by the clocks of this zone instead of the city's, in forms, services
    and templates alike."""
    with timezone.override(zone):
        yield


@contextmanager
def frozen(moment: datetime) -> Iterator[FrozenClock]:
    """Stop the clock at a moment for the whole process, so server threads of a test see it too."""
    global _frozen
    before, _frozen = _frozen, FrozenClock(moment)
    try:
        yield _frozen
    finally:
        _frozen = before


def _as_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("The clock takes aware moments only.")
    return moment.astimezone(UTC)
