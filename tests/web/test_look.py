"""Theme and type size: chosen by small forms, kept in cookies, read by the server."""

import pytest
from django.test import Client

from core.web.look import SIZE_COOKIE, THEME_COOKIE


def test_the_choice_is_kept_and_one_returns_to_the_page(client):
    answer = client.post("/look/", {"theme": "dark", "next": "/search/?q=%D0%B2%D0%BE%D0%B4%D0%B0"})
    assert answer.url == "/search/?q=%D0%B2%D0%BE%D0%B4%D0%B0"
    assert answer.cookies[THEME_COOKIE].value == "dark"
    assert SIZE_COOKIE not in answer.cookies


def test_no_token_is_needed_because_public_pages_have_none():
    assert Client(enforce_csrf_checks=True).post("/look/", {"size": "large"}).status_code == 302


@pytest.mark.parametrize("address", ["https://evil.test/", "//evil.test/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client, address):
    assert client.post("/look/", {"theme": "dark", "next": address}).url == "/"


def test_a_made_up_look_is_not_kept(client):
    assert not client.post("/look/", {"theme": "<b>", "size": "9"}).cookies


def test_looking_is_not_choosing(client):
    assert client.get("/look/?theme=dark").status_code == 405


@pytest.mark.django_db
def test_a_page_comes_in_the_chosen_look(client):
    client.cookies[THEME_COOKIE] = "dark"
    client.cookies[SIZE_COOKIE] = "large"
    page = client.get("/styleguide/").content.decode()
    assert 'data-theme="dark" data-type="large"' in page


@pytest.mark.django_db
def test_a_public_page_never_looks_at_the_session(client):
    answer = client.get("/search/")
    assert not answer.wsgi_request.session.accessed
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


@pytest.mark.django_db
def test_a_message_for_one_person_is_not_shown_on_a_page_for_all(client, rf):
    """It waits in the session for the next personal page."""
    from django.contrib.messages import get_messages
    from django.template.loader import render_to_string

    request = client.get("/search/").wsgi_request
    request._messages.add(30, "Only for you")
    assert "Only for you" not in render_to_string("base.html", {}, request)
    assert [str(one) for one in get_messages(request)] == ["Only for you"]
