"""The two processes beside the web server, as they run: real ones, on the test's database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django_q.models import Task as DoneTask
from django_q.tasks import async_task

from core.tasks import heartbeats
from core.tasks.models import Heartbeat
from tests.database import address_for_processes

pytestmark = pytest.mark.django_db(transaction=True)

Start = Callable[..., subprocess.Popen[str]]


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


@pytest.fixture
def start() -> Iterator[Start]:
    """`start("run_outbox")`: a management command as a process in a group of its own."""
    running: list[subprocess.Popen[str]] = []

    def begin(*command: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=settings.ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "cms.settings.test",
                "DATABASE_URL": address_for_processes(),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        finally:
            process.communicate()


def wait_until_heard(process: subprocess.Popen[str], name: str) -> None:
    def is_heard() -> bool:
        assert process.poll() is None, process.communicate()[0]
        return Heartbeat.objects.filter(name=name).exists()

    wait_for(is_heard)


def stop(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(30)


def test_the_sender_beats_and_stops_when_asked(start):
    sender = start("run_outbox")
    wait_until_heard(sender, heartbeats.OUTBOX)
    assert stop(sender) == 0


def test_the_worker_does_what_is_queued_and_stops_when_asked(start):
    worker = start("run_worker")
    wait_until_heard(worker, heartbeats.WORKER)
    task = async_task("math.factorial", 5)
    wait_for(lambda: DoneTask.objects.filter(id=task).exists())
    assert DoneTask.objects.get(id=task).result == 120
    assert stop(worker) == 0


def test_the_worker_says_when_its_guard_was_killed(start):
    worker = start("run_worker")
    wait_until_heard(worker, heartbeats.WORKER)
    guard = int(Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()[0])
    os.kill(guard, signal.SIGKILL)
    assert worker.wait(30) == 1
