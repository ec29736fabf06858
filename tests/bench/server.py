"""Start the servers under test, each with the same one worker, and stop them again."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(
    application: str,
    environment: dict[str, str],
    ready: str,
    folder: Path = ROOT,
    threads: int = 4,
    workers: int = 1,
) -> Iterator[tuple[str, int]]:
    """Serve a WSGI application by granian; gives its address and its process number."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)),
        *("--no-access-log", "--log-level", "warning", "--respawn-failed-workers", application),
    ]
    process = subprocess.Popen(command, cwd=folder, env=os.environ | environment)
    try:
        wait_until_ready(address + ready, process)
        yield address, process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(address: str, process: subprocess.Popen, seconds: int = 60) -> None:
    """Ask until the server answers with anything at all."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server for {address} stopped with {process.returncode}")
        try:
            urllib.request.urlopen(address, timeout=30).read()
        except urllib.error.HTTPError as answer:
            if answer.code >= 500:
                raise
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{address} did not answer in {seconds} s")


def memory_of(pid: int) -> float:
    """Resident memory of the biggest worker below a granian process, in MiB."""
    sizes = [0.0]
    for child in [pid, *children_of(pid)]:
        status = Path(f"/proc/{child}/status")
        if status.exists():
            for line in status.read_text().splitlines():
                if line.startswith("VmRSS:"):
                    sizes.append(int(line.split()[1]) / 1024)
    return max(sizes)


def children_of(pid: int) -> list[int]:
    """Every process below this one."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *children_of(int(child))]
    return found
