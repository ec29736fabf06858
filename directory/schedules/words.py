"""Opening hours in words, in the reader's language."""

from datetime import date, datetime, timedelta

from django.utils.dateformat import format as date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.words import Text
from directory.models.schedules import Weekday
from directory.schedules import rules
from directory.schedules.openings import Opening


def clock_time(moment: datetime) -> str:
    """9:00, 14:30."""
    return f"{moment.hour}:{moment.minute:02}"


def hours_words(hours: tuple[rules.Hours, ...]) -> str:
    """9:00–13:00, 14:00–18:00; around the clock; closed."""
    if not hours:
        return pgettext("working hours", "closed")
    if hours == (rules.Hours(rules.MIDNIGHT, rules.MIDNIGHT),):
        return pgettext("working hours", "around the clock")
    return ", ".join(f"{_wall(one.opens)}–{_wall(one.closes, '24:00')}" for one in hours)


def weekday_name(weekday: int) -> str:
    return str(Weekday(weekday).label)


def days_name(days: tuple[rules.DayPlan, ...]) -> str:
    """Saturday, Sunday: one name for a folded row of the week."""
    names = [weekday_name(one.day.weekday()) for one in days]
    return capfirst(", ".join([names[0], *(name.lower() for name in names[1:])]))


def headline(opening: Opening) -> str:
    """Open or not, and until when: the line beside the name. Empty without a schedule."""
    if opening.away is not None:
        until = date_format(opening.away.ends_on, "j E")
        return _("On leave until %(day)s") % {"day": until}
    return _state_words(opening.state) if opening.state else ""


def detail(opening: Opening) -> str:
    """The second line: the break ahead, the next day, or why today differs."""
    if opening.away is not None:
        return _substitute_words(opening.away)
    if opening.state is None:
        return ""
    state = opening.state
    said = [f"{Text(state.note)}."] if state.note else []
    if state.pause:
        start, end = map(clock_time, state.pause)
        said.append(_("Break from %(start)s to %(end)s.") % {"start": start, "end": end})
    if state.is_open and state.until and state.next_opens and state.next_opens > state.until:
        day = capfirst(_day_words(state.next_opens.date(), state.at.date()))
        said.append(
            _("%(day)s: from %(time)s.") % {"day": day, "time": clock_time(state.next_opens)}
        )
    return " ".join(said)


def day_note(day: rules.DayPlan) -> str:
    """Why a day has another order: the note of the editor, or the holiday's name."""
    if day.note:
        return str(Text(day.note))
    if day.moved_from:
        return moved_words(day)
    if day.kind is rules.DayKind.HOLIDAY:
        return _("Holiday")
    return _("A shorter day before a holiday") if day.kind is rules.DayKind.SHORTENED else ""


def moved_words(day: rules.DayPlan) -> str:
    """Instead of which holiday a date is."""
    days = ", ".join(date_format(one, "j E") for one in day.moved_from)
    return _("instead of %(days)s, a holiday") % {"days": days} if days else ""


def _state_words(state: rules.State) -> str:
    if state.state is rules.Is.OPEN:
        if state.until is None:
            return _("Open around the clock")
        return _("Open until %(time)s") % {"time": _until(state)}
    if state.state is rules.Is.BREAK and state.until:
        return _("Break until %(time)s") % {"time": clock_time(state.until)}
    if state.next_opens is None:
        return pgettext("opening hours", "Closed")
    return _("Closed, opens %(when)s") % {"when": _opening_words(state.next_opens, state.at)}


def _until(state: rules.State) -> str:
    """18:00; 24:00 for midnight; with the day when work goes on past midnight."""
    assert state.until is not None
    if state.until.time() == rules.MIDNIGHT:
        return "24:00"
    if state.until.date() == state.at.date():
        return clock_time(state.until)
    day = _day_words(state.until.date(), state.at.date())
    return f"{clock_time(state.until)} {day}"


def _opening_words(opens: datetime, at: datetime) -> str:
    """at 9:00; tomorrow at 9:00; on Monday at 9:00; on 5 January at 9:00."""
    said = _at(opens)
    if opens.date() == at.date():
        return said
    return f"{_day_words(opens.date(), at.date())} {said}"


def _at(moment: datetime) -> str:
    """Ukrainian says "об 11:00" but "о 9:00"."""
    if moment.hour == 11:
        return pgettext("at eleven o'clock", "at %(time)s") % {"time": clock_time(moment)}
    return pgettext("at an hour", "at %(time)s") % {"time": clock_time(moment)}


def _day_words(day: date, today: date) -> str:
    if day == today + timedelta(days=1):
        return _("tomorrow")
    if day <= today + timedelta(days=6):
        return _on_weekday(day.weekday())
    return pgettext("on a date", "on %(day)s") % {"day": date_format(day, "j E")}


def _on_weekday(weekday: int) -> str:
    return (
        _("on Monday"),
        _("on Tuesday"),
        _("on Wednesday"),
        _("on Thursday"),
        _("on Friday"),
        _("on Saturday"),
        _("on Sunday"),
    )[weekday]


def _substitute_words(away: rules.Away) -> str:
    if away.substitute is not None:
        return _("%(name)s stands in.") % {"name": away.substitute}
    return str(Text(away.note))


def _wall(at: object, midnight: str = "0:00") -> str:
    return midnight if at == rules.MIDNIGHT else f"{at.hour}:{at.minute:02}"  # type: ignore[attr-defined]
