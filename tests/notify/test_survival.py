"""Two senders, and senders that die: nothing is lost, at most the letter in hand is repeated."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from core import clock
from core.notify import drain
from core.notify.channels import Channel
from core.notify.models import OutboxMessage, State
from tests.factories.notify import MessageFactory
from tests.notify.mail_server import MailServer, running_mail_server

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parent.parent.parent
LEASE = 3


class CountingChannel(Channel):
    """Remembers who was sent to; slow enough for two senders to meet."""

    per_second = 10_000

    def __init__(self) -> None:
        self.sent: Counter[int] = Counter()
        self.lock = threading.Lock()

    def send(self, message: OutboxMessage) -> None:
        time.sleep(0.002)
        with self.lock:
            self.sent[message.pk] += 1


def test_two_senders_at_once_send_every_letter_exactly_once(monkeypatch):
    channel = CountingChannel()
    monkeypatch.setattr(drain, "channel_named", lambda _name: channel)
    messages = MessageFactory.create_batch(60)
    barrier = threading.Barrier(2)
    work: Counter[str] = Counter()

    def run(name: str) -> None:
        sender = drain.OutboxDrain()
        barrier.wait()
        try:
            while handled := sender.drain_once(name, clock.now()):
                work[name] += handled
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert channel.sent == Counter({message.pk: 1 for message in messages})
    assert sum(work.values()) == 60
    assert not OutboxMessage.objects.exclude(state=State.SENT).exists()


class HoldingServer(MailServer):
    """Takes a letter whole, and then does not answer while it is told to hold."""

    def __init__(self) -> None:
        super().__init__()
        self.hold_from = 0
        self.is_holding = threading.Event()

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.hold_from and len(self.letters) == self.hold_from:
            self.is_holding.set()
            await asyncio.sleep(60)
        return answer


def test_a_sender_killed_with_a_letter_in_hand_loses_nothing_and_repeats_one():
    messages = MessageFactory.create_batch(5)
    with running_mail_server(HoldingServer()) as server:
        server.hold_from = 3
        with sender_process(server.port) as first:
            assert server.is_holding.wait(60), "the third letter never came"
            os.kill(first.pid, signal.SIGKILL)
            first.wait(10)
        assert sent_count() == 2
        server.hold_from = 0
        with sender_process(server.port):
            wait_until(lambda: sent_count() == 5)
    arrived = Counter(letter["Message-ID"] for letter in server.letters)
    assert set(arrived) == {message.message_id for message in messages}
    assert sorted(arrived.values()) == [1, 1, 1, 1, 2]


def test_work_goes_on_by_itself_when_the_mail_server_comes_back():
    with running_mail_server() as gone:
        port = gone.port
    MessageFactory()
    with sender_process(port):
        wait_until(lambda: OutboxMessage.objects.filter(attempts__gte=1, state="failed").exists())
        OutboxMessage.objects.update(next_try_at=clock.now())
        with running_mail_server(port=port) as server:
            wait_until(lambda: sent_count() == 1)
    assert len(server.letters) == 1


def sent_count() -> int:
    return OutboxMessage.objects.filter(state=State.SENT).count()


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


@contextmanager
def sender_process(port: int) -> Iterator[subprocess.Popen]:
    """`run_outbox` on this test's database, sending to the port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.notify.sender_process", str(port), str(LEASE)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def database_url() -> str:
    """The address of the test database itself."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    password = f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    where = f"{known['HOST']}:{known['PORT'] or 5432}"
    return f"postgresql://{quote(known['USER'])}{password}@{where}/{known['NAME']}"
