"""Recounting running terms after a change of a calendar: never by itself, always in the journal.

What has happened stays: the day that was counted from and the version of the rule. Only the days
after it are counted anew (DL-08).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Q

from core import clock as clocks
from core.audit.services import record
from crm.deadlines import ports
from crm.deadlines.models import DeadlineClock
from crm.deadlines.services import first_reminder, write_count
from directory.models import DeadlineRule, WorkingCalendar
from directory.working_time import Calendar, Counted, explain

BATCH = 200

type Rules = dict[tuple[str, int], DeadlineRule]


@dataclass(frozen=True)
class Move:
    """What a recalculation would do to one clock: (nominal, due, target) from and to."""

    clock_id: int
    rule_code: str
    calendar_code: str
    before: tuple[date, date, date]
    after: tuple[date, date, date]


def preview(calendar_code: str | None = None) -> Iterator[Move]:
    """Running terms that a recalculation would move, one at a time; changes nothing."""
    rules: Rules = {}
    for clock in _walk(_outdated(calendar_code)):
        found = _recount(clock, rules)
        if found is not None:
            yield found[0]


def recalculate(actor: Any, at: datetime, calendar_code: str | None = None) -> Iterator[Move]:
    """Move them, a transaction and a line in the journal each batch; tells what has moved.

    A term that stopped or moved meanwhile is judged anew under its lock.
    """
    keys = (move.clock_id for move in preview(calendar_code))
    for some in batched(keys, BATCH):
        yield from _move_some(some, actor, at)


@transaction.atomic
def _move_some(keys: Iterable[int], actor: Any, at: datetime) -> list[Move]:
    rules: Rules = {}
    locked = DeadlineClock.objects.select_for_update().filter(pk__in=keys, stopped_at=None)
    done: list[Move] = []
    moved: list[DeadlineClock] = []
    for clock in locked.order_by("id"):
        found = _recount(clock, rules)
        if found is None:
            continue
        move, rule, counted = found
        kept = clock.explanation if clock.extended_from_id else None
        write_count(clock, rule, counted, explain(counted, rule.calendar.as_calendar()))
        if kept is not None:
            clock.explanation = _with_note(kept, clock)
        clock.remind_on = clock.remind_on and first_reminder(clock, rule, at)
        clock.save()
        record("deadlines.recalculated", actor, clock, at, **_facts(move, clock))
        done.append(move)
        moved.append(clock)
    for room in ports.followers():
        room.follow(moved)
    return done


def _walk(clocks: Any) -> Iterator[DeadlineClock]:
    """By the key, so that rows may change between two batches."""
    last = 0
    while batch := list(clocks.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _outdated(calendar_code: str | None) -> Any:
    """Running clocks counted by another version of their calendar than today's."""
    calendars = WorkingCalendar.objects.all()
    if calendar_code is not None:
        calendars = calendars.filter(code=calendar_code)
    changed = Q(pk__in=[])
    for code, version in calendars.values_list("code", "version"):
        changed |= Q(calendar_code=code) & ~Q(calendar_version=version)
    return DeadlineClock.objects.filter(changed, stopped_at=None)


def _recount(clock: DeadlineClock, rules: Rules) -> tuple[Move, DeadlineRule, Counted] | None:
    """The new count, nothing when it ends as before or when the rule is unknown by now."""
    key = (clock.rule_code, clock.rule_version)
    if key not in rules:
        versions = DeadlineRule.objects.select_related("calendar")
        found = versions.filter(code=clock.rule_code, version=clock.rule_version).first()
        if found is None:
            return None
        rules[key] = found
    rule, local = rules[key], clocks.local(clock.anchor_at)
    counted = rule.count(local if rule.is_timed else clock.anchor_on or local.date())
    if clock.extended_from_id is not None:
        counted = _as_extended(counted, clock.nominal_on, rule.calendar.as_calendar())
    before = (clock.nominal_on, clock.due_on, clock.target_on)
    after = (counted.nominal, counted.due, counted.target)
    if before == after and clock.due_at == counted.due_at:
        return None
    return Move(clock.pk, clock.rule_code, clock.calendar_code, before, after), rule, counted


def _as_extended(longest: Counted, until: date, calendar: Calendar) -> Counted:
    """The day that was set for an extended term stays; only its roll and its target are counted,
    within the longest term."""
    due = min(calendar.on_or_after(until), longest.due)
    return replace(longest, nominal=until, due=due, target=calendar.on_or_before(until))


def _with_note(explanation: dict[str, str], clock: DeadlineClock) -> dict[str, str]:
    """An extended term says who set its day: that stays, and the new end is added."""
    words = {
        "uk": "Перераховано за календарем {code}, версія {version}: строк спливає {due}.",
        "en": "Recounted by calendar {code}, version {version}: the term ends on {due}.",
    }
    facts = {
        "code": clock.calendar_code,
        "version": clock.calendar_version,
        "due": f"{clock.due_on:%d.%m.%Y}",
    }
    return {
        language: f"{explanation.get(language, '')} {text.format(**facts)}".strip()
        for language, text in words.items()
    }


def _facts(move: Move, clock: DeadlineClock) -> dict[str, Any]:
    return {
        "rule": move.rule_code,
        "calendar": move.calendar_code,
        "calendar_version": clock.calendar_version,
        "before": [f"{day}" for day in move.before],
        "after": [f"{day}" for day in move.after],
    }
