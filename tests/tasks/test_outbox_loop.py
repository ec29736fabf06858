"""The loop that drains the outbox, whatever the rooms put into it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError

from core import clock
from core.notify.models import Announcement
from core.tasks import heartbeats, outbox, wakeup
from core.tasks.models import Heartbeat

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


class Drain:
    """A room with some rows to send; `trouble` is raised instead of sending."""

    def __init__(self, name: str, rows: int, trouble: Exception | None = None) -> None:
        self.name = name
        self.rows = rows
        self.trouble = trouble
        self.calls: list[str] = []
        self.waits_since: datetime | None = None

    def drain_once(self, worker_id: str, at: datetime) -> int:
        self.calls.append(worker_id)
        if self.trouble:
            raise self.trouble
        handled, self.rows = min(self.rows, 2), max(0, self.rows - 2)
        return handled

    def oldest_waiting_at(self, at: datetime) -> datetime | None:
        return self.waits_since


@pytest.fixture
def drains(monkeypatch):
    """Only the drains of the test."""
    known: dict[str, Drain] = {}
    monkeypatch.setattr(outbox, "_drains", known)
    monkeypatch.setattr(outbox, "_rests", {})

    def add(*args, **kwargs) -> Drain:
        drain = Drain(*args, **kwargs)
        outbox.register_drain(drain)
        return drain

    return add


def make_sender(stop: threading.Event, waited: list[float]) -> outbox.Sender:
    def wait(seconds: float) -> None:
        waited.append(seconds)
        stop.set()

    return outbox.Sender("w1", stop, wait)


def test_every_drain_gets_its_turn_in_one_round(drains):
    first, second = drains("letters", 3), drains("hooks", 1)
    assert outbox.drain_all("w1", NOON) == 3
    assert (first.rows, second.rows) == (1, 0)


def test_a_broken_drain_does_not_stop_the_others(drains):
    drains("broken", 1, ValueError("no"))
    sound = drains("sound", 2)
    assert outbox.drain_all("w1", NOON) == 2
    assert sound.rows == 0


def test_a_broken_drain_is_left_alone_for_a_while(drains):
    broken = drains("broken", 1, ValueError("no"))
    outbox.drain_all("w1", NOON)
    outbox.drain_all("w1", NOON + timedelta(seconds=1))
    assert len(broken.calls) == 1
    outbox.drain_all("w1", NOON + timedelta(minutes=1))
    assert len(broken.calls) == 2


def test_a_lost_database_is_told_to_the_loop(drains):
    drains("letters", 1, OperationalError("gone"))
    with pytest.raises(OperationalError):
        outbox.drain_all("w1", NOON)


@pytest.mark.django_db
def test_the_loop_drains_until_nothing_is_left_and_then_waits(drains):
    letters, waited = drains("letters", 5), []
    make_sender(threading.Event(), waited).run()
    assert letters.rows == 0
    assert waited == [outbox.POLL_SECONDS]


@pytest.mark.django_db
def test_the_loop_survives_a_hiccup_of_the_database(drains, monkeypatch):
    letters, waited = drains("letters", 1, OperationalError("gone")), []
    monkeypatch.setattr(outbox, "HICCUP_SECONDS", 0)
    monkeypatch.setattr(outbox.connection, "close", lambda: setattr(letters, "trouble", None))
    make_sender(threading.Event(), waited).run()
    assert letters.rows == 0


@pytest.mark.django_db
def test_the_loop_leaves_its_heartbeat(drains):
    with clock.frozen(NOON):
        make_sender(threading.Event(), []).run()
    assert Heartbeat.objects.get(name=heartbeats.OUTBOX).beat_at == NOON


@pytest.mark.django_db
def test_once_sends_everything_due_and_ends(drains):
    letters = drains("letters", 5)
    call_command("run_outbox", "--once")
    assert letters.rows == 0


def test_a_message_that_waits_too_long_is_reported(drains):
    drains("letters", 1).waits_since = NOON - timedelta(seconds=301)
    assert "301" in outbox.age_problem(NOON)


def test_a_message_that_waits_a_little_is_no_problem(drains):
    drains("letters", 1).waits_since = NOON - timedelta(seconds=299)
    assert outbox.age_problem(NOON) is None


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_committed_row_wakes_the_sender_at_once():
    stop = threading.Event()
    listener = wakeup.waiter(outbox.CHANNEL, stop)
    try:
        listener(0.01)
        threading.Timer(0.2, announce_in_own_connection).start()
        started = datetime.now(UTC)  # noqa: TID251 - measures real waiting
        listener(10)
        assert datetime.now(UTC) - started < timedelta(seconds=5)  # noqa: TID251
    finally:
        listener.close()


def announce_in_own_connection() -> None:
    from django.db import connection

    try:
        Announcement.objects.create(news="tests.news", facts={}, next_try_at=clock.now())
    finally:
        connection.close()


@pytest.mark.sqlite
@pytest.mark.django_db
def test_on_sqlite_the_sender_polls_and_stops_at_once_when_asked():
    stop = threading.Event()
    stop.set()
    waiter = wakeup.waiter(outbox.CHANNEL, stop)
    assert isinstance(waiter, wakeup.Pause)
    waiter(60)
