"""What ./run does once Python is there: prepare, start the processes, mind them.

Only the standard library is imported here, so that the parent stays small: pages by
granian, the sender of the outbox, and the worker. A sender or worker that dies is
started again; when the web server dies, everything stops with its exit code.
"""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from cms.demo import logins

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 15
READY_SECONDS = 90
_PR_SET_PDEATHSIG = 1


class Child:
    """One process in a group of its own, so that stopping it stops what it forked."""

    def __init__(self, name: str, command: list[str], *, is_vital: bool) -> None:
        self.name = name
        self.command = command
        self.is_vital = is_vital
        self.restarts = 0
        self.start_after = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    @property
    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def signal(self, number: int, *, group: bool = False) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if group:
                os.killpg(self.process.pid, number)
            elif self.process.poll() is None:
                self.process.send_signal(number)


def _die_with_parent() -> None:
    """On Linux a killed parent takes its children along; elsewhere they are left."""
    with suppress(Exception):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def main() -> int:
    host, port = os.environ.get("HOST", "127.0.0.1"), _port()
    address = os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
    live = port + 1 if _is_postgresql() else 0
    if live:
        os.environ.setdefault("LIVE_URL", f"http://localhost:{live}")
    if _is_busy(host, port):
        sys.exit(f"Port {port} is taken. Choose another: PORT={port + 1} ./run")
    manage = [sys.executable, "manage.py"]
    if code := subprocess.call([*manage, "prepare"], cwd=ROOT, stdin=subprocess.DEVNULL):
        return code
    children = [
        Child("web", _web_command(host, port), is_vital=True),
        Child("outbox", [*manage, "run_outbox"], is_vital=False),
        Child("worker", [*manage, "run_worker"], is_vital=False),
    ]
    if live:
        children.append(Child("live", _live_command(host, live), is_vital=False))
    minder = Minder(children)
    return minder.mind(host, port, address)


class Minder:
    """Starts the children, starts the dead ones again, stops all of them in the end."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.is_stopping = False

    def mind(self, host: str, port: int, address: str) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        for child in self.children:
            child.start()
        code = 0
        try:
            if self._wait_until_ready(host, port):
                print(logins.as_text(address), flush=True)
            code = self._loop()
        finally:
            self._stop_all()
        return code

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _wait_until_ready(self, host: str, port: int) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and not self.is_stopping:
            if any(child.is_vital and child.exit_code is not None for child in self.children):
                return False
            if _answers(host, port):
                return True
            time.sleep(0.2)
        return False

    def _loop(self) -> int:
        while not self.is_stopping:
            for child in self.children:
                code = child.exit_code
                if code is None:
                    continue
                if child.is_vital:
                    print(f"The {child.name} process ended with code {code}.", file=sys.stderr)
                    return code or 1
                self._revive(child, code)
            time.sleep(0.3)
        return 0

    def _revive(self, child: Child, code: int) -> None:
        """At once the first time, then slower, so that a broken start does not spin."""
        now = time.monotonic()
        if child.process is not None:
            child.signal(signal.SIGKILL, group=True)
            child.process = None
            pause = min(30.0, 2.0**child.restarts - 1)
            child.restarts += 1
            child.start_after = now + pause
            print(f"The {child.name} process ended with code {code}; starting it again.")
        if now >= child.start_after:
            child.start()

    def _stop_all(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(c.exit_code is None for c in self.running()):
            time.sleep(0.1)
        for child in self.children:
            child.signal(signal.SIGKILL, group=True)
        for child in self.running():
            if child.process:
                child.process.wait()

    def running(self) -> list[Child]:
        return [child for child in self.children if child.process is not None]


def _port() -> int:
    value = os.environ.get("PORT", "8000")
    if not value.isdigit() or not 0 < int(value) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def _is_busy(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _answers(host: str, port: int) -> bool:
    target = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    connection = http.client.HTTPConnection(target, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _web_command(host: str, port: int) -> list[str]:
    """One process with threads on SQLite, which has one writer; more on PostgreSQL."""
    processes = os.environ.get("WEB_PROCESSES", "2" if _is_postgresql() else "1")
    granian = str(Path(sys.executable).parent / "granian")
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": processes,
        "--blocking-threads": os.environ.get("WEB_THREADS", str(2 * (os.cpu_count() or 1))),
        "--backpressure": "128",
        "--log-level": "warning",
    }
    flags = [part for pair in options.items() for part in pair]
    return [granian, *flags, "--respawn-failed-workers", "cms.wsgi:application"]


def _live_command(host: str, port: int) -> list[str]:
    """News for open pages: one process, one LISTEN connection (core.live.streams)."""
    granian = str(Path(sys.executable).parent / "granian")
    options = {"--interface": "asgi", "--host": host, "--port": str(port), "--workers": "1"}
    flags = [part for pair in options.items() for part in pair]
    return [granian, *flags, "--log-level", "warning", "cms.live:application"]


def _is_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


if __name__ == "__main__":
    sys.exit(main())
