"""A code from an app: setting up, logging in, recovery codes, and staff who must have it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def code_for(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def log_in(client, user, **more):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, **more})


def set_up(client):
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    return secret, done


def is_logged_in(client):
    return "_auth_user_id" in client.session


def test_setting_up_gives_recovery_codes_and_a_notice(
    client, mailbox, django_capture_on_commit_callbacks
):
    user = UserFactory()
    log_in(client, user)
    with django_capture_on_commit_callbacks(execute=True):
        _secret, done = set_up(client)
    assert done.url == "/accounts/2fa/recovery-codes/"
    page = client.get(done.url)
    assert len(page.context["unused_codes"]) == 10
    assert "security_notice" in mailbox.kinds(user.email)


def test_the_secret_is_kept_encrypted(client):
    user = UserFactory()
    log_in(client, user)
    secret, _done = set_up(client)
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_log_in_asks_for_the_code_and_goes_where_one_was_going(client, other_browser):
    user = UserFactory()
    log_in(client, user)
    set_up(client)
    recovery = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    asked = log_in(other_browser, user, next="/cabinet/profile/")
    assert asked.url == "/accounts/2fa/authenticate/"
    assert not is_logged_in(other_browser)
    refused = other_browser.post(asked.url, {"code": "000000"})
    assert refused.context["form"].errors["code"]
    passed = other_browser.post(asked.url, {"code": recovery[0]})
    assert passed.url == "/cabinet/profile/"
    assert is_logged_in(other_browser)


def test_a_recovery_code_works_once(client, other_browser):
    user = UserFactory()
    log_in(client, user)
    set_up(client)
    code = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    log_in(other_browser, user)
    other_browser.post("/accounts/2fa/authenticate/", {"code": code})
    third = type(client)()
    log_in(third, user)
    third.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_logged_in(third)


def test_turning_off_works_and_is_told(client, mailbox):
    user = UserFactory()
    log_in(client, user)
    set_up(client)
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(type="totp").exists()
    assert mailbox.kinds(user.email) == ["security_notice"]


@pytest.mark.parametrize("path", ["/desk/", "/admin/", "/cabinet/", "/en/cabinet/profile/"])
def test_staff_without_a_code_are_sent_to_set_it_up(client, settings, path):
    settings.STAFF_MFA_REQUIRED = True
    log_in(client, UserFactory(role="clerk"))
    response = client.get(path)
    assert response.status_code == 302
    assert "/accounts/2fa/totp/activate/" in response.url


def test_staff_with_a_code_and_residents_without_pass(client, other_browser, settings):
    settings.STAFF_MFA_REQUIRED = True
    log_in(client, UserFactory(role="clerk"))
    set_up(client)
    assert client.get("/cabinet/profile/").status_code == 200
    log_in(other_browser, UserFactory())
    assert other_browser.get("/cabinet/profile/").status_code == 200


def test_staff_can_set_up_log_out_and_nothing_else(client, settings):
    settings.STAFF_MFA_REQUIRED = True
    log_in(client, UserFactory(role="clerk"))
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert client.post("/desk/").status_code == 302
    assert client.post("/accounts/logout/").url == "/"


def test_a_superuser_counts_as_staff(client, settings):
    settings.STAFF_MFA_REQUIRED = True
    log_in(client, UserFactory(is_superuser=True))
    assert "/accounts/2fa/" in client.get("/admin/").url


def test_the_demo_asks_nobody(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    log_in(client, UserFactory(role="clerk"))
    assert client.get("/cabinet/profile/").status_code == 200


def test_the_second_factor_and_a_new_address_do_not_hinder_each_other(client, mailbox):
    user = UserFactory()
    log_in(client, user)
    client.post("/accounts/email/", {"email": "new@people.test", "action_add": ""})
    set_up(client)
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    client.post("/accounts/email/", {"email": "newer@people.test", "action_add": ""})
    client.post(mailbox.link("newer@people.test"))
    user.refresh_from_db()
    assert user.email == "newer@people.test"
