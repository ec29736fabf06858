"""The demo's letter box shows everything, and exists only in the demo."""

import pytest

from core import clock
from core.notify.services import post
from tests.factories.notify import MessageFactory

pytestmark = pytest.mark.django_db

PATH = "/demo/outbox/"


def test_letters_are_shown_newest_first(client):
    MessageFactory(subject="Перший лист")
    MessageFactory(subject="Другий лист")
    page = client.get(PATH).content.decode()
    assert page.index("Другий лист") < page.index("Перший лист")


def test_links_can_be_followed_on_whatever_host_one_looks_from(client, settings):
    settings.BASE_URL = "http://localhost:8000"
    context = {"email": "a@people.test", "reset_url": "/accounts/new/"}
    post("accounts.password_reset", to="a@people.test", context=context, at=clock.now())
    assert '<a href="/accounts/new/">' in client.get(PATH).content.decode()


def test_letters_of_one_reader_are_found(client):
    MessageFactory(to_address="olena@people.test", subject="Для Олени")
    MessageFactory(to_address="ihor@people.test", subject="Для Ігоря")
    page = client.get(PATH, {"to": "OLENA"}).content.decode()
    assert "Для Олени" in page
    assert "Для Ігоря" not in page


def test_short_messages_are_told_apart(client):
    MessageFactory(subject="Лист про воду")
    MessageFactory(sms=True, body_text="Код 123456")
    page = client.get(PATH, {"channel": "sms"}).content.decode()
    assert "123456" in page
    assert "Лист про воду" not in page


def test_html_in_a_letter_is_text(client):
    MessageFactory(body_text="<script>alert(1)</script>", subject="<b>x</b>")
    page = client.get(PATH).content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


@pytest.mark.parametrize("query", ["?page=0", "?page=abc", "?page=99", "?channel=root", "?to=%00"])
def test_nonsense_in_the_address_is_no_error(client, query):
    MessageFactory()
    assert client.get(PATH + query).status_code == 200


def test_outside_the_demo_there_is_no_such_page(client, settings):
    settings.DEMO = False
    MessageFactory()
    assert client.get(PATH).status_code == 404
