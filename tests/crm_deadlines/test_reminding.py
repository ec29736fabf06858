"""Reminders and escalation (DL-11): each once, to those whose work it is, after any sleep."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from core.notify.models import OutboxMessage
from crm.deadlines import ports, reminding
from crm.deadlines.models import DeadlineClock, Reminder
from crm.deadlines.reminding import remind
from crm.deadlines.rules import next_reminder
from crm.deadlines.services import stop_clock, watch_clock
from directory.models import DeadlineRule, Duty
from tests.directory.calendars import MARTIAL, PEACE
from tests.factories.crm import CaseFactory
from tests.factories.directory import AddresseeFactory
from tests.people import make_person

DAYS = [10, 5, 3, 1, 0]
# WE-01: a month from 10 March 2026 ends on Friday 10 April, the target too.
RECEIVED = datetime(2026, 3, 10, 9, tzinfo=UTC)
TARGET = date(2026, 4, 10)


def morning(day: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T07:00+00:00")


def walk(after: date, until: date) -> list[date]:
    days = []
    while (after := next_reminder(TARGET, TARGET, DAYS, MARTIAL, after)) <= until:
        days.append(after)
    return days


def test_reminders_come_by_working_days_and_then_every_day():
    told = [f"{day:%m-%d}" for day in walk(date(2026, 3, 10), date(2026, 4, 13))]
    assert told == ["03-27", "04-03", "04-07", "04-09", "04-10", "04-11", "04-12", "04-13"]


def test_between_the_target_and_the_due_day_nothing_is_said():
    """WE-02: target Friday, due Monday."""
    friday, monday = date(2026, 3, 13), date(2026, 3, 16)
    assert next_reminder(friday, monday, DAYS, MARTIAL, friday) == date(2026, 3, 17)


def test_a_rule_without_reminders_is_silent():
    assert next_reminder(TARGET, TARGET, [], MARTIAL, date(2026, 3, 10)) is None


@given(
    st.dates(date(2025, 1, 1), date(2027, 12, 1)),
    st.integers(0, 6),
    st.integers(-40, 40),
    st.sampled_from([MARTIAL, PEACE]),
)
def test_the_next_reminder_is_always_ahead(target, roll, shift, calendar):
    target = calendar.on_or_before(target)
    after = target + timedelta(days=shift)
    due = target + timedelta(days=roll)
    found = next_reminder(target, due, DAYS, calendar, after)
    assert found > after
    assert found <= max(due, after) + timedelta(days=1)


@pytest.fixture
def team(db):
    """An addressee with an executor, a moderator, a head, and the appeals office."""
    works = AddresseeFactory(listed=True)
    staff = {
        "executor": make_person("executor", name="executor"),
        "moderator": make_person("moderator", name="moderator"),
        "head": make_person("head", name="head"),
        "clerk": make_person("clerk", name="clerk"),
    }
    Duty.objects.create(addressee=works, user=staff["moderator"], role=Duty.Role.MODERATOR)
    Duty.objects.create(addressee=works, user=staff["head"], role=Duty.Role.HEAD)
    return works, staff


@pytest.fixture
def case(team):
    works, staff = team
    return CaseFactory(
        received_at=RECEIVED, addressee=works, assignee=staff["executor"], state="in_progress"
    )


def sent() -> list[tuple[str, str]]:
    """(kind, to) of what was posted since it was last asked."""
    found = OutboxMessage.objects.filter(kind__startswith="appeals.").order_by("id")
    told = [(row.kind.removeprefix("appeals."), row.to_address.split("@")[0]) for row in found]
    found.delete()
    return sorted(told)


def test_executor_and_office_are_reminded_on_the_day_and_once(case):
    assert remind(morning("03-26")) == 4  # the terms that nobody follows go to rest
    assert sent() == []
    remind(morning("03-27"))
    assert sent() == [("due_soon", "clerk"), ("due_soon", "executor")]
    remind(morning("03-27") + timedelta(hours=3))
    assert sent() == []
    assert case.main_clock.reminders.get().step == Reminder.Step.AHEAD
    case.main_clock.refresh_from_db()
    assert case.main_clock.remind_on == date(2026, 4, 3)


def test_nobody_is_woken_before_the_morning(case):
    remind(datetime(2026, 3, 27, 3, 30, tzinfo=UTC))
    assert sent() == []


def test_a_worker_that_slept_sends_one_letter_and_no_burst(case):
    """Three days asleep: what was due on 7 and 9 April is one letter on the 10th."""
    remind(morning("04-06"))
    sent()
    remind(morning("04-10"))
    assert sent() == [("due_soon", "clerk"), ("due_soon", "executor")]
    assert Reminder.objects.filter(on=date(2026, 4, 10)).count() == 1


def test_a_worker_that_slept_over_the_end_speaks_of_today_only(case):
    remind(morning("04-14"))
    assert sent() == [("escalated", "head"), ("overdue", "clerk"), ("overdue", "executor")]
    remind(morning("04-14"))
    assert sent() == []


def test_the_head_is_told_once_and_the_others_daily(case):
    remind(morning("04-11"))
    assert sent() == [("escalated", "head"), ("overdue", "clerk"), ("overdue", "executor")]
    remind(morning("04-12"))
    assert sent() == [("overdue", "clerk"), ("overdue", "executor")]
    case.main_clock.refresh_from_db()
    assert case.main_clock.escalated_at == morning("04-11")


def test_without_an_executor_the_moderators_are_reminded(team):
    works, _staff = team
    CaseFactory(received_at=RECEIVED, addressee=works, state="registered")
    remind(morning("03-27"))
    assert sent() == [("due_soon", "clerk"), ("due_soon", "moderator")]


def test_the_body_complained_about_is_never_told(team):
    """A-08: not even as the head of the addressee."""
    works, staff = team
    CaseFactory(
        received_at=RECEIVED, addressee=works, against=works, state="in_progress",
        assignee=staff["executor"],
    )  # fmt: skip
    remind(morning("04-11"))
    assert sent() == [("overdue", "clerk"), ("overdue", "executor")]


def test_letters_hold_a_link_and_never_the_subject(case):
    remind(morning("04-11"))
    for letter in OutboxMessage.objects.filter(kind__startswith="appeals."):
        assert case.number in letter.subject
        assert f"/desk/cases/{case.public_id}/" in letter.body_text
        assert case.subject not in letter.body_text + letter.subject


def test_a_met_term_is_not_reminded_of(case):
    stop_clock(case.main_clock, morning("03-20"))
    remind(morning("04-11"))
    assert sent() == []


def test_a_closed_case_rests_and_a_watched_term_wakes(case):
    case.is_open = False
    case.save()
    remind(morning("03-27"))
    case.main_clock.refresh_from_db()
    assert case.main_clock.remind_on is None
    watch_clock(case.main_clock, morning("03-27"))
    assert case.main_clock.remind_on == date(2026, 4, 3)


def test_a_term_of_filing_a_complaint_is_nobodys_to_remind(db):
    from crm.deadlines.services import start_clocks
    from directory.models import Profile

    [clock] = start_clocks(
        ["ua.complaint.year"], RECEIVED, Profile.objects.current(), RECEIVED
    ).values()
    assert clock.remind_on is None


def test_letters_their_record_and_the_next_day_stand_or_fall_together(case, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("no paper")

    monkeypatch.setattr(reminding, "_plan_next", break_down)
    with pytest.raises(RuntimeError):
        remind(morning("03-27"))
    assert sent() == []
    assert not Reminder.objects.exists()
    monkeypatch.undo()
    remind(morning("03-27"))
    assert len(sent()) == 2


def test_a_tick_walks_a_few_and_the_next_goes_on(team):
    works, staff = team
    CaseFactory.create_batch(
        3, received_at=RECEIVED, addressee=works, assignee=staff["executor"], state="in_progress"
    )
    DeadlineClock.objects.exclude(rule_code="ua.appeal.month").update(remind_on=None)
    assert remind(morning("03-27"), most=2) == 2
    assert len(sent()) == 4
    assert remind(morning("03-27"), most=2) == 1
    assert len(sent()) == 2
    assert remind(morning("03-27"), most=2) == 0


def test_a_quiet_tick_asks_one_question_by_the_index(db):
    rule = DeadlineRule.objects.get(code="ua.appeal.month")
    DeadlineClock.objects.bulk_create(
        DeadlineClock(
            rule_code=rule.code, rule_version=1, calendar_code="ua-office", calendar_version=1,
            anchor_at=RECEIVED, nominal_on=TARGET, due_on=TARGET, target_on=TARGET,
            started_at=RECEIVED, remind_on=date(2026, 4, 3),
        )
        for _number in range(500)
    )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert remind(morning("03-27")) == 0
    reading = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert len(reading) == 1
    plan = DeadlineClock.objects.filter(stopped_at=None, remind_on__lte=date(2026, 3, 27)).order_by(
        "remind_on", "id"
    )[:50]
    assert "deadline_to_remind" in plan.explain()


def test_rooms_have_told_who_follows_and_who_reminds():
    assert {type(room).__name__ for room in ports.followers()} == {"CasesFollow"}
    assert {type(room).__name__ for room in ports.reminding()} == {
        "AppealsRemind",
        "RequestsRemind",
    }
