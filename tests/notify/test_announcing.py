"""News left by whoever changed something; the sender writes the letters, each exactly once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from core.notify import announcing
from core.notify.announcing import AnnouncementDrain, announce, register_writer
from core.notify.models import Announcement, OutboxMessage
from core.tasks import outbox
from tests.people import make_person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
NEWS = "tests.something_happened"


@pytest.fixture(autouse=True)
def writer(monkeypatch):
    """Says of each piece of news that an appeal has come, to the person it names."""
    monkeypatch.setattr(announcing, "_writers", dict(announcing._writers))
    person = make_person("clerk", name="clerk")
    said = {"number": "Д-1/26", "addressee": "ЖЕК", "due_on": None, "url": "/desk/"}

    def write(facts):
        if facts.get("broken"):
            raise LookupError("no such row")
        yield "appeals.received", person, said

    register_writer(NEWS, write)
    return person


def drain(at=NOON):
    return AnnouncementDrain().drain_once("one", at)


def test_the_sender_writes_the_letters_and_forgets_the_news(writer):
    announce(NEWS, {"case": 1}, NOON)
    assert not OutboxMessage.objects.exists()
    assert (drain(), drain()) == (1, 0)
    assert OutboxMessage.objects.get().to_address == writer.email
    assert not Announcement.objects.exists()


def test_news_of_what_was_taken_back_are_told_to_nobody():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        announce(NEWS, {"case": 1}, NOON)
        _ = 1 / 0
    assert drain() == 0


def test_a_sender_that_dies_while_writing_repeats_nothing(monkeypatch):
    announce(NEWS, {"case": 1}, NOON)
    whole = announcing.post_all

    def dying(letters, *, at):
        whole(letters, at=at)
        raise SystemExit

    monkeypatch.setattr(announcing, "post_all", dying)
    with pytest.raises(SystemExit):
        drain()
    monkeypatch.undo()
    assert not OutboxMessage.objects.exists()


def test_of_two_senders_one_finds_the_news_gone():
    announce(NEWS, {"case": 1}, NOON)
    row = Announcement.objects.get()
    assert [announcing._write(row, NOON) for _sender in range(2)] == [True, False]
    assert OutboxMessage.objects.count() == 1


def test_a_letter_that_cannot_be_written_waits_and_does_not_hold_up_the_others():
    announce(NEWS, {"broken": True}, NOON)
    announce(NEWS, {"case": 1}, NOON)
    assert drain() == 1
    left = Announcement.objects.get()
    assert (left.attempts, left.last_error) == (1, "LookupError: no such row")
    assert drain() == 0, "it rests before the next try"
    Announcement.objects.update(facts={"case": 2})
    assert drain(NOON + timedelta(minutes=1)) == 1


def test_news_that_wait_too_long_are_a_problem_of_readyz():
    announce(NEWS, {"case": 1}, NOON)
    assert outbox.age_problem(NOON) is None
    assert outbox.age_problem(NOON + timedelta(hours=1))


def test_news_nobody_writes_about_cannot_be_left():
    with pytest.raises(KeyError):
        announce("tests.unknown", {}, NOON)
