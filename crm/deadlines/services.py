"""Starting and stopping terms: the only place where a stored due date is made."""

from collections.abc import Iterable
from datetime import date, datetime

from core import clock as clocks
from crm.deadlines.models import DeadlineClock
from crm.deadlines.rules import next_reminder
from directory.models import DeadlineRule, Profile
from directory.models.rules import reminder_days
from directory.terms import count_explained, rules_in_force
from directory.working_time import Counted


def start_clocks(
    codes: Iterable[str],
    received_at: datetime,
    profile: Profile,
    at: datetime,
    *,
    edition: str | None = None,
) -> dict[str, DeadlineClock]:
    """Start several terms of one receipt; two queries however many there are.

    A calendar that is not the profile's own costs one more; with the `edition` that the profile
    was read under (directory.terms) the rules are asked for once a day.
    `received_at` is the moment of receipt; the day of registration follows from it by DL-05.
    Raises RuleBroken when the directory knows no such rule for the day.
    """
    registered = profile.registration_day(received_at)
    rules = rules_in_force(list(codes), registered, profile, edition)
    started = [_clock(rule, registered, received_at, profile, at, edition) for rule in rules]
    DeadlineClock.objects.bulk_create(started)
    return {clock.rule_code: clock for clock in started}


def stop_clock(clock: DeadlineClock, at: datetime) -> None:
    """The term is met; stopping twice changes nothing."""
    if clock.stopped_at is None:
        clock.stopped_at = at
        clock.save(update_fields=["stopped_at"])


def resume_clock(clock: DeadlineClock, at: datetime) -> None:
    """A stopped term runs on as if it had never been stopped: the due day stays (DL-07)."""
    if clock.stopped_at is not None:
        clock.stopped_at = None
        clock.save(update_fields=["stopped_at"])
        watch_clock(clock, at)


def _clock(
    rule: DeadlineRule,
    registered: date,
    received_at: datetime,
    profile: Profile,
    at: datetime,
    edition: str | None,
) -> DeadlineClock:
    anchor = rule.anchor_for(profile.local(received_at), registered)
    counted, explanation = count_explained(rule, anchor, edition)
    clock = DeadlineClock(
        rule_code=rule.code,
        rule_version=rule.version,
        anchor_at=received_at,
        started_at=at,
    )
    write_count(clock, rule, counted, explanation)
    clock.remind_on = first_reminder(clock, rule, at)
    return clock


def write_count(
    clock: DeadlineClock, rule: DeadlineRule, counted: Counted, explanation: dict[str, str]
) -> None:
    """Put dates, their explanation and the calendar's version into the clock, unsaved."""
    clock.calendar_code = rule.calendar.code
    clock.calendar_version = rule.calendar.version
    clock.anchor_on = counted.anchor
    clock.nominal_on, clock.due_on, clock.target_on = counted.nominal, counted.due, counted.target
    clock.due_at = counted.due_at
    clock.explanation = explanation


def first_reminder(clock: DeadlineClock, rule: DeadlineRule, at: datetime) -> date | None:
    """The next day on which to remind; none for a rule that nothing follows."""
    if rule.on_expiry == DeadlineRule.OnExpiry.NOTHING:
        return None
    days, calendar = reminder_days(rule.reminders), rule.calendar.as_calendar()
    return next_reminder(clock.target_on, clock.due_on, days, calendar, clocks.local(at).date())


def watch_clock(clock: DeadlineClock, at: datetime) -> None:
    """Remind of a term again: it has become somebody's, as an extension does."""
    versions = DeadlineRule.objects.select_related("calendar")
    rule = versions.get(code=clock.rule_code, version=clock.rule_version)
    clock.remind_on = first_reminder(clock, rule, at)
    clock.save(update_fields=["remind_on"])
