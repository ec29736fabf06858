"""Patterns and dates of a schedule in words: «перший четвер місяця, 14:00–17:00»."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from core.words import dates
from directory.schedules import rules
from directory.schedules.patterns import MONTHLY
from directory.schedules.rules import Pattern, Turn
from directory.schedules.words import hours_words

A_MONDAY = date(2024, 1, 1)

# Whole phrases: in Slavic languages the number agrees with the day.
OF_MONTH = {
    Pattern.FIRST: (
        gettext_lazy("first Monday of the month"),
        gettext_lazy("first Tuesday of the month"),
        gettext_lazy("first Wednesday of the month"),
        gettext_lazy("first Thursday of the month"),
        gettext_lazy("first Friday of the month"),
        gettext_lazy("first Saturday of the month"),
        gettext_lazy("first Sunday of the month"),
    ),
    Pattern.SECOND: (
        gettext_lazy("second Monday of the month"),
        gettext_lazy("second Tuesday of the month"),
        gettext_lazy("second Wednesday of the month"),
        gettext_lazy("second Thursday of the month"),
        gettext_lazy("second Friday of the month"),
        gettext_lazy("second Saturday of the month"),
        gettext_lazy("second Sunday of the month"),
    ),
    Pattern.THIRD: (
        gettext_lazy("third Monday of the month"),
        gettext_lazy("third Tuesday of the month"),
        gettext_lazy("third Wednesday of the month"),
        gettext_lazy("third Thursday of the month"),
        gettext_lazy("third Friday of the month"),
        gettext_lazy("third Saturday of the month"),
        gettext_lazy("third Sunday of the month"),
    ),
    Pattern.FOURTH: (
        gettext_lazy("fourth Monday of the month"),
        gettext_lazy("fourth Tuesday of the month"),
        gettext_lazy("fourth Wednesday of the month"),
        gettext_lazy("fourth Thursday of the month"),
        gettext_lazy("fourth Friday of the month"),
        gettext_lazy("fourth Saturday of the month"),
        gettext_lazy("fourth Sunday of the month"),
    ),
    Pattern.LAST: (
        gettext_lazy("last Monday of the month"),
        gettext_lazy("last Tuesday of the month"),
        gettext_lazy("last Wednesday of the month"),
        gettext_lazy("last Thursday of the month"),
        gettext_lazy("last Friday of the month"),
        gettext_lazy("last Saturday of the month"),
        gettext_lazy("last Sunday of the month"),
    ),
}


def turns_words(turns: Iterable[Turn]) -> list[str]:
    """A line for each pattern with the hours; days of the same pattern and hours share a line."""
    lines: dict[tuple, list[Turn]] = {}
    for turn in turns:
        lines.setdefault(_line_of(turn), []).append(turn)
    return [
        _("%(days)s, %(hours)s")
        % {"days": _days(alike), "hours": hours_words(rules.merged(one.hours for one in alike))}
        for alike in lines.values()
    ]


def week_words(timetable: rules.Timetable) -> list[str]:
    """понеділок, вівторок: 9:00–12:00 — one line for each set of hours of the week."""
    by_hours: dict[tuple, list[str]] = {}
    for weekday, hours in sorted(timetable.weekly.items()):
        by_hours.setdefault(rules.merged(hours), []).append(_weekday(weekday))
    return [f"{', '.join(days)}: {hours_words(hours)}" for hours, days in by_hours.items()]


def schedule_words(timetable: rules.Timetable) -> list[str]:
    """The whole schedule in lines: the week first, then what does not come every week."""
    return [*week_words(timetable), *turns_words(timetable.turns)]


def dates_words(plans: Sequence[rules.DayPlan]) -> str:
    """3 грудня, 7 січня; with hours where they are not those of the first."""
    usual = plans[0].hours if plans else ()
    return ", ".join(
        day_words(one.day)
        if one.hours == usual
        else f"{day_words(one.day)} ({hours_words(one.hours)})"
        for one in plans
    )


def date_line(plan: rules.DayPlan) -> str:
    """четвер, 3 грудня 2026, 14:00–17:00: a date in full, for lists."""
    day = dates.weekday_date_words(plan.day, "nominative")
    return f"{day}, {hours_words(plan.hours)}"


def day_words(day: date) -> str:
    return date_format(day, "j E")


def _weekday(weekday: int) -> str:
    """As inside a sentence: «четвер», Thursday."""
    return dates.weekday_words(A_MONDAY + rules.DAY * weekday)


def _line_of(turn: Turn) -> tuple:
    """What turns of one line share. A monthly weekday is a line of its own."""
    if turn.pattern in MONTHLY:
        return (turn.pattern, turn.weekday)
    own = (turn.hours,) if turn.pattern is not Pattern.DATES else ()
    return (turn.pattern, *own, turn.every, turn.since, turn.dates)


def _days(alike: Sequence[Turn]) -> str:
    turn = alike[0]
    if turn.pattern in MONTHLY and turn.weekday is not None:
        return str(OF_MONTH[turn.pattern][turn.weekday])
    if turn.pattern is Pattern.DATES:
        return ", ".join(map(day_words, sorted(turn.dates)))
    weekdays = sorted({one.weekday for one in alike if one.weekday is not None})
    days = ", ".join(map(_weekday, weekdays))
    return _("%(weeks)s: %(days)s") % {"weeks": _weeks(turn), "days": days}


def _weeks(turn: Turn) -> str:
    if turn.pattern is Pattern.EVEN:
        return pgettext("pattern of a schedule", "even weeks")
    if turn.pattern is Pattern.ODD:
        return pgettext("pattern of a schedule", "odd weeks")
    return ngettext("every week", "every %(count)d weeks", turn.every) % {"count": turn.every}
