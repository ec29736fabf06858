"""What ./run does with its processes, tried on processes that only sleep."""

import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress

import pytest

from cms import start
from cms.demo import logins

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
FORKING = [
    sys.executable,
    "-c",
    "import os, time; os.fork(); print(os.getpid(), flush=True); time.sleep(60)",
]


def wait_for(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.fixture
def minding():
    """A minder at work in a thread; whatever happens, nothing is left running."""
    started: list[start.Minder] = []

    def mind(*children: start.Child) -> tuple[start.Minder, threading.Thread, list[int]]:
        minder, codes = start.Minder(list(children)), []
        for child in children:
            child.start()
        thread = threading.Thread(target=lambda: codes.append(minder._loop()), daemon=True)
        thread.start()
        started.append(minder)
        return minder, thread, codes

    yield mind
    for minder in started:
        minder.is_stopping = True
        minder._stop_all()


def test_a_dead_sender_is_started_again(minding):
    sender = start.Child("outbox", SLEEPER, is_vital=False)
    minding(start.Child("web", SLEEPER, is_vital=True), sender)
    first = sender.process.pid
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: sender.process is not None and sender.process.pid != first)
    assert is_running(sender.process.pid)


def test_a_sender_that_always_dies_is_not_started_in_a_rush(minding):
    broken = start.Child("outbox", [sys.executable, "-c", "raise SystemExit(3)"], is_vital=False)
    minding(start.Child("web", SLEEPER, is_vital=True), broken)
    time.sleep(2.5)
    assert 1 <= broken.restarts <= 3


def test_everything_ends_with_the_web_server(minding):
    web = start.Child("web", [sys.executable, "-c", "raise SystemExit(7)"], is_vital=True)
    _minder, thread, codes = minding(web)
    thread.join(10)
    assert codes == [7]


def test_stopping_takes_forked_processes_along(minding):
    child = start.Child("worker", FORKING, is_vital=False)
    minder, thread, _codes = minding(child)
    group = child.process.pid
    time.sleep(0.5)
    minder.is_stopping = True
    thread.join(10)
    minder._stop_all()
    with pytest.raises(ProcessLookupError):
        for _ in range(50):
            os.killpg(group, 0)
            time.sleep(0.1)


@pytest.mark.parametrize("value", ["eighty", "0", "70000", "-1"])
def test_a_wrong_port_is_refused_with_a_sentence(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(SystemExit, match="PORT must be a number"):
        start._port()


def test_a_taken_port_is_noticed():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert start._is_busy("127.0.0.1", taken.getsockname()[1])


def test_sqlite_is_served_by_one_process(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("WEB_PROCESSES", raising=False)
    command = start._web_command("127.0.0.1", 8000)
    assert command[command.index("--workers") + 1] == "1"


def test_the_printed_log_ins_name_every_role_once():
    text = logins.as_text("http://localhost:8000")
    assert all(text.count(logins.email(name)) == 1 for name, *_rest in logins.LOGINS)
    assert logins.PASSWORD in text
