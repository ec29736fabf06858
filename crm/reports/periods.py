"""Periods of reports: quarters, years, any two days. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

QUARTERS = ("I", "II", "III", "IV")
MONTHS_OF_QUARTER = 3
MONTHS_OF_YEAR = 12


@dataclass(frozen=True)
class Period:
    """From a day to a day, both within."""

    since: date
    until: date

    @classmethod
    def quarter(cls, year: int, number: int) -> Self:
        first = date(year, MONTHS_OF_QUARTER * (number - 1) + 1, 1)
        return cls(first, _month_after(first, MONTHS_OF_QUARTER) - timedelta(days=1))

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def month(cls, year: int, number: int) -> Self:
        first = date(year, number, 1)
        return cls(first, _month_after(first, 1) - timedelta(days=1))

    @classmethod
    def quarter_of(cls, day: date) -> Self:
        return cls.quarter(day.year, (day.month - 1) // MONTHS_OF_QUARTER + 1)

    @classmethod
    def before(cls, day: date, *, months: int) -> Self:
        """The last whole month (1), quarter (3) or year (12) that has ended before the day."""
        if months == MONTHS_OF_YEAR:
            return cls.year(day.year - 1)
        if months == 1:
            last = day.replace(day=1) - timedelta(days=1)
            return cls.month(last.year, last.month)
        return cls.quarter_of(cls.quarter_of(day).since - timedelta(days=1))

    def a_year_ago(self) -> "Period":
        return Period(_year_back(self.since), _year_back(self.until))

    @property
    def label(self) -> str:
        """II квартал 2026 року; 2026 рік; 01.02.2026–15.03.2026."""
        for number, roman in enumerate(QUARTERS, 1):
            if self == Period.quarter(self.since.year, number):
                return _("Quarter %(number)s of %(year)d") % {
                    "number": roman,
                    "year": self.since.year,
                }
        if self == Period.year(self.since.year):
            return pgettext("period", "Year %(year)d") % {"year": self.since.year}
        return f"{self.since:%d.%m.%Y}–{self.until:%d.%m.%Y}"


def _month_after(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _year_back(day: date) -> date:
    """The same day a year ago; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
