"""Measures of the deadline engine: 20,000 counts a second; 100,000 clocks watched by a tick."""

import tracemalloc
from datetime import UTC, date, datetime, timedelta
from time import perf_counter, process_time

import pytest

from crm.deadlines.models import DeadlineClock, Reminder
from crm.deadlines.reminding import MOST, remind
from directory.working_time import count_term
from tests.directory.calendars import EXTENDED, INFO_EXTENDED, MONTH, PEACE
from tests.factories.crm import CaseFactory

pytestmark = pytest.mark.long

RECEIVED = datetime(2026, 3, 10, 9, tzinfo=UTC)
TARGET = date(2026, 4, 10)
MORNING = datetime(2026, 3, 27, 7, tzinfo=UTC)
WATCHED = 100_000


@pytest.mark.parametrize("term", [MONTH, EXTENDED, INFO_EXTENDED])
def test_twenty_thousand_terms_are_counted_in_a_second(term):
    days = [date(2026, 1, 1) + timedelta(days=number % 700) for number in range(20_000)]
    started = process_time()
    for day in days:
        count_term(term, day, PEACE)
    assert process_time() - started <= 1


def watch(remind_on: date) -> None:
    """Clocks of no room: what a tick finds due it puts to rest."""
    facts = {
        "rule_code": "ua.appeal.month", "rule_version": 1, "calendar_code": "ua-office",
        "calendar_version": 1, "anchor_at": RECEIVED, "nominal_on": TARGET, "due_on": TARGET,
        "target_on": TARGET, "started_at": RECEIVED, "remind_on": remind_on,
    }  # fmt: skip
    DeadlineClock.objects.bulk_create(
        (DeadlineClock(**facts) for _number in range(WATCHED)), batch_size=2000
    )


def tick() -> tuple[int, float]:
    started = perf_counter()
    done = remind(MORNING)
    return done, perf_counter() - started


@pytest.mark.django_db
def test_a_quiet_tick_over_a_hundred_thousand_clocks_is_instant():
    watch(date(2026, 4, 3))
    done, took = tick()
    assert done == 0
    assert took <= 1


@pytest.mark.django_db
def test_a_tick_with_everything_due_stays_under_a_second_with_constant_memory(people):
    watch(date(2026, 3, 27))
    CaseFactory.create_batch(
        MOST + 1, received_at=RECEIVED, assignee=people.executor, state="in_progress"
    )
    DeadlineClock.objects.filter(of_case__isnull=False, case=None).update(remind_on=None)
    DeadlineClock.objects.filter(case__isnull=False).update(remind_on=date(2026, 3, 26))
    tracemalloc.start()
    remind(MORNING, most=1)
    low = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    done, took = tick()
    assert done == MOST
    assert Reminder.objects.count() == MOST + 1
    assert took <= 1
    tracemalloc.start()
    remind(MORNING, most=5000)
    high = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert high <= low + 8 * 1024 * 1024
