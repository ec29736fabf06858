"""The date of Orthodox Easter in the civil calendar."""

from datetime import date, timedelta


def orthodox_easter(year: int) -> date:
    """Meeus' rule for the Julian calendar, moved to the Gregorian one."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)
