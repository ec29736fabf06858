"""What is kept of a queue's offer is forgotten the moment anybody changes it."""

from datetime import date

import pytest
from django.db import transaction

from blocks.queues.models import Queue, Service, Window
from blocks.queues.offers import offered_by
from crm.tickets.supply import free_times
from directory.models import Leave, Schedule, ScheduleException, ScheduleWindow
from tests.crm_tickets.stories import EIGHT
from tests.factories.queues import make_queue

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 10)


@pytest.fixture
def queue():
    return make_queue(windows=2)


def times(queue):
    """Free times of the Tuesday, counted by windows."""
    read = Queue.objects.with_edition().get(pk=queue.pk)
    service = offered_by(read, EIGHT).services[0]
    free = free_times(read, service, EIGHT, days=(TUESDAY, TUESDAY))
    return sum(len(start.seats) for start in free)


def test_the_second_look_asks_for_the_queue_and_for_what_is_taken(queue, django_assert_num_queries):
    times(queue)
    with django_assert_num_queries(2):
        assert times(queue) == 18


CHANGES = {
    "a window is stopped": (lambda q: Window.objects.filter(queue=q).update(is_active=False), 0),
    "a window is added": (
        lambda q: Window.objects.create(
            queue=q, name={"uk": "Вікно 3"}, schedule=Schedule.objects.get()
        ),
        27,
    ),
    "the service takes longer": (lambda q: Service.objects.update(minutes=40), 8),
    "a window gives other services": (
        lambda q: Window.objects.order_by("pk")[0].services.add(
            Service.objects.create(queue=q, name={"uk": "Інша"}, minutes=10, order=9)
        ),
        9,
    ),
    "hours change": (lambda q: ScheduleWindow.objects.update(closes="10:00"), 6),
    "a day is closed": (
        lambda q: ScheduleException.objects.create(
            schedule=Schedule.objects.get(), date=TUESDAY, is_closed=True
        ),
        0,
    ),
    "the official is on leave": (
        lambda q: (
            Window.objects.order_by("pk")[:1].get(),
            Window.objects.filter(pk=Window.objects.order_by("pk")[:1].get().pk).update(
                official=q.addressee
            ),
            Leave.objects.create(addressee=q.addressee, starts_on=TUESDAY, ends_on=TUESDAY),
        ),
        9,
    ),
    "the queue is paused": (lambda q: Queue.objects.update(paused_at=EIGHT), 0),
}


@pytest.mark.parametrize(("change", "many"), CHANGES.values(), ids=CHANGES)
def test_every_change_is_seen_at_once(queue, change, many):
    times(queue)
    change(queue)
    assert times(queue) == many


def test_what_was_rolled_back_is_not_kept(queue):
    before = times(queue)
    with transaction.atomic():
        ScheduleWindow.objects.all().delete()
        assert times(queue) == 0
        transaction.set_rollback(True)
    assert times(queue) == before
