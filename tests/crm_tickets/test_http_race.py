"""Sixty-four browsers press for the last ten places of a real server, time after time (Q-03)."""

import os
from urllib.parse import urlsplit

import pytest
from django.db import connection

from core import clock
from crm.tickets import states
from crm.tickets.models import Occupied, Ticket
from crm.tickets.offer import stamp
from crm.tickets.supply import free_times
from directory.services import load_reference_data
from tests.bench.city import log_in
from tests.bench.server import serving
from tests.factories.queues import make_queue
from tests.people import make_person
from tests.visitors import CONFLICT, Visitor, at_once

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
    pytest.mark.postgresql,
]
ROUNDS = 20 if os.environ.get("CI") else 5
CLIENTS, PLACES = 64, 10
ALL_WEEK = dict.fromkeys(range(7), "08:00-20:00")


@pytest.fixture
def address():
    """Two workers over the test's own database."""
    load_reference_data()
    known = connection.settings_dict
    place = f"{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    environment = {
        "DATABASE_URL": f"postgresql://{place}",
        "DJANGO_SETTINGS_MODULE": "tests.race_settings",
    }
    with serving("cms.wsgi:application", environment, "/healthz", workers=2) as (served, _pid):
        yield served


@pytest.fixture
def visitors(address):
    people = [make_person(name=f"racer{number}") for number in range(CLIENTS)]
    found = [
        Visitor(address, log_in(person.email), f"+38067{1_000_000 + number}")
        for number, person in enumerate(people)
    ]
    yield found
    for one in found:
        one.close()


def test_ten_get_a_ticket_and_everybody_else_a_plain_refusal_each_time(visitors):
    for _round in range(ROUNDS):
        queue = make_queue(windows=5, seats=2, minutes=30, hours=ALL_WEEK)
        last = free_times(queue, queue.services.get(), clock.now())[-1]
        assert len(last.seats) == PLACES
        won = press_together(visitors, queue, stamp(last.at))
        check_tickets(queue, won)


def press_together(visitors, queue, at):
    """Addresses of the tickets; everybody without one was told so, and nobody an error."""
    service = queue.services.get()
    outcome = at_once(visitors, lambda one: one.book(queue.slug, service.pk, at))
    assert not [one for one in outcome if isinstance(one, Exception)], outcome
    lost = [one for one in outcome if not one.is_booked]
    assert {one.status for one in lost} == {CONFLICT}, [one.status for one in outcome]
    assert all("Цей час щойно зайняли" in one.page for one in lost)
    return {urlsplit(one.ticket).path for one in outcome if one.is_booked}


def check_tickets(queue, won):
    assert len(won) == PLACES
    booked = Ticket.objects.filter(queue=queue, state=states.BOOKED)
    numbers = sorted(booked.values_list("number", flat=True))
    assert numbers == [f"А-{number:03d}" for number in range(1, PLACES + 1)]
    cells = Occupied.objects.filter(ticket__queue=queue)
    assert cells.count() == PLACES * 6
    assert cells.values("window", "seat", "cell").distinct().count() == PLACES * 6
