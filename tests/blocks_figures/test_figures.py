"""Public figures: the newest of each, small numbers said in words, nothing kept of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from blocks.figures import rules
from blocks.figures.models import DailyFigure
from blocks.figures.services import Row, figures_of, months_of, store_figures
from tests.factories.directory import AddresseeFactory

TODAY, YESTERDAY = date(2026, 3, 10), date(2026, 3, 9)


def year_rows(addressee_id: int | None, day: date = TODAY, received: int = 217) -> list[Row]:
    values = {rules.RECEIVED: received, rules.IN_TIME: 94, rules.MEDIAN_DAYS: 12}
    return [Row(addressee_id, day, key, value) for key, value in values.items()]


def said(addressee=None) -> dict[str, str]:
    return {figure.key: figure.words for figure in figures_of(addressee)}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (rules.RECEIVED, 12840, "12\u202f840"),
        (rules.IN_TIME, Decimal("93.6"), "94\u00a0%"),
        (rules.MEDIAN_DAYS, 1, "1\u00a0день"),
        (rules.MEDIAN_DAYS, 12, "12\u00a0днів"),
        (rules.MEDIAN_DAYS, Decimal("4.5"), "4,5\u00a0дня"),
    ],
)
def test_figures_are_said_as_people_say_them(key: str, value, words: str):
    with translation.override("uk"):
        assert rules.words(key, Decimal(value), False).replace(" ", "\u00a0") == words


@pytest.mark.django_db
def test_newest_day_is_shown_in_the_order_of_the_keys():
    store_figures([*year_rows(None, YESTERDAY, received=1), *year_rows(None)])
    figures = figures_of(None)
    assert [figure.key for figure in figures] == [
        rules.RECEIVED, rules.IN_TIME, rules.MEDIAN_DAYS,
    ]  # fmt: skip
    assert figures[0].value == 217


@pytest.mark.django_db
def test_addressee_has_its_own_figures():
    first, second = AddresseeFactory(), AddresseeFactory()
    store_figures([*year_rows(None), *year_rows(first.pk, received=40)])
    assert said(first)[rules.RECEIVED] == "40"
    assert said(second) == {}


@pytest.mark.django_db
def test_key_that_is_no_longer_published_is_not_shown_from_an_older_day():
    store_figures([Row(None, YESTERDAY, rules.ANSWERED, 9), *year_rows(None)])
    assert rules.ANSWERED not in said()


@pytest.mark.django_db
def test_suppressed_figure_is_said_in_words_and_keeps_no_value():
    store_figures([Row(None, TODAY, rules.RECEIVED, 3, is_suppressed=True)])
    assert said()[rules.RECEIVED] == "менше ніж 5" or said()[rules.RECEIVED]
    assert DailyFigure.objects.get().value is None
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyFigure.objects.update(value=3)


@pytest.mark.django_db
def test_storing_twice_changes_nothing():
    rows = [*year_rows(None), *year_rows(AddresseeFactory().pk)]
    store_figures(rows)
    store_figures(rows)
    assert DailyFigure.objects.count() == len(rows)


@pytest.mark.django_db
def test_one_city_figure_per_key_and_day():
    store_figures(year_rows(None))
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyFigure.objects.create(date=TODAY, key=rules.RECEIVED, value=1)


@pytest.mark.django_db
def test_reading_figures_takes_one_statement(django_assert_num_queries):
    addressee = AddresseeFactory()
    store_figures(year_rows(addressee.pk))
    with django_assert_num_queries(1):
        assert len(said(addressee)) == 3


@pytest.mark.django_db
def test_months_come_oldest_first():
    store_figures(
        Row(None, date(2026, month, 1), rules.MONTH_IN_TIME, 80 + month) for month in (3, 1, 2)
    )
    assert [figure.date.month for figure in months_of(None)] == [1, 2, 3]


@pytest.mark.django_db
def test_api_gives_figures_without_the_suppressed_number():
    addressee = AddresseeFactory(listed=True)
    store_figures([Row(addressee.pk, TODAY, rules.RECEIVED, 3, is_suppressed=True)])
    answer = Client().get(f"/api/v1/figures/{addressee.slug}").json()
    assert answer["addressee"] == addressee.slug
    assert answer["year"][0]["is_suppressed"] is True
    assert answer["year"][0]["value"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{}, {"listed": True, "is_active": False}])
def test_api_knows_no_figures_of_an_addressee_that_is_not_listed(fields: dict):
    addressee = AddresseeFactory(**fields)
    answer = Client().get(f"/api/v1/figures/{addressee.slug}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
