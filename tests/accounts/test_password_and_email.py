"""New passwords and new addresses: proof first, notices after, nothing told to strangers."""

import pytest
from allauth.account.models import EmailAddress

from core.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

EMAIL = "olena@people.test"
NEW_PASSWORD = "quite another phrase here"


@pytest.fixture
def olena(client):
    """Logged in through the form, so that the password counts as just entered."""
    user = UserFactory(email=EMAIL)
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    return user


def test_a_new_password_is_chosen_through_the_link(client, mailbox):
    user = UserFactory(email=EMAIL)
    assert client.post("/accounts/password/reset/", {"email": EMAIL}).status_code == 302
    page = client.get(mailbox.link(EMAIL))
    response = client.post(page.url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert mailbox.kinds(EMAIL) == ["password_reset", "security_notice"]


def test_the_link_works_once(client, other_browser, mailbox):
    UserFactory(email=EMAIL)
    client.post("/accounts/password/reset/", {"email": EMAIL})
    link = mailbox.link(EMAIL)
    page = client.get(link)
    client.post(page.url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    again = other_browser.get(link)
    assert again.status_code == 200
    assert again.context["token_fail"]


def test_asking_for_a_password_tells_nobody_who_is_registered(client, mailbox):
    UserFactory(email=EMAIL)
    known = client.post("/accounts/password/reset/", {"email": EMAIL})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@people.test"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mailbox.kinds("nobody@people.test") == ["unknown_account"]


def test_links_in_letters_point_to_the_house_not_to_the_host_of_the_request(client, mailbox):
    UserFactory(email=EMAIL)
    client.post("/accounts/password/reset/", {"email": EMAIL}, headers={"Host": "evil.example"})
    assert "evil.example" not in mailbox.last(EMAIL).body_text
    assert "http://testserver/" in mailbox.last(EMAIL).body_text


def test_changing_the_password_takes_the_old_one_and_sends_a_notice(client, mailbox, olena):
    form = {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", form).status_code == 200
    form["oldpassword"] = PASSWORD
    assert client.post("/accounts/password/change/", form).status_code == 302
    olena.refresh_from_db()
    assert olena.check_password(NEW_PASSWORD)
    assert mailbox.kinds(EMAIL) == ["security_notice"]
    assert client.get("/cabinet/profile/").status_code == 200, "one stays logged in"


def test_a_new_address_counts_when_confirmed_and_the_old_one_hears_of_it(client, mailbox, olena):
    client.post("/accounts/email/", {"email": "new@people.test", "action_add": ""})
    olena.refresh_from_db()
    assert olena.email == EMAIL
    assert mailbox.kinds("new@people.test") == ["confirm_email"]
    client.post(mailbox.link("new@people.test"))
    olena.refresh_from_db()
    assert olena.email == "new@people.test"
    assert mailbox.kinds(EMAIL) == ["security_notice"]
    assert "new@people.test" in mailbox.last(EMAIL).body_text
    assert [address.email for address in EmailAddress.objects.filter(user=olena)] == [
        "new@people.test"
    ]


def test_an_address_of_another_account_is_not_taken_nor_told_about(client, mailbox, olena):
    UserFactory(email="ihor@people.test")
    response = client.post("/accounts/email/", {"email": "ihor@people.test", "action_add": ""})
    assert response.status_code == 302
    assert mailbox.kinds("ihor@people.test") == ["already_registered"]
    assert User.objects.get(email="ihor@people.test") != olena


def test_an_address_registered_meanwhile_is_not_taken(client, mailbox, olena):
    client.post("/accounts/email/", {"email": "late@people.test", "action_add": ""})
    link = mailbox.link("late@people.test")
    UserFactory(email="late@people.test", confirmed=False)
    assert client.post(link).status_code in (200, 302)
    olena.refresh_from_db()
    assert olena.email == EMAIL


def test_a_change_of_address_asks_for_the_password_when_it_was_long_ago(client, mailbox):
    user = UserFactory(email=EMAIL)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post("/accounts/email/", {"email": "new@people.test", "action_add": ""})
    assert response.url.startswith("/accounts/reauthenticate/")
    assert not EmailAddress.objects.filter(email="new@people.test").exists()
    done = client.post(response.url, {"password": PASSWORD, "next": "/accounts/email/"})
    assert done.status_code == 302
    assert EmailAddress.objects.filter(email="new@people.test").exists()


def test_two_different_passwords_are_told_in_one_sentence(client, olena):
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD + "x"}
    response = client.post("/accounts/password/change/", form)
    assert len(response.context["form"].errors["password2"]) == 1
