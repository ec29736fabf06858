"""Sending: each row once, failures later, one bad message blocks nobody."""

from datetime import timedelta

import pytest

from core import clock
from core.notify.channels import TransportError, channel_named
from core.notify.drain import OutboxDrain, claim
from core.notify.models import OutboxMessage, State
from core.notify.rules import MAX_ATTEMPTS
from tests.factories.notify import MessageFactory
from tests.notify.mail_server import running_mail_server

pytestmark = pytest.mark.django_db


def drain(at=None):
    return OutboxDrain().drain_once("test", at or clock.now())


def test_waiting_letters_reach_the_mail_server(mail_server):
    message = MessageFactory(to_address="olena@people.test", subject="Ваше звернення")
    assert drain() == 1
    (letter,) = mail_server.letters
    assert letter["To"] == "olena@people.test"
    assert letter["Message-ID"] == message.message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    message.refresh_from_db()
    assert (message.state, message.attempts, message.lease_token) == (State.SENT, 1, "")
    assert message.sent_at is not None


def test_a_sent_letter_is_not_sent_again(mail_server):
    MessageFactory()
    assert (drain(), drain()) == (1, 0)
    assert len(mail_server.letters) == 1


def test_urgent_letters_go_first(mail_server):
    MessageFactory(priority=90, to_address="later@people.test")
    MessageFactory(priority=10, to_address="first@people.test")
    drain()
    assert [letter["To"] for letter in mail_server.letters] == [
        "first@people.test",
        "later@people.test",
    ]


def test_an_address_refused_for_good_dies_and_the_others_go(mail_server):
    mail_server.refusals["gone@people.test"] = "550 no such person"
    bad = MessageFactory(to_address="gone@people.test", priority=1)
    good = MessageFactory()
    drain()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.DEAD, State.SENT)
    assert "550" in bad.last_error


def test_an_address_refused_for_now_is_tried_later(mail_server):
    mail_server.refusals["busy@people.test"] = "450 try later"
    message = MessageFactory(to_address="busy@people.test")
    now = clock.now()
    assert drain(now) == 1
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert message.next_try_at > now
    assert drain(now) == 0
    mail_server.refusals.clear()
    assert drain(now + timedelta(minutes=1)) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (State.SENT, 2, "")


def test_a_letter_refused_too_often_is_given_up(mail_server):
    mail_server.refusals["busy@people.test"] = "450 try later"
    message = MessageFactory(to_address="busy@people.test", tries=MAX_ATTEMPTS - 1)
    drain()
    message.refresh_from_db()
    assert message.state == State.DEAD


def test_while_the_mail_server_is_down_letters_wait_and_then_go(settings):
    with running_mail_server() as server:
        mailers = server.mailers
    settings.MAILERS = mailers
    messages = MessageFactory.create_batch(3)
    sender, now = OutboxDrain(), clock.now()
    assert sender.drain_once("test", now) == 1, "after the first refusal the rest is left alone"
    assert not OutboxMessage.objects.filter(state=State.DEAD).exists()
    with running_mail_server() as server:
        settings.MAILERS = server.mailers
        later = now + timedelta(minutes=10)
        assert sender.drain_once("test", later) == 3
        assert {letter["Message-ID"] for letter in server.letters} == {
            message.message_id for message in messages
        }


def test_a_dead_mail_server_is_left_in_peace_for_a_moment(settings):
    with running_mail_server() as server:
        mailers = server.mailers
    settings.MAILERS = mailers
    MessageFactory.create_batch(3)
    sender, now = OutboxDrain(), clock.now()
    sender.drain_once("test", now)
    assert sender.drain_once("test", now + timedelta(seconds=1)) == 0


def test_a_dead_mail_server_does_not_hold_short_messages(settings):
    with running_mail_server() as server:
        mailers = server.mailers
    settings.MAILERS = mailers
    MessageFactory()
    short = MessageFactory(sms=True)
    drain()
    short.refresh_from_db()
    assert short.state == State.SENT


def test_a_broken_channel_fails_its_message_and_goes_on(monkeypatch):
    first, second = MessageFactory(priority=1), MessageFactory()

    def send(message):
        if message.pk == first.pk:
            raise KeyError("a bug in the channel")

    monkeypatch.setattr(channel_named("email"), "send", send)
    assert drain() == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.FAILED, State.SENT)
    assert "KeyError" in first.last_error


def test_a_message_in_another_hand_is_not_touched(mail_server):
    message = MessageFactory()
    assert claim(message.pk, "somebody", clock.now()) is not None
    assert drain() == 0
    assert not mail_server.letters


def test_a_message_left_by_a_dead_sender_is_taken_after_the_lease(mail_server, settings):
    message = MessageFactory()
    now = clock.now()
    claim(message.pk, "somebody", now)
    assert drain(now + timedelta(seconds=settings.NOTIFY_LEASE_SECONDS - 1)) == 0
    assert drain(now + timedelta(seconds=settings.NOTIFY_LEASE_SECONDS + 1)) == 1
    assert mail_server.letters[0]["Message-ID"] == message.message_id


def test_a_late_sender_does_not_overwrite_what_its_heir_wrote(mail_server, monkeypatch):
    message = MessageFactory()
    now = clock.now()

    def slow(letter):
        claim(letter.pk, "heir", now + timedelta(hours=1))
        raise TransportError("450 later")

    monkeypatch.setattr(channel_named("email"), "send", slow)
    drain(now)
    message.refresh_from_db()
    assert message.state == State.SENDING
    assert message.lease_token.startswith("heir:")


def test_no_more_than_the_pace_goes_at_once(mail_server, settings):
    settings.NOTIFY_EMAILS_PER_SECOND = 2
    MessageFactory.create_batch(5)
    sender, now = OutboxDrain(), clock.now()
    assert sender.drain_once("test", now) == 2
    assert sender.drain_once("test", now) == 0
    assert sender.drain_once("test", now + timedelta(seconds=1)) == 2


def test_one_time_links_do_not_stay_in_the_table_after_sending(mail_server, settings):
    settings.DEMO = False
    secret = MessageFactory(kind="accounts.password_reset", body_html="<p>link</p>")
    plain = MessageFactory(kind="accounts.security_notice")
    drain()
    secret.refresh_from_db()
    plain.refresh_from_db()
    assert (secret.body_text, secret.body_html) == ("", "")
    assert plain.body_text
    assert len(mail_server.letters) == 2


def test_age_is_that_of_the_oldest_due_letter():
    now = clock.now()
    MessageFactory(sent=True, created_at=now - timedelta(days=1))
    old = MessageFactory(created_at=now - timedelta(minutes=7))
    MessageFactory(created_at=now - timedelta(minutes=1))
    assert OutboxDrain().oldest_waiting_at(now) == old.created_at


def test_age_counts_from_the_next_try_of_a_letter_that_failed():
    now = clock.now()
    MessageFactory(
        state=State.FAILED, created_at=now - timedelta(days=1), next_try_at=now + timedelta(hours=1)
    )
    assert OutboxDrain().oldest_waiting_at(now) is None
