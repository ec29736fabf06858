"""Who stands in the quarterly table apart is said by the classifier (A-16, 5.1)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from crm.appeals.models import Registration
from crm.desk import lists
from crm.reports.asking import Behind
from crm.reports.building import build_report
from directory.models import ClassifierValue
from directory.values import Values
from tests.reports.test_reconciling import AT, YEAR, cases_of

pytestmark = pytest.mark.django_db


def value(code: str) -> ClassifierValue:
    return ClassifierValue.objects.select_related("classifier").get(code=code)


def mark(code: str, counted_as: str, **days: date) -> None:
    one = value(code)
    one.counted_as = counted_as
    for name, day in days.items():
        setattr(one, name, day)
    one.full_clean()
    one.save()


def figure(user, column: str) -> int:
    """Of all sources, and the list behind it must hold as many."""
    section = build_report("quarter", YEAR, user, AT).sections[0]
    for one in section.lines[-1].figures:
        behind = Behind.from_text(one.behind)
        if behind.column == column:
            assert lists.found_cases(user, {"behind": behind}, AT).count() == one.value
            return one.value
    raise AssertionError(column)


def counted(*codes: str) -> list:
    return [case for case in cases_of(YEAR) if set(codes) & set(case.registration.categories)]


def test_a_mark_moves_a_category_to_its_column(town, people):
    heroes = ("7.3", "7.16", "7.17", "7.18")
    assert figure(people.clerk, "heroes") == len(counted(*heroes))
    mark("7.19", "heroes")
    assert figure(people.clerk, "heroes") == len(counted(*heroes, "7.19")) > len(counted(*heroes))


def test_a_category_without_a_mark_is_counted_in_neither(town, people):
    ClassifierValue.objects.exclude(code="x.idp").update(counted_as="")
    assert figure(people.clerk, "heroes") == 0
    assert figure(people.clerk, "protected") == len(counted("x.idp")) > 0


def test_a_mark_holds_for_appeals_registered_in_its_days(town, people):
    """So a mark of next year leaves the tables of this one as they were."""
    ClassifierValue.objects.update(counted_as="")
    since, until = date(2026, 4, 1), date(2026, 6, 30)
    mark("7.5", "protected", counted_from=since, counted_until=until)
    mark("7.13", "protected")
    inside = [one for one in counted("7.5") if since <= one.registered_on <= until]
    expected = {one.pk for one in (*inside, *counted("7.13"))}
    assert len(inside) < len(counted("7.5"))
    assert figure(people.clerk, "protected") == len(expected)


def test_a_value_withdrawn_keeps_counting_and_keeps_its_priority(town, people):
    before = figure(people.clerk, "protected")
    ClassifierValue.objects.filter(code="7.5").update(valid_until=date(2026, 1, 1))
    values = Values.of("author_category")
    assert not values.has("author_category", "7.5", date(2026, 3, 1))
    assert values.are_priority(["7.5"])
    assert figure(people.clerk, "protected") == before


def test_a_social_status_may_be_counted_apart_too(town, people):
    ClassifierValue.objects.update(counted_as="")
    chosen = [case.pk for case in cases_of(YEAR)][:5]
    Registration.objects.filter(case__in=chosen).update(social_status="8.6")
    mark("8.6", "heroes")
    assert figure(people.clerk, "heroes") == 5


def test_only_what_says_who_wrote_is_marked():
    with pytest.raises(ValidationError) as refused:
        mark("1.2", "heroes")
    assert set(refused.value.message_dict) == {"counted_as"}


def test_days_of_a_mark_run_forwards():
    with pytest.raises(ValidationError) as refused:
        mark("7.5", "heroes", counted_from=date(2026, 5, 1), counted_until=date(2026, 4, 1))
    assert set(refused.value.message_dict) == {"counted_until"}
