"""Public figures: counted by the database, small numbers hidden, on both databases the same."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blocks.figures import rules as keys
from blocks.figures.models import DailyFigure
from blocks.figures.services import figures_of, months_of
from blocks.figures.suppression import Cell, suppress_counts, suppress_shares
from core import clock
from crm.publishing.rules import median
from crm.publishing.services import publish_figures
from tests.factories.crm import CaseFactory
from tests.factories.directory import AddresseeFactory

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


@pytest.fixture
def housing(db):
    return AddresseeFactory(listed=True)


def received(count: int, addressee, *, took: int | None = None, at: int = 60, **more) -> None:
    """`took`: days from receipt to the reply; None: nobody answered."""
    answered = {} if took is None else {"state": "answered", "answered_at": days_ago(at - took)}
    for _turn in range(count):
        CaseFactory(addressee=addressee, received_at=days_ago(at), **answered, **more)


def figure(addressee, key: str) -> DailyFigure:
    return DailyFigure.objects.get(addressee=addressee, key=key, date=date(2026, 3, 10))


def test_addressee_and_city_are_counted(housing):
    received(8, housing, took=10)
    received(2, housing, took=50)
    received(6, housing)
    publish_figures(NOW)
    shown = {one.key: one.value for one in figures_of(housing)}
    assert shown == {
        keys.RECEIVED: 16,
        keys.ANSWERED: 10,
        keys.IN_TIME: 50,  # 8 of 16: late and silent alike are not in time
        keys.MEDIAN_DAYS: 10,
    }
    assert {one.key: one.value for one in figures_of(None)} == shown


def test_running_twice_writes_the_same(housing):
    received(7, housing, took=10)
    first = publish_figures(NOW)
    assert publish_figures(NOW) == first
    assert DailyFigure.objects.filter(addressee=housing, key=keys.RECEIVED).count() == 1


def test_small_numbers_keep_no_value_at_all(housing):
    received(4, housing, took=10)
    publish_figures(NOW)
    for key in (keys.RECEIVED, keys.ANSWERED, keys.IN_TIME, keys.MEDIAN_DAYS):
        for addressee in (housing, None):
            one = figure(addressee, key)
            assert (one.value, one.is_suppressed) == (None, True)


def test_nothing_received_is_nought_and_not_a_secret(housing):
    publish_figures(NOW)
    one = figure(housing, keys.RECEIVED)
    assert (one.value, one.is_suppressed) == (0, False)
    assert figure(housing, keys.IN_TIME).is_suppressed


def test_hidden_count_cannot_be_found_by_subtraction(housing):
    small, big = AddresseeFactory(listed=True), AddresseeFactory(listed=True)
    received(6, housing)
    received(3, small)
    received(9, big)
    publish_figures(NOW)
    assert figure(None, keys.RECEIVED).value == 18
    assert figure(small, keys.RECEIVED).is_suppressed
    assert figure(housing, keys.RECEIVED).is_suppressed  # the smallest of the others
    assert figure(big, keys.RECEIVED).value == 9


def test_addressee_that_nobody_can_open_is_counted_in_the_city_only(housing):
    received(6, AddresseeFactory(listed=False))
    publish_figures(NOW)
    assert figure(None, keys.RECEIVED).value == 6
    assert set(DailyFigure.objects.values_list("addressee", flat=True)) == {None, housing.pk}


def test_old_feedback_and_ended_without_a_reply_are_left_out(housing):
    received(6, housing, took=10)
    received(6, housing, at=400, took=10)
    received(6, housing, kind="consultation", state="submitted")
    received(6, housing, state="withdrawn")
    publish_figures(NOW)
    assert figure(housing, keys.RECEIVED).value == 12
    assert figure(housing, keys.IN_TIME).value == 100


def test_reply_on_the_last_evening_is_in_time_by_the_clock_of_the_city(housing):
    """DL-10 and DL-12: the end of the due day in Kyiv, not in Greenwich."""
    for _turn in range(5):
        case = CaseFactory(addressee=housing, received_at=days_ago(60), state="answered")
        evening = datetime.combine(case.due_on, datetime.min.time(), UTC) + timedelta(hours=21)
        case.answered_at = evening
        case.save()
    publish_figures(NOW)
    # 21:00 in Greenwich is 23:00 in Kyiv in winter
    assert figure(housing, keys.IN_TIME).value == 100


def test_months_are_whole_and_oldest_first(housing):
    received(5, housing, at=60, took=10)  # 9 January
    received(6, housing, at=30, took=10)  # 8 February
    received(7, housing, at=5)  # March has not ended
    publish_figures(NOW)
    months = months_of(None, keys.MONTH_RECEIVED)
    assert [one.date.isoformat()[:7] for one in months][-2:] == ["2026-01", "2026-02"]
    assert [one.value for one in months][-3:] == [0, 5, 6]
    assert len(months) == 12
    in_time = months_of(housing, keys.MONTH_IN_TIME)
    assert in_time[-1].value == 100  # those of January were due in February


def test_twice_the_cases_cost_not_one_statement_more(housing):
    counted = []
    publish_figures(NOW)
    for _turn in range(2):
        received(6, housing, took=10)
        with CaptureQueriesContext(connection) as seen:
            publish_figures(NOW)
        counted.append(len(seen))
    assert counted[0] == counted[1]
    assert not [one["sql"] for one in seen if "search_text" in one["sql"]]


def test_command_publishes_on_demand(housing, capsys):
    with clock.frozen(NOW):
        call_command("publish_figures")
    assert "published" in capsys.readouterr().out
    assert DailyFigure.objects.exists()


@pytest.mark.parametrize(
    ("counted", "expected"),
    [([], None), ([(3, 1)], 3), ([(1, 2), (9, 1)], 1), ([(1, 1), (4, 1)], 2.5), ([(5, 0)], None)],
)
def test_median_of_counted_values(counted, expected):
    assert median(counted) == expected


def cells(**bases: int) -> dict[str, Cell]:
    return {name: Cell(base, base) for name, base in bases.items()}


def hidden(shown: dict[str, Cell]) -> set[str]:
    return {name for name, cell in shown.items() if cell.is_suppressed}


def test_suppression_hides_until_the_hidden_are_at_least_five():
    assert hidden(suppress_counts(cells(a=10, b=7))) == set()
    assert hidden(suppress_counts(cells(a=10, b=7, c=2))) == {"b", "c"}
    assert hidden(suppress_counts(cells(a=10, b=1, c=1))) == {"a", "b", "c"}
    assert hidden(suppress_counts(cells(a=10, b=3, c=2))) == {"b", "c"}
    assert hidden(suppress_counts(cells(a=0, b=0, c=2, d=8))) == {"c", "d"}


def test_what_is_not_printed_counts_as_hidden():
    shown = suppress_counts({**cells(a=10, b=2), "unlisted": Cell(20, 20, is_public=False)})
    assert hidden(shown) == {"b"}


def test_shares_need_five_behind_them():
    shown = suppress_shares({"a": Cell(80.0, 5), "b": Cell(75.0, 4), "c": Cell(None, 0)})
    assert hidden(shown) == {"b", "c"}
