from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from core import clock
from core.web import limits
from core.web.limits import TooMany, client_address, limited, spend

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _three_a_minute(settings):
    settings.RATE_LIMITS = {"test": (3, 60)}
    cache.clear()


@pytest.fixture
def hands():
    with clock.frozen(NOON) as hands:
        yield hands


def _spend(times: int = 1, key: str = "a") -> None:
    for _ in range(times):
        spend("test", key)


def test_one_more_than_the_limit_is_refused_with_the_time_to_wait(hands):
    _spend(3)
    hands.tick(timedelta(seconds=10))
    with pytest.raises(TooMany) as refused:
        _spend()
    assert 50 <= refused.value.wait <= 60
    assert "хвилин" in str(refused.value) or "minute" in str(refused.value)


def test_askers_do_not_share_a_limit(hands):
    _spend(3)
    _spend(3, key="b")


def test_limit_slides_so_the_edge_of_a_minute_gives_no_double(hands):
    hands.tick(timedelta(seconds=50))
    _spend(3)
    hands.tick(timedelta(seconds=15))
    with pytest.raises(TooMany):
        _spend()


def test_waiting_as_long_as_said_is_enough(hands):
    hands.tick(timedelta(seconds=50))
    _spend(3)
    hands.tick(timedelta(seconds=15))
    with pytest.raises(TooMany) as refused:
        _spend()
    hands.tick(timedelta(seconds=refused.value.wait))
    _spend()


def test_refusals_do_not_prolong_the_waiting(hands):
    _spend(3)
    for _ in range(20):
        with pytest.raises(TooMany):
            _spend()
    hands.tick(timedelta(seconds=121))
    _spend(3)


def test_unknown_limit_is_found_when_the_view_is_declared():
    with pytest.raises(KeyError):
        limited("tset")


def test_settings_change_one_line_and_leave_the_others(settings):
    assert limits._limit("test") == (3, 60)
    assert limits._limit("search") == limits.DEFAULTS["search"]


def _request(path: str = "/x/", user=None, **headers):
    request = RequestFactory().post(path, headers=headers)
    request.user = user or AnonymousUser()
    return request


def test_view_counts_only_the_methods_it_names(hands):
    view = limited("test")(lambda request: HttpResponse("ok"))
    get = RequestFactory().get("/x/")
    get.user = AnonymousUser()
    assert {view(get).status_code for _ in range(9)} == {200}


def test_program_is_told_by_a_problem_when_to_come_back(hands):
    view = limited("test")(lambda request: HttpResponse("ok"))
    codes = [view(_request("/api/v1/x")).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    answer = view(_request("/x/", accept="application/json"))
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert int(answer["Retry-After"]) >= 1


def test_person_is_counted_by_who_they_are_and_not_by_address(hands):
    view = limited("test")(lambda request: HttpResponse("ok"))

    def person(pk):
        return SimpleNamespace(pk=pk, is_authenticated=True)

    codes = [view(_request("/api/", user=person(pk))).status_code for pk in (1, 2) * 3]
    assert set(codes) == {200}
    assert view(_request("/api/", user=person(1))).status_code == 429


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9", "9.9.9.9"),
        (1, "1.1.1.1, 2.2.2.2", "9.9.9.9", "2.2.2.2"),
        (2, "1.1.1.1, 2.2.2.2", "9.9.9.9", "1.1.1.1"),
        (5, "1.1.1.1, 2.2.2.2", "9.9.9.9", "1.1.1.1"),
        (1, "", "9.9.9.9", "9.9.9.9"),
        (1, "<script>", "9.9.9.9", "unknown"),
        (0, "", "2001:db8:1:2:3::4", "2001:0db8:0001:0002"),
        (0, "", "", "unknown"),
    ],
)
def test_address_believes_only_the_proxies_that_are_ours(
    settings, proxies, forwarded, remote, address
):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    request.META["REMOTE_ADDR"] = remote
    assert client_address(request) == address


def test_telephones_do_not_lie_open_in_the_cache(hands):
    assert "380671234567" not in limits._cache_key("test", "+380671234567", 1)


@pytest.mark.django_db
def test_person_is_shown_a_page_that_says_when_to_come_back(hands):
    view = limited("test")(lambda request: HttpResponse("ok"))
    for _ in range(3):
        view(_request("/x/"))
    answer = view(_request("/x/"))
    assert answer.status_code == 429
    assert answer["Content-Type"].startswith("text/html")
    assert answer["Cache-Control"] == "no-store"
    assert "Спробуйте ще раз за" in answer.content.decode()
