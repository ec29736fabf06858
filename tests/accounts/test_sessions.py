"""Where one is logged in, and ending it elsewhere."""

import pytest

from core.accounts import browsers
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)


def log_in(client, user, agent=FIREFOX):
    data = {"login": user.email, "password": PASSWORD}
    client.post("/accounts/login/", data, headers={"User-Agent": agent})


def test_other_sessions_are_listed_and_ended(client, other_browser):
    user = UserFactory()
    log_in(client, user)
    log_in(other_browser, user, CHROME)
    page = client.get("/accounts/sessions/").content.decode()
    assert "Firefox, Windows" in page
    assert "Chrome, Android" in page
    assert client.post("/accounts/sessions/").status_code == 302
    assert client.get("/cabinet/profile/").status_code == 200
    assert other_browser.get("/cabinet/profile/").status_code == 302


def test_sessions_of_others_are_not_listed_nor_ended(client, other_browser):
    log_in(client, UserFactory())
    log_in(other_browser, UserFactory(), CHROME)
    assert "Chrome" not in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert other_browser.get("/cabinet/profile/").status_code == 200


def test_a_new_password_ends_the_other_sessions(client, other_browser):
    user = UserFactory()
    log_in(client, user)
    log_in(other_browser, user)
    new = "quite another phrase here"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/accounts/password/change/", form)
    assert client.get("/cabinet/profile/").status_code == 200
    assert other_browser.get("/cabinet/profile/").status_code == 302


def test_browsers_are_named_in_words():
    assert browsers.describe(FIREFOX) == "Firefox, Windows"
    assert browsers.describe(CHROME) == "Chrome, Android"
    assert browsers.describe("<script>")
