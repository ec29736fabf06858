"""Holidays of a year by rule, and the days off that move because of them (domain.md 3.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from directory.working_time.days import DAY, OFFICE_WEEK, DatedDay
from directory.working_time.easter import orthodox_easter


class Transfer(StrEnum):
    """What happens when a holiday falls on a day off."""

    NONE = "none"
    DAY_OFF = "day_off"  # any day off moves to the next working day (Ukraine)
    SUNDAY = "sunday"  # only a Sunday moves (Serbia)


@dataclass(frozen=True)
class YearlyDay:
    """A holiday on the same date each year, or so many days from Easter Sunday."""

    name: Mapping[str, str] = field(default_factory=dict)
    month: int = 0
    day: int = 0
    from_easter: int | None = None
    transfer: Transfer = Transfer.DAY_OFF

    def in_year(self, year: int) -> date:
        if self.from_easter is not None:
            return orthodox_easter(year) + timedelta(days=self.from_easter)
        return date(year, self.month, self.day)


def holidays_of_year(
    year: int, days: Sequence[YearlyDay], weekdays: frozenset[int] = OFFICE_WEEK
) -> dict[date, DatedDay]:
    """Holidays and moved days off; two in a row move one after the other (3 and 4 May 2027)."""
    holidays = {day.in_year(year): day for day in days}
    found = {on: DatedDay(False, day.name, shortens_eve=True) for on, day in holidays.items()}
    for on, day in sorted(holidays.items()):
        if on.weekday() in weekdays or not _moves(on, day.transfer):
            continue
        moved = on + DAY
        while moved in found or moved.weekday() not in weekdays:
            moved += DAY
        found[moved] = DatedDay(False, day.name)
    return dict(sorted(found.items()))


def _moves(on: date, transfer: Transfer) -> bool:
    return transfer is Transfer.DAY_OFF or (transfer is Transfer.SUNDAY and on.weekday() == 6)
