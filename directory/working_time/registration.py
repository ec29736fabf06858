"""The registration day of what came in (DL-05)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from directory.working_time.days import Calendar


@dataclass(frozen=True)
class OfficeHours:
    """When the office takes mail in on a working day; the closing minute itself is too late."""

    opens: time
    closes: time


def registration_day(received: datetime, calendar: Calendar, office: OfficeHours) -> date:
    """The same day when received on a working day within office hours, else the next working day.

    `received` is local to the profile. What comes before the office opens counts as out of hours
    too, as the law has it: "received outside working time: the next working day".
    """
    day = received.date()
    if calendar.is_working(day):
        closes = datetime.combine(day, office.closes) - calendar.shortening(day)
        if office.opens <= received.time() and received.replace(tzinfo=None) < closes:
            return day
    return calendar.on_or_after(day + timedelta(days=1))
