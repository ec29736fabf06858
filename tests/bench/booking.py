"""Free times of a month, a booking, and the last places while a worker is killed.

``python -m tests.bench.booking`` furnishes the city of DATABASE_URL with two queues and sixteen
visitors and tells of them as JSON; ``… count SLUG`` tells how many places of a queue are given.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from tests.bench import report
from tests.bench.cities import City
from tests.bench.measure import Client, Operation, Sample, sample_of
from tests.bench.operations import Claim, reading
from tests.bench.server import children_of, serving
from tests.visitors import SEE_OTHER, Visitor

SPECIALISTS, TICKETS, CLIENTS = 20, 5_000, (8, 16)
PLACES = 480
"""Last places of a race: twenty seats in twenty-four times of one day."""
A_SECOND = 130
NO_LIMIT = {"max_active": 30_000, "max_a_day": 30_000, "max_a_month": 30_000, "horizon_days": 30}


def claims(city: City) -> list[Claim]:
    """What one visitor does, asked in rounds with the floors."""
    facts = _furnish(city)
    visitor = Visiting(Client(city.address, facts["people"][0]), facts["busy"])
    month = reading(
        f"free times of a month, {SPECIALISTS} specialists, {TICKETS:,} tickets",
        f"/booking/{facts['busy']['slug']}/",
        "p95 <= 15 P; statements <= 8",
        Client(city.address),
    )
    return [
        month,
        Claim(Operation("hold a place", visitor.hold), "p95 <= 15 P; statements <= 12"),
        Claim(Operation("book the held place", visitor.book), "p95 <= 15 P; statements <= 12"),
    ]


class Visiting:
    """One who books a place after another, as a browser does it."""

    def __init__(self, client: Client, queue: dict[str, Any]) -> None:
        self._client, self._queue, self._place = client, queue, ""
        self._times = iter(queue["times"])

    def hold(self) -> Sample:
        fields = f"service={self._queue['service']}&at={next(self._times)}&people=1"
        return self._post(f"/booking/{self._queue['slug']}/hold/", fields)

    def book(self) -> Sample:
        return self._post(self._place, "visitor=Olena&phone=%2B380671234567")

    def _post(self, path: str, fields: str) -> Sample:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer, content, took = self._client.request("POST", path, fields.encode(), form)
        self._place = answer.getheader("Location") or ""
        return sample_of(answer, content, took, path, SEE_OTHER)


def race_rows(city: City, floor: float) -> list[dict]:
    """The last places with so many clients; one of two workers is killed on the way."""
    rows = []
    for clients in CLIENTS:
        facts = _furnish(city)
        with serving("cms.wsgi:application", city.environment, "/healthz", workers=2) as (
            address,
            pid,
        ):
            visitors = [
                Visitor(address, headers, f"+38067{2_000_000 + number}")
                for number, headers in enumerate(facts["people"][:clients])
            ]
            seconds, killed = _race(visitors, facts["last"], pid)
        given = json.loads(city.tell("tests.bench.booking", "count", facts["last"]["slug"]))
        rows += _told(clients, given, seconds, killed, floor)
    return rows


def _told(
    clients: int, given: dict[str, int], seconds: float, killed: int, floor: float
) -> list[dict]:
    wrong = abs(PLACES - given["tickets"]) + given["double"]
    pace = given["tickets"] / seconds
    there = pace * floor / report.P_MS
    return [
        report.size_row(
            f"{PLACES} last places, {clients} clients, {killed} worker killed: wrong",
            wrong,
            target="0 oversold, 0 undersold",
            held=not wrong,
        ),
        report.size_row(
            f"bookings a second, {clients} clients",
            pace,
            ratio=f"{there:.0f} at P = {report.P_MS} ms",
            target=f"at least {A_SECOND} at P = {report.P_MS} ms",
            held=there >= A_SECOND,
        ),
    ]


def _race(visitors: list[Visitor], queue: dict[str, Any], pid: int) -> tuple[float, int]:
    """Seconds until nothing is left, and how many workers were killed."""
    booked, left = count(), dict.fromkeys(queue["times"])
    started = time.monotonic()
    threads = [
        threading.Thread(target=_book_all, args=(one, queue, left, booked)) for one in visitors
    ]
    for thread in threads:
        thread.start()
    killed = _kill_one(pid, lambda: len(left) < len(queue["times"]) * 2 / 3)
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - started
    # What a killed request held was free again after the others had been told it was taken.
    for one in visitors:
        _book_all(one, queue, dict.fromkeys(queue["times"]), booked)
    for one in visitors:
        one.close()
    return seconds, killed


def _book_all(
    visitor: Visitor, queue: dict[str, Any], left: dict[str, None], booked: Iterator[int]
) -> None:
    """Until no time is free: one that is told to be taken is not asked for again."""
    while left:
        at = next(iter(left), None)
        if at is None:
            return
        try:
            status, place, _page = visitor.hold(queue["slug"], queue["service"], at)
            if status != SEE_OTHER:
                left.pop(at, None)
            elif visitor.confirm(place)[0] == SEE_OTHER:
                next(booked)
        except (OSError, http.client.HTTPException):
            # What was held before the worker died is this visitor's still: ask for it again.
            visitor.forget()
            left[at] = None


def _kill_one(pid: int, is_time: Callable[[], bool]) -> int:
    while not is_time():
        time.sleep(0.05)
    workers = children_of(pid)
    if not workers:
        return 0
    with contextlib.suppress(ProcessLookupError):
        os.kill(workers[0], signal.SIGKILL)
    return 1


def _furnish(city: City) -> dict[str, Any]:
    return json.loads(city.tell("tests.bench.booking"))


def furnish() -> dict[str, Any]:
    """A busy queue, one with the last places, and log-ins of visitors."""
    from core import clock
    from crm.tickets.models import Ticket
    from crm.tickets.offer import stamp
    from crm.tickets.supply import free_times
    from directory.models import Addressee
    from tests.bench.city import log_in
    from tests.factories.queues import make_queue

    at = clock.now()
    hours = dict.fromkeys(range(7), "08:00-20:00")
    tag = f"{Ticket.objects.count()}-{at:%H%M%S}"
    rules = NO_LIMIT | {"addressee": Addressee.objects.listed().order_by("pk")[0], "hours": hours}
    busy = make_queue(windows=SPECIALISTS, minutes=15, slug=f"busy-{tag}", **rules)
    starts = free_times(busy, busy.services.get(), at)
    _fill(busy, starts, at)
    last = make_queue(windows=10, seats=2, minutes=30, slug=f"last-{tag}", **rules)
    day = clock.local(at).date() + timedelta(days=2)
    of_day = [stamp(one.at) for one in free_times(last, last.services.get(), at, days=(day, day))]
    still = [stamp(one.at) for one in starts[-400:]]
    return {
        "busy": {"slug": busy.slug, "service": busy.services.get().pk, "times": still},
        "last": {"slug": last.slug, "service": last.services.get().pk, "times": of_day},
        "people": [log_in(_visitor(number)) for number in range(max(CLIENTS))],
    }


def _visitor(number: int) -> str:
    from core import clock
    from core.accounts.models import User
    from core.accounts.services.people import create_person

    email = f"visitor{number}@scale.test"
    if not User.objects.filter(email=email).exists():
        create_person(
            email=email, actor=None, at=clock.now(), last_name="Відвідувач", first_name=str(number)
        )
    return email


def _fill(queue: Any, starts: list, at: Any) -> None:
    """So many tickets, early times first, as if booked long ago."""
    from crm.tickets import states
    from crm.tickets.cells import cells_of
    from crm.tickets.models import Occupied, Ticket

    service, number, tickets = queue.services.get(), count(1), []
    for start in starts:
        for window, seat in start.seats:
            first, many = cells_of(start.at, service.minutes)
            place = {"window_id": window, "seat": seat, "first_cell": first, "cells": many}
            tickets.append(
                Ticket(
                    queue=queue, service=service, state=states.BOOKED, starts_at=start.at,
                    ends_at=start.at + timedelta(minutes=15), day=start.day,
                    number=f"Б-{next(number)}", created_at=at, updated_at=at, **place,
                )
            )  # fmt: skip
        if len(tickets) >= TICKETS:
            break
    made = Ticket.objects.bulk_create(tickets[:TICKETS], batch_size=1_000)
    Occupied.objects.bulk_create(
        (
            Occupied(ticket=one, window_id=one.window_id, seat=one.seat, cell=one.first_cell + step)
            for one in made
            for step in range(one.cells)
        ),
        batch_size=2_000,
    )


def given(slug: str) -> dict[str, int]:
    """Tickets of the queue, and cells that were given twice."""
    from crm.tickets import states
    from crm.tickets.models import Occupied, Ticket

    cells = Occupied.objects.filter(ticket__queue__slug=slug, ticket__state=states.BOOKED)
    once = cells.values("window", "seat", "cell").distinct()
    tickets = Ticket.objects.filter(queue__slug=slug, state=states.BOOKED)
    return {"tickets": tickets.count(), "double": cells.count() - once.count()}


if __name__ == "__main__":
    from tests.bench.city import prepare_django

    prepare_django()
    print(json.dumps(given(sys.argv[2]) if sys.argv[1:2] == ["count"] else furnish()))
