"""Days and hours in words, in the cases the sentences need."""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from core import clock

_WEEK = 7


def date_words(day: date | None) -> str:
    """10 березня 2026."""
    return _date_words(_day(day), get_language()) if day else ""


@lru_cache(maxsize=2048)
def _date_words(day: date, _language: str) -> str:
    """Lists and timelines name the same few days again and again."""
    return date_format(day, "j E Y")


def weekday_date_words(day: date | None, case: str = "genitive") -> str:
    """[до] пʼятниці, 10 квітня 2026 року; case "accusative" after «у», "nominative" at the head."""
    if not day:
        return ""
    day = _day(day)
    return pgettext("weekday, date and year", "%(weekday)s, %(date)s") % {
        "weekday": weekday_words(day, case),
        "date": date_format(day, "j E Y"),
    }


def weekday_words(day: date, case: str = "nominative") -> str:
    """The name of the day of week in a grammatical case."""
    return _WEEKDAYS[case]()[_day(day).weekday()]


def time_words(moment: datetime | time | None) -> str:
    """14:32, 9:00, in every language."""
    if moment is None or moment == "":
        return ""
    if isinstance(moment, datetime) and moment.tzinfo:
        moment = clock.local(moment)
    return f"{moment.hour}:{moment.minute:02}"


def moment_words(moment: datetime | None) -> str:
    """10 березня 2026, 14:32."""
    return f"{date_words(moment)}, {time_words(moment)}" if moment else ""


def due_words(day: date | None, closes: Any = None, today: date | None = None) -> str:
    """How far a date is: 2 дні тому, вчора, до 18:00, завтра, у четвер, за 14 днів.

    `closes`: the hour the office closes today; without it today is «сьогодні».
    """
    if not day:
        return ""
    day = _day(day)
    away = (day - (today or clock.today())).days
    if away < -1:
        return ngettext("%(count)d day ago", "%(count)d days ago", -away) % {"count": -away}
    if away == -1:
        return gettext("yesterday")
    if away == 0:
        return _today_words(closes)
    if away == 1:
        return gettext("tomorrow")
    if away < _WEEK:
        return _on_weekday()[day.weekday()]
    return ngettext("in %(count)d day", "in %(count)d days", away) % {"count": away}


def due_tone(day: date | None, today: date | None = None) -> str:
    """How loudly to say it: bad (past), warn (today, tomorrow), mute."""
    if not day:
        return "mute"
    away = (_day(day) - (today or clock.today())).days
    return "bad" if away < 0 else "warn" if away <= 1 else "mute"


def _today_words(closes: Any) -> str:
    if closes:
        hour = closes if isinstance(closes, str) else time_words(closes)
        return gettext("by %(time)s") % {"time": hour}
    return gettext("today")


def _day(value: date) -> date:
    if isinstance(value, datetime):
        return (clock.local(value) if value.tzinfo else value).date()
    return value


def _nominative() -> tuple[str, ...]:
    return (
        pgettext("day of week, nominative", "Monday"),
        pgettext("day of week, nominative", "Tuesday"),
        pgettext("day of week, nominative", "Wednesday"),
        pgettext("day of week, nominative", "Thursday"),
        pgettext("day of week, nominative", "Friday"),
        pgettext("day of week, nominative", "Saturday"),
        pgettext("day of week, nominative", "Sunday"),
    )


def _genitive() -> tuple[str, ...]:
    return (
        pgettext("day of week, genitive", "Monday"),
        pgettext("day of week, genitive", "Tuesday"),
        pgettext("day of week, genitive", "Wednesday"),
        pgettext("day of week, genitive", "Thursday"),
        pgettext("day of week, genitive", "Friday"),
        pgettext("day of week, genitive", "Saturday"),
        pgettext("day of week, genitive", "Sunday"),
    )


def _accusative() -> tuple[str, ...]:
    return (
        pgettext("day of week, accusative", "Monday"),
        pgettext("day of week, accusative", "Tuesday"),
        pgettext("day of week, accusative", "Wednesday"),
        pgettext("day of week, accusative", "Thursday"),
        pgettext("day of week, accusative", "Friday"),
        pgettext("day of week, accusative", "Saturday"),
        pgettext("day of week, accusative", "Sunday"),
    )


def _on_weekday() -> tuple[str, ...]:
    return (
        gettext("on Monday"),
        gettext("on Tuesday"),
        gettext("on Wednesday"),
        gettext("on Thursday"),
        gettext("on Friday"),
        gettext("on Saturday"),
        gettext("on Sunday"),
    )


_WEEKDAYS = {"nominative": _nominative, "genitive": _genitive, "accusative": _accusative}
