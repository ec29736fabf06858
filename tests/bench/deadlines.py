"""Terms counted in a second, and a tick over a hundred thousand watched ones."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any

from tests.bench.measure import Operation, rss, timed
from tests.bench.operations import Claim
from tests.bench.report import size_row

TERMS = 2_000
"""Of 20,000 a second: a tenth of a second."""
RULES = {
    "a month": "ua.appeal.month",
    "45 days": "ua.appeal.extended",
    "20 working days": "ua.info.extended",
}
WATCHED = 100_000
LATE = 2
FLAT_MIB = 8


def claims(clerk: Any) -> list[Claim]:
    from crm.deadlines.reminding import MOST, remind

    terms = [_counting(name, code) for name, code in RULES.items()]
    morning, watched = _watch()
    late = morning + timedelta(days=LATE)

    def tick(at: datetime, most: int) -> None:
        with _forgotten():
            remind(at, most)

    quiet = Operation(
        f"tick, {watched:,} terms watched, none due", timed(lambda: tick(morning, MOST))
    )
    busy = Operation(f"tick, all {watched:,} due", timed(lambda: tick(late, MOST)))
    return [
        *(Claim(one, f"p95 <= {TERMS / 20:.0f} ms") for one in terms),
        Claim(quiet, "p95 <= 1000 ms"),
        Claim(busy, "p95 <= 1000 ms"),
    ]


def memory_rows(clerk: Any) -> list[dict]:
    """Ten ticks one after another, and a hundred: nothing is gathered."""
    from crm.deadlines.reminding import MOST, remind

    late = _watch()[0] + timedelta(days=LATE)
    rises = []
    for ticks in (10, 100):
        gc.collect()
        before = rss()
        with _forgotten():
            for _tick in range(ticks):
                remind(late, MOST)
        rises.append(rss() - before)
    more = rises[1] - rises[0]
    return [
        size_row(
            f"memory after 100 ticks of {MOST} terms, MiB",
            rises[1],
            ratio=f"{more:+.0f} MiB",
            target=f"at most {FLAT_MIB} MiB above 10 ticks",
            held=more <= FLAT_MIB,
        )
    ]


def _counting(name: str, code: str) -> Operation:
    from directory.models import DeadlineRule

    rule = DeadlineRule.objects.select_related("calendar").get(code=code, version=1)
    days = [date(2026, 1, 1) + timedelta(days=number % 700) for number in range(TERMS)]

    def count() -> None:
        for day in days:
            rule.count(day)

    return Operation(f"{TERMS:,} terms of {name} counted", timed(count))


def _watch() -> tuple[datetime, int]:
    """This morning, and how many running terms wait for tomorrow and the day after.

    Those of open cases come first, for they bring letters; terms of closed ones only run again.
    """
    from core import clock
    from crm.deadlines.models import DeadlineClock

    morning = clock.local(clock.now()).replace(hour=9, minute=0)
    if many := DeadlineClock.objects.filter(remind_on__gt=morning.date()).count():
        return morning, many
    open_first = DeadlineClock.objects.order_by("-case__is_open", "pk").values_list(
        "pk", "case__is_open"
    )
    days: dict[int, list[int]] = {1: [], LATE: []}
    for key, is_open in open_first.values_list("pk", "case__is_open")[:WATCHED]:
        days[1 if is_open else LATE].append(key)
    for number, keys in days.items():
        on = morning.date() + timedelta(days=number)
        for some in batched(keys, 10_000):
            DeadlineClock.objects.filter(pk__in=some).update(
                remind_on=on, target_on=on, due_on=on, stopped_at=None
            )
    _vacuum()
    return morning, sum(map(len, days.values()))


def _vacuum() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE crm_deadlines_deadlineclock")


@contextlib.contextmanager
def _forgotten() -> Iterator[None]:
    """Every tick finds the same terms due: what it said is taken back."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
