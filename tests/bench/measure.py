"""Ask an operation again and again, and say how long it took, in rounds shared with the floors."""

from __future__ import annotations

import dataclasses
import http.client
import statistics
import time
import urllib.parse
from collections.abc import Callable, Iterable


def rss() -> float:
    """Memory of this process, MiB."""
    with open("/proc/self/status") as status:  # noqa: PTH123 - a file of the kernel
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


@dataclasses.dataclass
class Sample:
    """One answer: how long it took and, where the server says so, what it asked the database."""

    milliseconds: float
    statements: int | None = None
    database_ms: float | None = None


@dataclasses.dataclass
class Operation:
    """Something a person does, as a callable that answers with a Sample."""

    name: str
    ask: Callable[[], Sample]
    per_round: int = 1
    samples: list[Sample] = dataclasses.field(default_factory=list)

    @property
    def p50(self) -> float:
        """The median, in milliseconds."""
        return statistics.median(sample.milliseconds for sample in self.samples)

    @property
    def p95(self) -> float:
        """The 95th percentile, in milliseconds."""
        ordered = sorted(sample.milliseconds for sample in self.samples)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]

    @property
    def statements(self) -> int | None:
        """How many statements the slowest kind of answer made."""
        counts = [s.statements for s in self.samples if s.statements is not None]
        return max(counts) if counts else None

    @property
    def database_ms(self) -> float | None:
        """The median of the time spent in the database, in milliseconds."""
        times = [s.database_ms for s in self.samples if s.database_ms is not None]
        return statistics.median(times) if times else None


class Client:
    """A browser as plain as can be: one kept connection, one cookie jar given by hand."""

    def __init__(self, address: str, headers: dict[str, str] | None = None) -> None:
        parts = urllib.parse.urlsplit(address)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
        self.headers = headers or {}

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict | None = None
    ) -> tuple[http.client.HTTPResponse, bytes, float]:
        """Send one request, read the whole answer, and time it in milliseconds."""
        started = time.perf_counter()
        self.connection.request(method, path, body=body, headers=self.headers | (headers or {}))
        response = self.connection.getresponse()
        content = response.read()
        return response, content, (time.perf_counter() - started) * 1000

    def get(self, path: str, expect: int = 200) -> Sample:
        """Ask for a page and refuse to time a wrong answer."""
        response, content, took = self.request("GET", path)
        return sample_of(response, content, took, path, expect)


def sample_of(
    response: http.client.HTTPResponse, content: bytes, took: float, path: str, expect: int
) -> Sample:
    """Turn an answer into a sample; a wrong status is an error, not a fast page."""
    if response.status != expect:
        where = response.getheader("Location") or repr(content[:300])
        raise RuntimeError(f"{path} answered {response.status}, not {expect}: {where}")
    statements = response.getheader("X-Bench-Statements")
    database = response.getheader("X-Bench-Database-Ms")
    return Sample(
        took,
        int(statements) if statements is not None else None,
        float(database) if database is not None else None,
    )


def run_rounds(operations: Iterable[Operation], rounds: int, warm_up: int = 3) -> None:
    """Ask every operation in turn, round by round, so that noise falls on all alike."""
    operations = list(operations)
    for number in range(-warm_up, rounds):
        for operation in operations:
            for _turn in range(operation.per_round):
                sample = operation.ask()
                if number >= 0:
                    operation.samples.append(sample)


def timed(work: Callable[[], object], repeat: int = 1) -> Callable[[], Sample]:
    """Make an operation of a plain function; the time is that of one repetition."""

    def ask() -> Sample:
        started = time.perf_counter()
        for _turn in range(repeat):
            work()
        return Sample((time.perf_counter() - started) * 1000 / repeat)

    return ask
