"""Calendars of domain.md 3.4 for pure tests: Ukraine in peace and under martial law, Serbia."""

from dataclasses import replace
from datetime import date, time, timedelta

from directory.working_time import (
    Calendar,
    DatedDay,
    Stretch,
    Term,
    Transfer,
    YearlyDay,
    holidays_of_year,
)

UKRAINE = [
    *(
        YearlyDay(month=month, day=day)
        for month, day in [
            (1, 1), (3, 8), (5, 1), (5, 8), (6, 28), (7, 15), (8, 24), (10, 1), (12, 25),
        ]
    ),
    YearlyDay(from_easter=0),
    YearlyDay(from_easter=49),
]  # fmt: skip
SERBIA = [
    *(
        YearlyDay(month=month, day=day, transfer=Transfer.SUNDAY)
        for month, day in [(1, 1), (1, 2), (2, 15), (2, 16), (5, 1), (5, 2), (11, 11)]
    ),
    YearlyDay(month=1, day=7, transfer=Transfer.NONE),
    *(YearlyDay(from_easter=shift, transfer=Transfer.NONE) for shift in (-2, -1, 0, 1)),
]


def _years(days: list[YearlyDay]) -> dict[date, DatedDay]:
    return {
        on: day for year in range(2024, 2029) for on, day in holidays_of_year(year, days).items()
    }


PEACE = Calendar("ua-office", 1, dated=_years(UKRAINE), eve_shortening=timedelta(hours=1))
MARTIAL = Calendar(
    "ua-office",
    1,
    dated=PEACE.dated,
    regimes=(Stretch(date(2022, 3, 24)),),
    eve_shortening=timedelta(hours=1),
)
SERBIAN = Calendar("rs-office", 1, dated=_years(SERBIA))
ALWAYS = Calendar("always", 1, weekdays=frozenset(range(7)))

# The schedule of WE-21, WE-22 and WE-22b: Monday to Friday 09–13 and 14–18.
WINDOWS = {day: ((time(9), time(13)), (time(14), time(18))) for day in range(5)}
MARTIAL_HOURS, PEACE_HOURS = (replace(one, hours=WINDOWS) for one in (MARTIAL, PEACE))
PEACE_WHOLE_EVES = replace(PEACE_HOURS, eve_shortening=timedelta(0))
MARTIAL_WHOLE_EVES = replace(MARTIAL_HOURS, eve_shortening=timedelta(0))

FIFTEEN = Term("calendar_days", 15, "next_working_day")
MONTH = Term("months", 1, "next_working_day")
EXTENDED = Term("calendar_days", 45, "next_working_day")
FORWARD = Term("calendar_days", 5, "next_working_day")
RETURN_FORM = Term("calendar_days", 10, "next_working_day")
INFO = Term("working_days", 5)
INFO_EXTENDED = Term("working_days", 20)
TWO_DAYS = Term("hours_continuous", 48)
COMPLAINT_YEAR = Term("years", 1, "next_working_day")
COMPLAINT_LEARNED = Term("months", 1, "next_working_day")
EIGHT_HOURS = Term("business_minutes", 480)
SYSTEM_48 = Term("hours_on_working_days", 48)
