"""What is kept of rules and profiles is forgotten the moment anybody changes them."""

from datetime import date, time

import pytest
from django.db import transaction

from directory.models import DeadlineRule, Edition, Profile, WorkingCalendar
from directory.terms import profile_of, rules_in_force

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
MONTH = "ua.appeal.month"


def token():
    return Edition.objects.get(name="terms").token


def amounts(day=DAY):
    profile = profile_of(token(), "")
    return [rule.amount for rule in rules_in_force([MONTH], day, profile, token())]


def test_the_second_appeal_of_a_day_asks_neither_for_profile_nor_for_rules(
    django_assert_num_queries,
):
    known = token()
    rules_in_force([MONTH], DAY, profile_of(known, ""), known)
    with django_assert_num_queries(0):
        rules_in_force([MONTH], DAY, profile_of(known, ""), known)


def test_a_new_version_of_a_rule_holds_for_the_next_appeal():
    rule = DeadlineRule.objects.in_force(MONTH, DAY)
    before = amounts()
    rule.pk, rule.version, rule.amount, rule.valid_from = None, rule.version + 1, 2, DAY
    rule.save()
    assert (before, amounts()) == ([1], [2])


@pytest.mark.parametrize(
    "change",
    [
        lambda: DeadlineRule.objects.filter(code=MONTH).update(amount=3),
        lambda: Profile.objects.update(office_opens="07:00"),
        lambda: WorkingCalendar.objects.update(weekly_days="1234"),
        lambda: DeadlineRule.objects.exclude(code=MONTH).delete(),
        lambda: DeadlineRule.objects.bulk_create(
            [
                DeadlineRule(
                    code="x", valid_from=DAY, amount=1, calendar=WorkingCalendar.objects.first()
                )
            ]
        ),
    ],
    ids=["rule", "profile", "calendar", "removal", "many at once"],
)
def test_every_way_of_changing_gives_another_edition(change):
    before = token()
    change()
    assert token() != before


def test_what_was_taken_back_is_not_remembered():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        DeadlineRule.objects.filter(code=MONTH).update(amount=5)
        assert amounts() == [5]
        _ = 1 / 0
    assert amounts() == [1]


def test_without_an_edition_everything_is_read():
    profile = Profile.objects.current()
    assert [rule.code for rule in rules_in_force([MONTH], DAY, profile)] == [MONTH]


def test_without_a_token_nothing_is_kept():
    profile_of(None, "")
    Profile.objects.update(office_opens="07:00")
    assert profile_of(None, "").office_opens == time(7)
