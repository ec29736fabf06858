"""Starting and stopping terms: the only place where a stored due date is made."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from core.errors import RuleBroken
from crm.deadlines.models import DeadlineClock
from directory.models import DeadlineRule, Profile
from directory.working_time import explain


def start_clocks(
    codes: Iterable[str], received_at: datetime, profile: Profile, at: datetime
) -> dict[str, DeadlineClock]:
    """Start several terms of one receipt; two queries however many there are.

    A calendar that is not the profile's own costs one more.
    `received_at` is the moment of receipt; the day of registration follows from it by DL-05.
    Raises RuleBroken when the directory knows no such rule for the day.
    """
    registered = profile.registration_day(received_at)
    rules = _rules_in_force(list(codes), registered, profile)
    clocks = [_clock(rule, registered, received_at, profile, at) for rule in rules]
    DeadlineClock.objects.bulk_create(clocks)
    return {clock.rule_code: clock for clock in clocks}


def _rules_in_force(codes: list[str], day: date, profile: Profile) -> list[DeadlineRule]:
    """The newest version of each that holds on the day.

    Most are counted by the profile's own calendar, which is at hand with all its days.
    """
    versions = DeadlineRule.objects.filter(code__in=codes).valid_on(day)
    newest: dict[str, DeadlineRule] = {}
    for rule in versions.order_by("valid_from", "version"):
        newest[rule.code] = rule
        if rule.calendar_id == profile.calendar_id:
            rule.calendar = profile.calendar
    for code in codes:
        if code not in newest:
            raise RuleBroken(
                _("There is no deadline rule “%(code)s” for this day.") % {"code": code},
                code="no_deadline_rule",
            )
    return [newest[code] for code in codes]


def stop_clock(clock: DeadlineClock, at: datetime) -> None:
    """The term is met; stopping twice changes nothing."""
    if clock.stopped_at is None:
        clock.stopped_at = at
        clock.save(update_fields=["stopped_at"])


def _clock(
    rule: DeadlineRule, registered: date, received_at: datetime, profile: Profile, at: datetime
) -> DeadlineClock:
    counted = rule.count(rule.anchor_for(profile.local(received_at), registered))
    return DeadlineClock(
        rule_code=rule.code,
        rule_version=rule.version,
        calendar_code=rule.calendar.code,
        calendar_version=rule.calendar.version,
        anchor_at=received_at,
        nominal_on=counted.nominal,
        due_on=counted.due,
        target_on=counted.target,
        explanation=explain(counted, rule.calendar.as_calendar()),
        started_at=at,
    )
