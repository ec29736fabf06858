"""Visitors who book over HTTP, each with a connection and a session of their own."""

import http.client
import threading
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

SEE_OTHER, CONFLICT = 302, 409


@dataclass(frozen=True)
class Outcome:
    """What one press came to: where the ticket is, or the status of the refusal and its page."""

    status: int
    ticket: str = ""
    page: str = ""

    @property
    def is_booked(self) -> bool:
        return bool(self.ticket)


class Visitor:
    """A browser with a log-in; `headers` carry its cookies."""

    def __init__(self, address: str, headers: dict[str, str], phone: str) -> None:
        parts = urllib.parse.urlsplit(address)
        self._headers = headers | {"Content-Type": "application/x-www-form-urlencoded"}
        self._place = (parts.hostname or "", parts.port)
        self._connection = self._connect()
        self._phone = phone

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(*self._place, timeout=120)

    def post(self, path: str, **fields: Any) -> tuple[int, str, str]:
        """Status, where it leads and the page."""
        body = urllib.parse.urlencode(fields)
        self._connection.request("POST", path, body, self._headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        return answer.status, answer.getheader("Location") or "", text

    def hold(self, queue: str, service: int, at: str) -> tuple[int, str, str]:
        return self.post(f"/booking/{queue}/hold/", service=service, at=at, people=1)

    def confirm(self, place: str) -> tuple[int, str, str]:
        return self.post(place, visitor="Дорошенко Олена Василівна", phone=self._phone)

    def book(self, queue: str, service: int, at: str) -> Outcome:
        """Hold the place, say who comes; whoever loses is told at either step."""
        status, place, page = self.hold(queue, service, at)
        if status != SEE_OTHER:
            return Outcome(status, page=page)
        status, ticket, page = self.confirm(place)
        return Outcome(status, ticket if status == SEE_OTHER else "", page)

    def forget(self) -> None:
        """A new connection: the server has gone."""
        self.close()
        self._connection = self._connect()

    def close(self) -> None:
        self._connection.close()


def at_once(visitors: Sequence[Visitor], press: Callable[[Visitor], Any]) -> list[Any]:
    """All press at one moment; what each came to, in their order."""
    ready = threading.Barrier(len(visitors))
    outcome: list[Any] = [None] * len(visitors)

    def run(number: int) -> None:
        ready.wait(60)
        try:
            outcome[number] = press(visitors[number])
        except Exception as error:  # told by the test
            outcome[number] = error

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)
    return outcome
