"""Registering, confirming in this or another browser, and not telling who is registered."""

from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress

from core.accounts.models import User
from core.notify.models import OutboxMessage
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

EMAIL = "olena@people.test"
DRAFT = "/cabinet/profile/?draft=7"


def register(client, email=EMAIL, **more):
    data = {"email": email, "password1": PASSWORD, **more}
    return client.post("/accounts/signup/", data)


def is_logged_in(client):
    return "_auth_user_id" in client.session


def test_registration_makes_an_unconfirmed_account_and_a_letter(client, mailbox):
    response = register(client, last_name="Дорошенко")
    assert response.status_code == 302
    assert response.url == "/accounts/confirm-email/"
    user = User.objects.get()
    assert (user.email, user.last_name, user.language) == (EMAIL, "Дорошенко", "uk")
    assert not EmailAddress.objects.get().verified
    assert mailbox.kinds(EMAIL) == ["confirm_email"]
    assert not is_logged_in(client)


def test_link_opened_in_the_same_browser_logs_in_and_leads_to_the_profile(client, mailbox):
    register(client)
    link = mailbox.link(EMAIL)
    assert client.get(link).status_code == 200, "a look by a mail scanner confirms nothing"
    assert not EmailAddress.objects.get().verified
    response = client.post(link)
    assert response.url == "/cabinet/profile/"
    assert is_logged_in(client)
    assert EmailAddress.objects.get().verified


def test_an_unfinished_appeal_is_returned_to_after_confirming(client, mailbox):
    client.cookies["vikno_draft"] = "kept"
    register(client, next=DRAFT)
    response = client.post(mailbox.link(EMAIL))
    assert response.url == DRAFT
    assert client.cookies["vikno_draft"].value == "kept"


def test_link_opened_in_another_browser_confirms_and_leads_through_log_in_to_the_appeal(
    client, other_browser, mailbox
):
    register(client, next=DRAFT)
    response = other_browser.post(mailbox.link(EMAIL))
    assert EmailAddress.objects.get().verified
    assert not is_logged_in(other_browser)
    assert response.url == f"/accounts/login/?{urlencode({'next': DRAFT})}"
    data = {"login": EMAIL, "password": PASSWORD, "next": DRAFT}
    assert other_browser.post("/accounts/login/", data).url == DRAFT


def test_links_between_log_in_and_registration_keep_the_way_back(client):
    login = client.get("/accounts/login/", {"next": DRAFT})
    assert f"/accounts/signup/?{urlencode({'next': DRAFT})}" in login.content.decode()
    signup = client.get("/accounts/signup/", {"next": DRAFT})
    assert f"/accounts/login/?{urlencode({'next': DRAFT})}" in signup.content.decode()
    assert DRAFT in signup.context["redirect_field"]


def test_a_foreign_address_is_never_the_way_back(client, mailbox):
    register(client, next="https://evil.example/")
    assert "evil.example" not in mailbox.last(EMAIL).body_text
    assert client.post(mailbox.link(EMAIL)).url == "/cabinet/profile/"


def test_an_unconfirmed_person_cannot_log_in_and_gets_the_letter_again(client, mailbox):
    UserFactory(email=EMAIL, confirmed=False)
    response = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert response.url == "/accounts/confirm-email/"
    assert not is_logged_in(client)
    assert mailbox.kinds(EMAIL) == ["confirm_email"]


def test_registering_a_known_address_looks_the_same_and_writes_to_its_owner(
    client, other_browser, mailbox
):
    UserFactory(email=EMAIL)
    known, unknown = register(client, EMAIL), register(other_browser, "new@people.test")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    pages = [browser.get(known.url).content for browser in (client, other_browser)]
    assert pages[0] == pages[1]
    assert mailbox.kinds(EMAIL) == ["already_registered"]
    assert User.objects.count() == 2


def test_a_known_address_in_other_letters_is_known(client, mailbox):
    UserFactory(email=EMAIL)
    register(client, "OLENA@People.Test")
    assert User.objects.count() == 1
    assert mailbox.kinds(EMAIL) == ["already_registered"]


def test_the_letter_can_be_sent_again_and_the_answer_tells_nothing(client, mailbox):
    UserFactory(email=EMAIL, confirmed=False)
    UserFactory(email="ready@people.test")
    answers = [
        client.post("/accounts/resend/", {"email": email}).content
        for email in (EMAIL, "ready@people.test", "nobody@people.test")
    ]
    assert len(set(answers)) == 1
    assert mailbox.kinds(EMAIL) == ["confirm_email"]
    assert OutboxMessage.objects.count() == 1


def test_the_letter_is_sent_again_at_most_once_a_minute(client, mailbox):
    UserFactory(email=EMAIL, confirmed=False)
    for _ in range(3):
        client.post("/accounts/resend/", {"email": EMAIL})
    assert mailbox.kinds(EMAIL) == ["confirm_email"]


def test_a_spoiled_link_explains_itself(client):
    response = client.get("/accounts/confirm-email/abc:def:ghi/")
    assert response.status_code == 200
    assert "/accounts/resend/" in response.content.decode()


@pytest.mark.parametrize("password", ["short", "1234567890123", "password1234"])
def test_a_weak_password_is_refused_and_what_was_typed_is_kept(client, password):
    response = client.post("/accounts/signup/", {"email": EMAIL, "password1": password})
    assert response.status_code == 200
    assert response.context["form"].errors["password1"]
    assert EMAIL in response.content.decode()
    assert not User.objects.exists()


def test_a_failed_letter_leaves_no_account(client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("the template does not render")

    monkeypatch.setattr("core.accounts.adapters.post", broken)
    client.raise_request_exception = False
    assert register(client).status_code == 500
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


def test_letter_speaks_the_language_of_the_page_one_registered_on(client, mailbox):
    client.post("/en/accounts/signup/", {"email": EMAIL, "password1": PASSWORD})
    letter = mailbox.last(EMAIL)
    assert letter.language == "en"
    assert "/en/accounts/confirm-email/" in letter.body_text
    assert User.objects.get().language == "en"


@pytest.mark.parametrize(
    "bad",
    ["<script>@x.y", "a\x00b@people.test", "'; drop table--@x", "x" * 300 + "@people.test", ""],
)
def test_a_wrong_address_is_refused_in_words(client, bad):
    response = register(client, bad)
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert not User.objects.exists()
