"""Specialists press at one moment: nobody is called to two windows, nobody is lost (Q-13)."""

import pytest

from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Ticket
from directory.services import load_reference_data
from tests.crm_tickets.counters import NINE, make_counter
from tests.crm_tickets.test_race import race
from tests.people import People

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)


@pytest.fixture
def counter():
    load_reference_data()
    return make_counter(People(), windows=8)


def test_specialists_pressing_at_once_get_different_visitors(counter):
    windows, me = counter.windows, counter.people.executor
    for window in windows:
        tickets.open_window(window, me, NINE)
    for _one in range(6):
        counter.walk_in()
    outcome = race(lambda window: tickets.call_next(window, me, NINE), [*windows, *windows])
    called = [one for one in outcome if isinstance(one, Ticket)]
    assert not [one for one in outcome if isinstance(one, Exception)], outcome
    by_window = {one.window_id: one.number for one in called}
    assert len(by_window) == 6 == len(set(by_window.values()))
    assert Ticket.objects.filter(state=states.CALLED).count() == 6


def test_a_tap_repeated_at_one_moment_is_one_ticket(counter):
    outcome = race(lambda _n: counter.walk_in(press="tap"), range(8))
    assert len({one.pk for one in outcome}) == 1 == Ticket.objects.count()
