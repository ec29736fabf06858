"""core.ids: numbers without gaps, ids nobody can guess."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import close_old_connections, connection, transaction
from django.urls import path, resolve
from django.urls.exceptions import Resolver404

from core.ids import ALPHABET, PUBLIC_ID_LENGTH, next_number, public_id
from core.ids.models import NumberSeries

pytestmark = pytest.mark.django_db


def test_numbers_start_from_one_and_follow_each_other():
    assert [next_number("Д/2026") for _ in range(3)] == [1, 2, 3]


def test_series_do_not_know_each_other():
    next_number("Д/2026")
    assert next_number("К/2026") == 1
    assert NumberSeries.objects.get(name="Д/2026").last == 1


def test_number_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        next_number("Д/2026")


def test_rolled_back_record_gives_its_number_back():
    next_number("Д/2026")
    with pytest.raises(RuntimeError), transaction.atomic():
        assert next_number("Д/2026") == 2
        raise RuntimeError
    assert next_number("Д/2026") == 2


@pytest.mark.django_db(transaction=True)
def test_number_is_refused_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        next_number("Д/2026")
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_concurrent_registrations_get_every_number_once_even_when_some_fail():
    def register(turn: int) -> int | None:
        close_old_connections()
        try:
            with transaction.atomic():
                number = next_number("Д/2026")
                if turn % 5 == 0:
                    raise RuntimeError
                return number
        except RuntimeError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        given = [number for number in pool.map(register, range(60)) if number]
    assert sorted(given) == list(range(1, 49))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_second_registration_waits_for_the_first_and_takes_its_number_if_it_fails():
    taken, fail = Event(), Event()

    def first() -> None:
        try:
            with transaction.atomic():
                assert next_number("Д/2026") == 1
                taken.set()
                assert fail.wait(10)
                raise RuntimeError
        except RuntimeError:
            pass
        finally:
            connection.close()

    def second() -> int:
        assert taken.wait(10)
        try:
            with transaction.atomic():
                return next_number("Д/2026")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        failing, waiting = pool.submit(first), pool.submit(second)
        assert taken.wait(10)
        assert not waiting.done()
        fail.set()
        failing.result(10)
        assert waiting.result(10) == 1


def test_public_ids_are_long_plain_and_different():
    ids = {public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(one) == PUBLIC_ID_LENGTH and set(one) <= set(ALPHABET) for one in ids)


class _Addresses:
    urlpatterns = (path("cases/<pid:public_id>/", lambda request, public_id: None),)


def test_address_takes_only_what_can_be_a_public_id():
    one = public_id()
    assert resolve(f"/cases/{one}/", _Addresses).kwargs == {"public_id": one}
    for wrong in (one[:-1], one + "0", "1", "%00" * 20, "l" * PUBLIC_ID_LENGTH):
        with pytest.raises(Resolver404):
            resolve(f"/cases/{wrong}/", _Addresses)
