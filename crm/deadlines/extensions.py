"""A term of another day counted from the same receipt: longer (A-14, DL-06), shorter (A-15)."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.errors import Conflict, RuleBroken
from crm.deadlines.models import DeadlineClock
from crm.deadlines.services import stop_clock, watch_clock
from directory.models import Profile, WorkingCalendar
from directory.working_time import Calendar


def extend_clock(
    clock: DeadlineClock, longest: DeadlineClock, until: date, profile: Profile, at: datetime
) -> DeadlineClock:
    """Put a longer term in the place of a running one; the anchor stays, so does the old row.

    `until` is the day the head sets; it rolls like any other term but never past `longest`, the
    term of the lawful maximum from the same receipt. Raises Conflict when the term no longer runs
    or has run out, RuleBroken when the day is not later than the old one or later than lawful.
    """
    _refuse_unlawful(clock, longest, until, profile.local(at).date())
    calendar = _calendar_of(clock, profile)
    told = _explained(
        clock,
        _("Extended to %(until)s; the longest lawful term is %(longest)s."),
        until=until,
        longest=longest.due_on,
    )
    due = min(calendar.on_or_after(until), longest.due_on)
    return _replace(clock, longest, (until, due, calendar.on_or_before(until)), told, at)


def shorten_clock(
    clock: DeadlineClock, until: date, profile: Profile, at: datetime
) -> DeadlineClock:
    """Put a term that ends earlier in the place of a running one; nothing of it ever ends later.

    Rule and anchor stay, so a recalculation counts it as any other. Raises Conflict when the term
    no longer runs or has run out, RuleBroken for a day before today or after the present one.
    """
    today = profile.local(at).date()
    _refuse_stopped(clock)
    if today > clock.due_on:
        raise Conflict(
            _("The term ran out on %(day)s: there is nothing to shorten.")
            % {"day": date_format(clock.due_on)},
            "until",
            "too_late",
        )
    if until < today:
        raise RuleBroken(_("Choose today or a later day."), "until", "past")
    if until > clock.due_on:
        raise RuleBroken(
            _("Choose a day no later than %(day)s, when the term ends now.")
            % {"day": date_format(clock.due_on)},
            "until",
            "longer",
        )
    calendar = _calendar_of(clock, profile)
    # Of a term that had rolled over days off the raw count stays the earlier one.
    nominal = min(until, clock.nominal_on)
    due = min(calendar.on_or_after(nominal), clock.due_on)
    target = min(calendar.on_or_before(nominal), clock.target_on)
    told = _explained(clock, _("Shortened to %(until)s at the author's wish."), until=due)
    return _replace(clock, clock, (nominal, due, target), told, at)


def _replace(
    clock: DeadlineClock,
    ruled_by: DeadlineClock,
    days: tuple[date, date, date],
    told: dict[str, Any],
    at: datetime,
) -> DeadlineClock:
    """A clock of the same anchor with other days; the old one stops and stays, linked."""
    nominal, due, target = days
    made = DeadlineClock.objects.create(
        rule_code=ruled_by.rule_code,
        rule_version=ruled_by.rule_version,
        calendar_code=ruled_by.calendar_code,
        calendar_version=ruled_by.calendar_version,
        anchor_at=clock.anchor_at,
        anchor_on=clock.anchor_on,
        nominal_on=nominal,
        due_on=due,
        target_on=target,
        explanation=told,
        started_at=at,
        extended_from=clock,
    )
    stop_clock(clock, at)
    watch_clock(made, at)
    return made


def _calendar_of(clock: DeadlineClock, profile: Profile) -> Calendar:
    """A running clock keeps its own calendar, whatever profile the addressee has got since."""
    kept = profile.calendar
    if kept.code != clock.calendar_code:
        kept = WorkingCalendar.objects.get(code=clock.calendar_code)
    return kept.as_calendar()


def _refuse_stopped(clock: DeadlineClock) -> None:
    if clock.stopped_at is not None:
        raise Conflict(_("This term no longer runs."), "until", "stopped")


def _refuse_unlawful(
    clock: DeadlineClock, longest: DeadlineClock, until: date, today: date
) -> None:
    _refuse_stopped(clock)
    if today > clock.due_on:
        raise Conflict(
            _("The term ran out on %(day)s: it had to be extended before that.")
            % {"day": date_format(clock.due_on)},
            "until",
            "too_late",
        )
    if until <= clock.due_on:
        raise RuleBroken(
            _("Choose a day after %(day)s, when the term ends now.")
            % {"day": date_format(clock.due_on)},
            "until",
            "not_longer",
        )
    if until > longest.due_on:
        raise RuleBroken(
            _("The whole term may not be longer than 45 days: until %(day)s at most.")
            % {"day": date_format(longest.due_on)},
            "until",
            "too_long",
        )


def _explained(clock: DeadlineClock, moved_by: Any, **days: date) -> dict[str, Any]:
    """How the first term was counted and how far it was moved, in every language."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            moved = str(moved_by) % {name: date_format(day) for name, day in days.items()}
        told[language] = f"{clock.explanation.get(language, '')} {moved}".strip()
    return told
