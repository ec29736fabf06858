"""A longer term counted from the same receipt (A-14, DL-06)."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, RuleBroken
from crm.deadlines.models import DeadlineClock
from crm.deadlines.services import stop_clock, watch_clock
from directory.models import Profile


def extend_clock(
    clock: DeadlineClock, longest: DeadlineClock, until: date, profile: Profile, at: datetime
) -> DeadlineClock:
    """Put a longer term in the place of a running one; the anchor stays, so does the old row.

    `until` is the day the head sets; it rolls like any other term but never past `longest`, the
    term of the lawful maximum from the same receipt. Raises Conflict when the term no longer runs
    or has run out, RuleBroken when the day is not later than the old one or later than lawful.
    """
    _refuse_unlawful(clock, longest, until, profile.local(at).date())
    calendar = profile.calendar.as_calendar()
    extended = DeadlineClock.objects.create(
        rule_code=longest.rule_code,
        rule_version=longest.rule_version,
        calendar_code=longest.calendar_code,
        calendar_version=longest.calendar_version,
        anchor_at=clock.anchor_at,
        anchor_on=clock.anchor_on,
        nominal_on=until,
        due_on=min(calendar.on_or_after(until), longest.due_on),
        target_on=calendar.on_or_before(until),
        explanation=_explained(clock, longest, until),
        started_at=at,
        extended_from=clock,
    )
    stop_clock(clock, at)
    watch_clock(extended, at)
    return extended


def _refuse_unlawful(
    clock: DeadlineClock, longest: DeadlineClock, until: date, today: date
) -> None:
    if clock.stopped_at is not None:
        raise Conflict(_("This term no longer runs."), "until", "stopped")
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


def _explained(clock: DeadlineClock, longest: DeadlineClock, until: date) -> dict[str, Any]:
    """How the first term was counted and how far it was moved, in every language."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            moved = gettext("Extended to %(until)s; the longest lawful term is %(longest)s.") % {
                "until": date_format(until),
                "longest": date_format(longest.due_on),
            }
        told[language] = f"{clock.explanation.get(language, '')} {moved}".strip()
    return told
