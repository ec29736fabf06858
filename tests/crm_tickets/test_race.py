"""Sixty-four people press for the last ten places at one moment: ten get one (Q-03).

On SQLite writers wait their turn, so fewer of them race there; the promise is the same.
"""

import threading

import pytest
from django.db import connection, connections, transaction

from core import clock
from core.accounts.models import User
from core.notify.models import OutboxMessage
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.errors import PlaceTaken
from crm.tickets.models import Occupied, Ticket
from directory.services import load_reference_data
from tests.crm_tickets.stories import EIGHT, kyiv
from tests.factories.queues import make_queue
from tests.people import make_person

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)
PLACES = 10


@pytest.fixture
def city():
    load_reference_data()


@pytest.fixture
def many():
    return 64 if connection.vendor == "postgresql" else 16


def race(work, arguments):
    """Each in a thread with a connection of its own; what each came to."""
    outcome, lock = [], threading.Lock()
    ready = threading.Barrier(min(len(arguments), 16), timeout=60)

    def run(argument):
        try:
            if threading.active_count() >= 16:
                ready.wait()
        except threading.BrokenBarrierError:
            pass
        try:
            result = work(argument)
        except Exception as refusal:
            result = refusal
        finally:
            connections.close_all()
        with lock:
            outcome.append(result)

    threads = [threading.Thread(target=run, args=[argument]) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return outcome


def test_the_last_places_go_to_as_many_as_there_are(city, many):
    queue = make_queue(windows=5, seats=2, minutes=30)
    service = queue.services.get()
    people = [make_person(name=f"racer{n}") for n in range(many)]

    def press(person_pk):
        person = User.objects.get(pk=person_pk)
        holder = f"user:{person.pk}"
        held = tickets.hold_place(queue, service, kyiv(9), holder, EIGHT)
        details = tickets.Details(person.full_name, f"+38067{person.pk:07d}")
        return tickets.book(held.public_id, holder, details, person, EIGHT)

    outcome = race(press, [person.pk for person in people])
    won = [one for one in outcome if isinstance(one, Ticket)]
    lost = [one for one in outcome if not isinstance(one, Ticket)]
    assert len(won) == PLACES, lost
    assert all(isinstance(one, PlaceTaken) and one.nearest for one in lost), lost
    assert sorted(one.number for one in won) == [f"А-{n:03d}" for n in range(1, PLACES + 1)]
    assert Occupied.objects.count() == PLACES * 6
    assert len({(one.window_id, one.seat) for one in won}) == PLACES


def test_one_person_in_many_tabs_gets_as_many_tickets_as_allowed(city):
    queue = make_queue(windows=3, minutes=30)
    service = queue.services.get()
    person = make_person(name="racer")

    def press(number):
        held = tickets.hold_place(queue, service, kyiv(9 + number % 3), f"tab{number}", EIGHT)
        details = tickets.Details(person.full_name, "+380671234567")
        return tickets.book(held.public_id, f"tab{number}", details, person, EIGHT)

    outcome = race(press, range(6))
    assert len([one for one in outcome if isinstance(one, Ticket)]) == 1, outcome
    assert Ticket.objects.filter(state=states.BOOKED).count() == 1


def test_holds_that_run_out_while_being_booked_are_never_given_twice(city):
    """The worker frees, the owner books and a stranger holds, all at one moment."""
    queue = make_queue(minutes=30)
    service = queue.services.get()
    owner, stranger = make_person(name="owner"), make_person(name="stranger")
    held = tickets.hold_place(queue, service, kyiv(9), "owner", EIGHT)
    later = kyiv(8, 6)

    def press(who):
        if who == "worker":
            return tickets.free_run_out(later)
        if who == "owner":
            details = tickets.Details(owner.full_name, "+380671234567")
            return tickets.book(held.public_id, "owner", details, owner, later)
        mine = tickets.hold_place(queue, service, kyiv(9), "stranger", later)
        details = tickets.Details(stranger.full_name, "+380501234567")
        return tickets.book(mine.public_id, "stranger", details, stranger, later)

    race(press, ["worker", "owner", "stranger"])
    booked = Ticket.objects.filter(state=states.BOOKED)
    assert booked.count() == 1
    assert Occupied.objects.filter(ticket=booked.get()).count() == 6 == Occupied.objects.count()
    assert clock.local(booked.get().starts_at).hour == 9


def test_two_freed_places_three_waiting_and_two_senders(city):
    """Each place is kept for one person once, whoever else presses at that moment."""
    queue = make_queue(minutes=30, hours={1: "09:00-10:00"}, max_active=9, max_a_day=9)
    service = queue.services.get()
    owner, day = make_person(name="owner"), kyiv(9).date()
    booked = []
    for at in (kyiv(9), kyiv(9, 30)):
        held = tickets.hold_place(queue, service, at, "owner", EIGHT)
        details = tickets.Details(owner.full_name, "+380671234567")
        booked.append(tickets.book(held.public_id, "owner", details, owner, EIGHT))
    wish = tickets.Wish(service, day, day)
    line = [
        tickets.join_waiting(queue, wish, make_person(name=f"waits{n}"), EIGHT) for n in range(3)
    ]
    for ticket in booked:
        tickets.cancel(ticket, owner, EIGHT)

    def press(who):
        if who == "sender":
            return tickets.offer_places(EIGHT)
        return tickets.hold_place(queue, service, kyiv(9), who, EIGHT)

    outcome = race(press, ["sender", "sender", "stranger0", "sender", "stranger1", "sender"])
    tickets.offer_places(EIGHT)
    assert all(isinstance(one, int | Ticket | PlaceTaken) for one in outcome), outcome
    held = Ticket.objects.filter(state=states.HELD)
    assert held.count() == 2 == len({one.first_cell for one in held})
    offered = [one for one in line if (one.refresh_from_db() or one.state) == "offered"]
    strangers = sum(isinstance(one, Ticket) for one in outcome)
    assert len(offered) == 2 - strangers
    assert offered == line[: len(offered)], "the first in line are served first"
    letters = OutboxMessage.objects.filter(kind="tickets.offer")
    assert sorted(letters.values_list("user", flat=True)) == sorted(o.author_id for o in offered)


def test_two_workers_remind_once(city):
    queue, person = make_queue(minutes=30, windows=5), make_person(name="visitor")
    service = queue.services.get()
    held = tickets.hold_place(queue, service, kyiv(9, day=13), "visitor", EIGHT)
    details = tickets.Details(person.full_name, "+380671234567")
    tickets.book(held.public_id, "visitor", details, person, EIGHT)
    outcome = race(lambda _n: tickets.remind(kyiv(9, day=12)), range(4))
    assert sum(outcome) == 1, outcome
    assert OutboxMessage.objects.filter(kind="tickets.reminder").count() == 1


@pytest.mark.postgresql
def test_who_comes_for_the_same_time_does_not_wait_for_another_to_finish(city):
    """One is in the middle of taking a seat; the next gets another seat at once."""
    with clock.frozen(EIGHT):
        queue = make_queue(windows=2)
        service = queue.services.get()
        with transaction.atomic():
            first = tickets.hold_place(queue, service, kyiv(9), "first", EIGHT)
            outcome = race(lambda holder: hold_quickly(queue, service, holder), ["second"])
        second = outcome[0]
    assert isinstance(second, Ticket), second
    assert second.window_id != first.window_id


def hold_quickly(queue, service, holder):
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
    return tickets.hold_place(queue, service, kyiv(9), holder, EIGHT)
