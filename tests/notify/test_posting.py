"""Posting puts one finished row into the caller's transaction, and sends nothing."""

import pytest
from django.core import mail
from django.db import transaction

from core import clock
from core.notify import kinds
from core.notify.models import OutboxMessage, State
from core.notify.services import post
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def reset(to, **more):
    values = {
        "context": {"email": "x@people.test", "reset_url": "/accounts/new/"},
        "at": clock.now(),
    }
    return post("accounts.password_reset", to=to, **{**values, **more})


def test_post_writes_a_row_and_sends_nothing():
    user = UserFactory()
    message = reset(user)
    assert OutboxMessage.objects.get() == message
    assert (message.to_address, message.user, message.state) == (user.email, user, State.QUEUED)
    assert not mail.outbox


def test_first_line_of_the_template_is_the_subject_and_the_rest_the_letter():
    message = reset("olena@people.test", language="en")
    assert message.subject == "Choose a new password"
    assert message.body_text.startswith("Good day.")
    assert message.subject not in message.body_text


def test_links_are_absolute(settings):
    settings.BASE_URL = "https://city.example"
    message = reset("olena@people.test")
    assert "https://city.example/accounts/new/" in message.body_text
    assert '<a href="https://city.example/accounts/new/">' in message.body_html


def test_letter_is_in_the_language_of_the_recipient_not_of_the_page():
    ukrainian, english = reset(UserFactory(language="uk")), reset(UserFactory(language="en"))
    assert english.language == "en"
    assert english.subject == "Choose a new password"
    assert ukrainian.subject != english.subject


def test_html_of_a_context_value_is_escaped_in_the_html_letter():
    message = reset(
        "a@people.test", context={"email": "<script>alert(1)</script>", "reset_url": "/x/"}
    )
    assert "<script>" not in message.body_html
    assert "<script>" in message.body_text


def test_posting_twice_with_one_key_makes_one_row():
    first = reset("a@people.test", dedupe_key="appeal:1:registered")
    second = reset("a@people.test", dedupe_key="appeal:1:registered")
    assert first == second
    assert OutboxMessage.objects.count() == 1


def test_a_row_vanishes_with_the_transaction_that_wrote_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        reset("a@people.test")
        raise ZeroDivisionError
    assert not OutboxMessage.objects.exists()


def test_an_unknown_kind_is_refused():
    with pytest.raises(LookupError):
        post("nobody.registered_this", to="a@people.test", at=clock.now())
    assert not OutboxMessage.objects.exists()


def test_a_channel_that_the_kind_does_not_use_is_refused():
    with pytest.raises(ValueError, match="sms"):
        reset("+380671234567", channel="sms")


def test_a_person_without_an_address_gets_nothing():
    user = UserFactory(email=None, phone="+380671234567")
    assert reset(user) is None
    assert not OutboxMessage.objects.exists()


def test_only_a_confirmed_phone_gets_short_messages():
    context = {"code": "123456", "minutes": 10}
    unsure = UserFactory(phone="+380671234567")
    sure = UserFactory(with_phone=True)
    send = {"channel": "sms", "context": context, "at": clock.now()}
    assert post("accounts.phone_code", to=unsure, **send) is None
    message = post("accounts.phone_code", to=sure, **send)
    assert message.to_address == str(sure.phone)
    assert "123456" in message.body_text
    assert "\n" not in message.body_text


def test_every_row_has_a_message_id_of_its_own():
    ids = {reset("a@people.test").message_id for _ in range(20)}
    assert len(ids) == 20
    assert all(name.startswith("<") and name.endswith("@testserver>") for name in ids)


def test_a_kind_registered_twice_and_differently_is_an_error():
    known = kinds.get("accounts.password_reset")
    kinds.register(known)
    with pytest.raises(ValueError, match="twice"):
        kinds.register(kinds.Kind(known.code, "something else"))
