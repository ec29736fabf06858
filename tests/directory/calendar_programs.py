"""An iCalendar file as another program understands it: its rules are read by dateutil."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil import tz
from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar

KYIV = ZoneInfo("Europe/Kyiv")


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def occurrences(text: str, first: date, last: date) -> list[tuple[datetime, datetime]]:
    """Every event of the file within the days, as dateutil understands its rules."""
    found = []
    for event in Calendar.from_ical(text).walk("VEVENT"):
        lines = unfolded(event.to_ical().decode()).splitlines()
        told = [
            one.replace("RDATE;TZID=Europe/Kyiv:", "RDATE:").replace(
                "EXDATE;TZID=Europe/Kyiv:", "EXDATE:"
            )
            for one in lines
            if one.startswith(("RRULE", "RDATE", "EXDATE"))
        ]
        start = event["DTSTART"].dt.replace(tzinfo=None)
        length = event["DTEND"].dt.replace(tzinfo=None) - start
        times = _expanded(start, told)
        begin, end = (datetime.combine(day, time(0)) for day in (first, last + timedelta(days=1)))
        found += [(one, one + length) for one in times.between(begin, end, inc=True) if one < end]
    return sorted(found)


def _expanded(start: datetime, told: list[str]) -> rruleset:
    """Local times only: UNTIL is told in UTC, so it is brought to the city's clock first."""
    text = f"DTSTART:{start:%Y%m%dT%H%M%S}\n" + "\n".join(_locally(one) for one in told)
    times = rrulestr(text, forceset=True)
    if not any(one.startswith("RRULE") for one in told):
        times.rdate(start)
    return times


def _locally(line: str) -> str:
    head, mark, tail = line.partition("UNTIL=")
    if not mark:
        return line
    told, _semicolon, rest = tail.partition(";")
    until = datetime.strptime(told, "%Y%m%dT%H%M%SZ").replace(tzinfo=tz.UTC).astimezone(KYIV)
    return f"{head}UNTIL={until:%Y%m%dT%H%M%S}" + (f";{rest}" if rest else "")
