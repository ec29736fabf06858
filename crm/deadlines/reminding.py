"""Reminders and escalation (DL-11): a tick walks the terms whose day has come, a few at a time."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from core import clock as clocks
from core.notify.services import post_all
from crm.deadlines import ports
from crm.deadlines.models import DeadlineClock, Reminder
from crm.deadlines.rules import next_reminder
from directory.models import DeadlineRule
from directory.models.rules import reminder_days
from directory.working_time import Calendar

MORNING = time(7)
BATCH = 50
MOST = 300  # a tick stays under a second; the next one, a minute later, goes on

type Known = dict[tuple[str, int], tuple[list[int], Calendar]]
type Letters = list[tuple[str, Any, dict[str, Any]]]


def remind(at: datetime, most: int = MOST) -> int:
    """Say what is due today about at most so many terms; nobody is woken before the morning.

    Each batch is a transaction: the letters, the record of them and the next day stand together.
    """
    here = clocks.local(at)
    if here.time() < MORNING:
        return 0
    rules: Known = {}
    left = most
    while left > 0:
        seen = _remind_some(min(BATCH, left), here.date(), at, rules)
        left -= seen
        if seen == 0:
            break
    return most - left


@transaction.atomic
def _remind_some(
    size: int,
    today: date,
    at: datetime,
    rules: Known,
) -> int:
    waiting = DeadlineClock.objects.filter(stopped_at=None, remind_on__lte=today)
    batch = list(waiting.select_for_update(skip_locked=True).order_by("remind_on", "id")[:size])
    if not batch:
        return 0
    said = [_said(clock, today) for clock in batch]
    letters = _letters(said)
    post_all([one for found in letters.values() for one in found], at=at)
    Reminder.objects.bulk_create(
        Reminder(clock=one.clock, on=today, at=at, step=_step(one), letters=len(found))
        for one in said
        if (found := letters.get(one.clock.pk)) is not None
    )
    _read_rules(batch, rules)
    for one in said:
        _plan_next(one, one.clock.pk in letters, today, at, rules)
    DeadlineClock.objects.bulk_update(batch, ["remind_on", "escalated_at"])
    return len(batch)


def _said(clock: DeadlineClock, today: date) -> ports.Said:
    """What was missed falls into one message about how things stand today."""
    is_overdue = clock.due_on < today
    return ports.Said(
        clock=clock,
        days_to_target=(clock.target_on - today).days,
        is_overdue=is_overdue,
        is_escalated=is_overdue and clock.escalated_at is None,
    )


def _letters(said: Sequence[ports.Said]) -> dict[int, Letters]:
    found: dict[int, Letters] = {}
    for room in ports.reminding():
        found |= room.letters(said)
    return found


def _step(said: ports.Said) -> str:
    if said.is_escalated:
        return Reminder.Step.ESCALATED
    if said.is_overdue:
        return Reminder.Step.OVERDUE
    return Reminder.Step.AHEAD if said.days_to_target > 0 else Reminder.Step.TARGET


def _plan_next(
    said: ports.Said,
    is_told: bool,
    today: date,
    at: datetime,
    rules: Known,
) -> None:
    """A term that nobody waits for rests until `services.watch_clock` wakes it."""
    clock = said.clock
    known = rules.get((clock.rule_code, clock.rule_version))
    clock.remind_on = None
    if not is_told or known is None:
        return
    days, calendar = known
    clock.remind_on = next_reminder(clock.target_on, clock.due_on, days, calendar, today)
    if said.is_escalated:
        clock.escalated_at = at


def _read_rules(
    batch: Sequence[DeadlineClock],
    rules: Known,
) -> None:
    """Each version once a tick."""
    missing = {(one.rule_code, one.rule_version) for one in batch} - set(rules)
    if not missing:
        return
    codes = {code for code, _version in missing}
    for rule in DeadlineRule.objects.filter(code__in=codes).select_related("calendar"):
        rules[rule.code, rule.version] = (
            reminder_days(rule.reminders),
            rule.calendar.as_calendar(),
        )
