"""Logging in by e-mail or phone, out, locked out; the same page for everybody."""

import pytest

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

WRONG = "not the password at all"


def log_in(client, login, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": login, "password": password, **more})


def is_logged_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["olena@people.test", "Olena@People.TEST", " olena@people.test "])
def test_e_mail_logs_in_in_any_letter_case(client, email):
    UserFactory(email="olena@people.test")
    assert log_in(client, email).status_code == 302
    assert is_logged_in(client)


@pytest.mark.parametrize(
    "written",
    ["+380671234567", "067 123 45 67", "(067) 123-45-67", "8 067 1234567", "380671234567"],
)
def test_a_confirmed_phone_logs_in_however_it_is_written(client, written):
    from core import clock

    UserFactory(phone="+380671234567", phone_verified_at=clock.now())
    log_in(client, written)
    assert is_logged_in(client)


def test_an_unconfirmed_phone_does_not_log_in(client):
    UserFactory(phone="+380671234567")
    response = log_in(client, "+380671234567")
    assert not is_logged_in(client)
    assert response.context["form"].non_field_errors()


def test_a_person_without_e_mail_logs_in_by_phone(client):
    user = UserFactory(email=None, with_phone=True)
    log_in(client, str(user.phone))
    assert is_logged_in(client)


def test_refusal_is_the_same_for_a_wrong_password_and_an_unknown_person(client):
    UserFactory(email="olena@people.test")
    messages = {
        str(log_in(client, login, WRONG).context["form"].non_field_errors())
        for login in ("olena@people.test", "nobody@people.test", "+380670000000", "not-a-login")
    }
    assert len(messages) == 1


def test_a_closed_account_does_not_log_in(client):
    UserFactory(email="olena@people.test", is_active=False)
    assert log_in(client, "olena@people.test").url == "/accounts/inactive/"
    assert not is_logged_in(client)


def test_staff_land_at_their_desk_editors_in_the_administration_residents_in_the_cabinet(client):
    for role, landing in [("clerk", "/desk/"), ("editor", "/admin/"), ("resident", "/cabinet/")]:
        person = UserFactory(role="" if role == "resident" else role)
        assert log_in(client, person.email).url == landing
        client.logout()


def test_logging_out_takes_a_post(client):
    client.force_login(UserFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/accounts/logout/").status_code == 200
    assert is_logged_in(client)
    assert client.post("/accounts/logout/").url == "/"
    assert not is_logged_in(client)


def test_five_wrong_passwords_lock_that_account_from_that_address(client):
    UserFactory(email="olena@people.test")
    for _ in range(4):
        assert log_in(client, "olena@people.test", WRONG).status_code == 200
    locked = log_in(client, "olena@people.test", WRONG)
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    assert "15" in locked.content.decode()
    assert log_in(client, "olena@people.test").status_code == 429, "the right password too"
    assert not is_logged_in(client)


def test_the_lock_holds_however_the_name_is_written(client):
    UserFactory(email="olena@people.test")
    for login in (
        "OLENA@people.test",
        " olena@people.test",
        "Olena@People.test",
        "olena@people.test",
    ):
        log_in(client, login, WRONG)
    assert log_in(client, "oLENA@people.test", WRONG).status_code == 429


def test_the_lock_does_not_touch_others_nor_other_addresses(client, other_browser):
    UserFactory(email="olena@people.test")
    UserFactory(email="ihor@people.test")
    for _ in range(5):
        log_in(client, "olena@people.test", WRONG)
    log_in(other_browser, "ihor@people.test")
    assert is_logged_in(other_browser)
    elsewhere = type(client)(REMOTE_ADDR="192.0.2.7")
    log_in(elsewhere, "olena@people.test")
    assert is_logged_in(elsewhere)


def test_the_lock_opens_by_itself(client):
    from datetime import timedelta

    from axes.models import AccessAttempt
    from django.db.models import F

    UserFactory(email="olena@people.test")
    for _ in range(5):
        log_in(client, "olena@people.test", WRONG)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=16))
    log_in(client, "olena@people.test")
    assert is_logged_in(client)


def test_nobody_chooses_their_own_address_by_a_header(client):
    UserFactory(email="olena@people.test")
    for n in range(5):
        data = {"login": "olena@people.test", "password": WRONG}
        last = client.post("/accounts/login/", data, headers={"X-Forwarded-For": f"192.0.2.{n}"})
    assert last.status_code == 429


def test_wagtail_log_in_is_our_log_in(client):
    assert (
        client.get("/admin/login/?next=/admin/pages/").url == "/accounts/login/?next=/admin/pages/"
    )
    assert client.get("/admin/").url.startswith("/accounts/login/?next=")


def test_a_home_with_ipv6_is_one_address(client):
    UserFactory(email="olena@people.test")
    for n in range(5):
        neighbour = type(client)(REMOTE_ADDR=f"2001:db8:1:2::{n + 1}")
        last = log_in(neighbour, "olena@people.test", WRONG)
    assert last.status_code == 429
    elsewhere = type(client)(REMOTE_ADDR="2001:db8:1:3::1")
    log_in(elsewhere, "olena@people.test")
    assert is_logged_in(elsewhere)


def test_a_socket_without_an_address_is_no_error(client):
    UserFactory(email="olena@people.test")
    through_socket = type(client)(REMOTE_ADDR="")
    assert log_in(through_socket, "olena@people.test", WRONG).status_code == 200
    log_in(through_socket, "olena@people.test")
    assert is_logged_in(through_socket)
