"""Pure arithmetic of terms (domain.md 3): no Django, no clock, no queries.

A calendar says which days are working days; a term says how long; `count_term` gives three dates.
"""

from directory.working_time.days import Calendar, DatedDay, Stretch, Window
from directory.working_time.easter import orthodox_easter
from directory.working_time.explanation import explain
from directory.working_time.holidays import Transfer, YearlyDay, holidays_of_year
from directory.working_time.registration import OfficeHours, registration_day
from directory.working_time.terms import (
    TIMED,
    Counted,
    Term,
    add_months,
    count_term,
    earliest,
    moment_due,
)

__all__ = [
    "TIMED",
    "Calendar",
    "Counted",
    "DatedDay",
    "OfficeHours",
    "Stretch",
    "Term",
    "Transfer",
    "Window",
    "YearlyDay",
    "add_months",
    "count_term",
    "earliest",
    "explain",
    "holidays_of_year",
    "moment_due",
    "orthodox_easter",
    "registration_day",
]
