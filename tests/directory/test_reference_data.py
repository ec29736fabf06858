"""What the law and the state classifiers say is there after the first start, and stays edited."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from core.errors import RuleBroken
from directory.models import Classifier, DeadlineRule, Holiday, Profile, Regime, WorkingCalendar
from directory.services import load_reference_data
from tests.directory.calendars import MARTIAL

pytestmark = pytest.mark.django_db


def test_loading_twice_adds_nothing():
    assert load_reference_data() == dict.fromkeys(
        [
            *("calendars", "deadline_rules", "classifiers", "profiles"),
            *("copying_fees", "retention_terms"),
        ],
        0,
    )


def test_loading_again_keeps_what_the_administrator_changed():
    Classifier.objects.filter(code="kind").update(name={"uk": "Вид"})
    Holiday.objects.filter(date=date(2026, 3, 9)).delete()
    call_command("load_reference")
    assert Classifier.objects.get(code="kind").name == {"uk": "Вид"}
    assert not Holiday.objects.filter(date=date(2026, 3, 9)).exists()


def test_the_ukrainian_calendar_is_that_of_the_law():
    calendar = WorkingCalendar.objects.get(code="ua-office").as_calendar()
    assert {day: one.is_working for day, one in calendar.dated.items()} == {
        day: one.is_working for day, one in MARTIAL.dated.items()
    }
    assert calendar.regimes == MARTIAL.regimes
    assert calendar.eve_shortening == MARTIAL.eve_shortening


def test_the_calendar_without_days_off_works_every_day():
    calendar = WorkingCalendar.objects.get(code="always").as_calendar()
    assert calendar.is_working(date(2026, 3, 1))


def test_a_change_of_a_day_is_a_new_version_of_the_calendar():
    calendar = WorkingCalendar.objects.get(code="ua-office")
    before = calendar.version
    Regime.objects.get(calendar=calendar).delete()
    calendar.refresh_from_db()
    assert calendar.version == before + 1
    assert not calendar.as_calendar().is_working(date(2025, 12, 25))
    Holiday.objects.create(calendar=calendar, date=date(2026, 3, 10), kind="day_off")
    calendar.refresh_from_db()
    assert calendar.version == before + 2
    assert not calendar.as_calendar().is_working(date(2026, 3, 10))


def test_a_change_of_the_week_is_a_new_version_of_the_calendar():
    calendar = WorkingCalendar.objects.get(code="ua-office")
    calendar.weekly_days = "123456"
    calendar.save()
    assert calendar.version == 2
    assert calendar.as_calendar().is_working(date(2026, 3, 14))


@pytest.mark.parametrize(
    ("code", "anchor", "due"),
    [
        ("ua.appeal.simple", "2026-03-10", "2026-03-25"),
        ("ua.appeal.month", "2026-01-30", "2026-03-02"),
        ("ua.appeal.extended", "2025-11-28", "2026-01-12"),
        ("ua.appeal.forward", "2026-03-10", "2026-03-16"),
        ("ua.appeal.return_data", "2026-03-10", "2026-03-16"),
        ("ua.appeal.return_form", "2026-03-10", "2026-03-20"),
        ("ua.complaint.year", "2025-06-16", "2026-06-16"),
        ("ua.complaint.learned", "2025-07-14", "2025-08-14"),
        ("ua.info.standard", "2026-08-21", "2026-08-28"),
        ("ua.info.extended", "2025-12-17", "2026-01-14"),
        ("ua.info.forward", "2026-08-21", "2026-08-28"),
    ],
)
def test_rules_of_the_law_count_as_the_worked_examples_say(code, anchor, due):
    """WE-01 … WE-18 by the records that production counts with."""
    day = date.fromisoformat(anchor)
    rule = DeadlineRule.objects.in_force(code, day)
    assert rule.count(day).due == date.fromisoformat(due)


def test_an_urgent_request_is_counted_in_hours():
    """WE-16."""
    profile = Profile.objects.current()
    received = profile.local(datetime(2025, 12, 19, 14, 30, tzinfo=UTC))
    counted = DeadlineRule.objects.in_force("ua.info.urgent", received.date()).count(received)
    assert counted.due_at == datetime(2025, 12, 21, 14, 30, tzinfo=UTC)


def test_the_newest_version_in_force_is_taken():
    old = DeadlineRule.objects.get(code="ua.appeal.month")
    DeadlineRule.objects.create(
        code=old.code, version=2, valid_from=date(2026, 7, 1), name=old.name, anchor=old.anchor,
        unit="calendar_days", amount=20, roll=old.roll, calendar=old.calendar,
    )  # fmt: skip
    assert DeadlineRule.objects.in_force(old.code, date(2026, 6, 30)).version == 1
    assert DeadlineRule.objects.in_force(old.code, date(2026, 7, 1)).version == 2


def test_a_day_before_any_rule_is_refused_in_words():
    with pytest.raises(RuleBroken, match="ua.appeal.month"):
        DeadlineRule.objects.in_force("ua.appeal.month", date(2010, 1, 1))


def test_the_profile_tells_the_registration_day():
    """WE-05: Friday 19:40 by Kyiv."""
    profile = Profile.objects.current()
    assert profile.registration_day(datetime(2026, 1, 30, 17, 40, tzinfo=UTC)) == date(2026, 2, 2)
    profile.registration = Profile.RegistrationAnchor.RECEIVED_DAY
    assert profile.registration_day(datetime(2026, 1, 30, 17, 40, tzinfo=UTC)) == date(2026, 1, 30)


def test_the_registration_day_needs_no_further_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        Profile.objects.current().registration_day(datetime(2026, 1, 30, 17, 40, tzinfo=UTC))


def test_the_classifier_of_appeals_is_whole_and_bilingual():
    classifiers = Classifier.objects.prefetch_related("values")
    sizes = {one.number: one.values.count() for one in classifiers if one.number}
    assert sizes == {1: 7, 2: 5, 3: 3, 4: 2, 5: 3, 6: 3, 7: 22, 8: 13, 9: 6, 10: 24}
    for classifier in classifiers:
        for value in classifier.values.all():
            assert value.label.get("uk"), value
            assert value.label.get("en"), value


def test_a_value_out_of_force_is_not_offered_any_more():
    kind = Classifier.objects.get(code="kind")
    kind.values.filter(code="3.1").update(valid_until=date(2026, 1, 31))
    valid = kind.values.all().valid_on(date(2026, 2, 1))
    assert set(valid.values_list("code", flat=True)) == {"3.2", "3.3"}
