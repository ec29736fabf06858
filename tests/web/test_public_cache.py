"""Whole public pages are kept, and nothing that was made for one person ever is."""

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory

from core.web.addresses import is_public
from core.web.cache import PublicPageCache, forget_public_pages
from core.web.look import SIZE_COOKIE, THEME_COOKIE
from tests.web import cached_urls


@pytest.fixture(autouse=True)
def city(settings):
    settings.ROOT_URLCONF = "tests.web.cached_urls"
    settings.PUBLIC_CACHE_SECONDS = 30
    cached_urls.made.clear()


def _made(client, address: str, times: int = 2, **headers) -> int:
    for _again in range(times):
        client.get(address, **headers)
    return cached_urls.made[address.split("?")[0]]


def test_a_public_page_is_made_once(client):
    assert _made(client, "/page/", times=3) == 1


def test_a_kept_page_asks_the_database_nothing(client, db, django_assert_num_queries):
    client.get("/page/")
    with django_assert_num_queries(0):
        client.get("/page/")


def test_another_query_look_and_language_is_another_page(client):
    client.get("/page/")
    client.get("/page/?part=2")
    client.cookies[THEME_COOKIE] = "dark"
    client.get("/page/")
    client.cookies[SIZE_COOKIE] = "large"
    client.get("/page/")
    assert cached_urls.made["/page/"] == 4


def test_a_made_up_look_is_no_page_of_its_own(client):
    client.get("/page/")
    client.cookies[THEME_COOKIE] = "<script>"
    assert _made(client, "/page/") == 1


@pytest.mark.parametrize("address", ["/cabinet/page/", "/en/desk/page/"])
def test_a_personal_address_is_made_each_time(client, address):
    assert _made(client, address) == 2


@pytest.mark.django_db
def test_a_page_that_looked_at_the_session_is_made_each_time(client):
    assert _made(client, "/restricted/") == 2


@pytest.mark.parametrize("address", ["/cookie/", "/never/", "/missing/"])
def test_an_answer_that_is_not_for_everybody_is_made_each_time(client, address):
    assert _made(client, address) == 2


def test_a_piece_asked_for_by_a_script_is_made_each_time(client):
    assert _made(client, "/page/", headers={"HX-Request": "true"}) == 2


def test_a_post_is_never_answered_from_what_is_kept(client):
    client.get("/page/")
    client.post("/page/")
    assert cached_urls.made["/page/"] == 2


def test_the_head_of_a_page_does_not_become_its_body(client):
    client.head("/page/")
    assert client.get("/page/").content


def test_a_preview_is_neither_kept_nor_answered_from_what_is_kept(settings):
    """Wagtail sends a preview through the middleware under the address of the live page."""
    answers = iter(["live", "draft", "live again"])
    keeper = PublicPageCache(lambda request: HttpResponse(next(answers)))
    page: WSGIRequest = RequestFactory().get("/page/")
    preview = RequestFactory().get("/page/")
    preview.is_dummy = True
    assert keeper(page).content == b"live"
    assert keeper(preview).content == b"draft"
    assert keeper(page).content == b"live"


def test_a_published_page_is_seen_at_once(client):
    client.get("/page/")
    forget_public_pages()
    assert b"/page/ 2" in client.get("/page/").content


def test_a_browser_that_has_the_page_gets_no_second_copy(client):
    tag = client.get("/page/")["ETag"]
    answer = client.get("/page/", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_proxy_is_told_how_long_and_by_what_the_page_differs(client):
    answer = client.get("/page/")
    assert answer["Cache-Control"] == "public, max-age=30"
    assert "Cookie" in answer["Vary"]


def test_zero_seconds_switch_the_cache_off(client, settings):
    settings.PUBLIC_CACHE_SECONDS = 0
    assert _made(client, "/page/") == 2


@pytest.mark.parametrize("path", ["/", "/en/", "/adresaty/rada/", "/search/", "/en/search/"])
def test_pages_of_the_city_are_public(path):
    assert is_public(path)


@pytest.mark.parametrize(
    "path", ["/cabinet/", "/en/cabinet/", "/desk/cases/x/", "/appeals/new/", "/accounts/login/"]
)
def test_pages_about_a_person_are_not(path):
    assert not is_public(path)
