"""The public word of a queue: it follows visits, survives a dead sender and names nobody."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blocks.queues.models import Availability, Queue, Service, Stale
from core import clock
from core.tasks import outbox
from core.web.cache import GENERATION
from core.words import Text
from crm.publishing import availability
from crm.publishing.availability import (
    AvailabilityDrain,
    publish_availability,
    publish_everything,
)
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Sitting, Ticket
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.factories.home import PageTree, make_page_tree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning():
    with clock.frozen(EIGHT) as frozen:
        yield frozen


@pytest.fixture
def visit(people):
    return make_visit(people)


def drain(at=EIGHT) -> int:
    return AvailabilityDrain().drain_once("tests", at)


def told(queue: Queue) -> Availability:
    return Availability.objects.get(queue=queue)


class TestNextFreeTime:
    def test_it_is_the_first_of_any_service(self, visit):
        drain()
        assert told(visit.queue).next_free_at == kyiv(9)
        visit.booked()
        drain()
        assert told(visit.queue).next_free_at == kyiv(9, 20)

    def test_short_service_finds_a_gap_that_the_long_one_does_not(self, visit):
        visit.booked()
        Service.objects.create(queue=visit.queue, name=Text(uk="Витяг"), minutes=5, letter="Б")
        visit.queue.services.filter(minutes=20).update(minutes=60)
        drain()
        assert told(visit.queue).next_free_at == kyiv(9, 20)

    def test_window_that_does_not_give_a_service_is_passed_over(self, visit):
        other = Service.objects.create(queue=visit.queue, name=Text(uk="Витяг"), letter="Б")
        Service.objects.filter(pk=visit.queue.services.first().pk).update(is_active=False)
        window = visit.queue.windows.get()
        window.services.set([visit.queue.services.exclude(pk=other.pk).get()])
        publish_availability([visit.queue], EIGHT)
        assert told(visit.queue).next_free_at is None

    def test_full_and_paused_and_stopped_queues_have_none(self, visit):
        queue = visit.queue
        for change in ({"paused_at": EIGHT}, {"paused_at": None, "is_active": False}):
            Queue.objects.filter(pk=queue.pk).update(**change)
            publish_availability([queue], EIGHT)
            assert told(queue).next_free_at is None
        Queue.objects.filter(pk=queue.pk).update(is_active=True, booked_share=0)
        publish_availability([queue], EIGHT)
        assert told(queue).next_free_at is None

    def test_statements_do_not_grow_with_services_windows_and_visits(self, people):
        small, large = make_visit(people), make_visit(people, windows=4)
        for letter in "БВГД":
            Service.objects.create(queue=large.queue, name=Text(uk=letter), letter=letter)
        large.queue.windows.first().services.set(large.queue.services.all())
        counts = []
        for one in (small, large):
            publish_availability([one.queue], EIGHT)
            with CaptureQueriesContext(connection) as seen:
                publish_availability([one.queue], EIGHT)
            counts.append(len(seen))
        assert counts[1] <= counts[0] + 1
        assert counts[1] <= 20


class TestHall:
    """Q-18: people ahead × mean service ÷ open windows."""

    def come(self, visit, minute: int):
        return Ticket.objects.create(
            queue=visit.queue,
            service=visit.service,
            state=states.ARRIVED,
            channel="kiosk",
            number=f"А-{minute:03}",
            day=clock.today(),
            arrived_at=kyiv(7, minute),
            created_at=EIGHT,
            updated_at=EIGHT,
        )

    def sit(self, visit, people):
        window = visit.queue.windows.get()
        return Sitting.objects.create(window=window, specialist=people.executor, opened_at=EIGHT)

    def test_wait_is_told_while_somebody_receives(self, visit, people):
        for minute in (1, 2):
            self.come(visit, minute)
        self.sit(visit, people)
        publish_availability([visit.queue], EIGHT)
        row = told(visit.queue)
        # nobody has been served yet, so a visit takes what the service promises: twenty minutes
        assert (row.waiting, row.wait_minutes) == (2, 40)

    def test_nothing_is_foretold_while_nobody_sits_at_a_window(self, visit):
        self.come(visit, 1)
        publish_availability([visit.queue], EIGHT)
        assert told(visit.queue).wait_minutes is None

    def test_queue_that_takes_nobody_without_booking_foretells_no_wait(self, visit, people):
        self.sit(visit, people)
        Queue.objects.filter(pk=visit.queue.pk).update(takes_walk_ins=False)
        publish_availability([visit.queue], EIGHT)
        assert told(visit.queue).wait_minutes is None


class TestMarks:
    def test_booking_moving_and_cancelling_each_leave_a_mark(self, visit):
        drain()
        assert not Stale.objects.exists()
        ticket = visit.booked()
        assert Stale.objects.filter(queue=visit.queue).exists()
        drain()
        assert told(visit.queue).next_free_at == kyiv(9, 20)
        moved = tickets.move(ticket, kyiv(9, 20), visit.people.resident, EIGHT)
        drain()
        assert told(visit.queue).next_free_at == kyiv(9)
        tickets.cancel(moved, visit.people.resident, EIGHT)
        drain()
        assert told(visit.queue).next_free_at == kyiv(9)
        assert not Stale.objects.exists()

    def test_refused_booking_leaves_none(self, visit):
        drain()
        with pytest.raises(Exception):  # noqa: B017 - any refusal
            visit.hold(when=kyiv(3))
        assert not Stale.objects.exists()

    def test_changed_offer_leaves_a_mark_too(self, visit):
        drain()
        service = visit.service
        service.minutes = 30
        service.save()
        assert drain() == 1
        visit.queue.paused_at = EIGHT
        visit.queue.save()
        assert drain() == 1
        assert told(visit.queue).next_free_at is None

    def test_sender_that_dies_half_way_leaves_the_mark_for_the_next(self, visit, monkeypatch):
        drain()
        visit.booked()

        def die(*_args):
            raise RuntimeError("killed")

        with monkeypatch.context() as broken:
            broken.setattr(availability, "_publish", die)
            with pytest.raises(RuntimeError):
                drain()
        assert told(visit.queue).next_free_at == kyiv(9)
        assert Stale.objects.exists()
        drain()
        assert told(visit.queue).next_free_at == kyiv(9, 20)

    def test_one_queue_in_trouble_does_not_stop_the_others(self, people, monkeypatch):
        bad, good = make_visit(people), make_visit(people)
        publish = availability._publish

        def limp(key, at):
            if key == bad.queue.pk:
                raise RuntimeError("broken")
            return publish(key, at)

        monkeypatch.setattr(availability, "_publish", limp)
        with pytest.raises(RuntimeError):
            drain()
        assert told(good.queue).next_free_at == kyiv(9)
        assert set(Stale.objects.values_list("queue", flat=True)) == {bad.queue.pk}

    def test_the_loop_of_the_sender_drains_them(self, visit):
        visit.booked()
        outbox.drain_all("tests", EIGHT)
        assert told(visit.queue).next_free_at == kyiv(9, 20)

    def test_deleted_queue_takes_its_marks_along(self, visit):
        visit.queue.delete()
        assert not Stale.objects.exists()
        assert drain() == 0

    def test_the_net_of_every_minute_needs_no_mark(self, visit, morning):
        drain()
        morning.move_to(kyiv(8, 50))
        assert publish_everything(kyiv(8, 50)) == 1
        assert told(visit.queue).next_free_at == kyiv(9, 20)


class TestPage:
    @pytest.fixture
    def tree(self) -> PageTree:
        return make_page_tree()

    @pytest.fixture
    def page(self, tree, visit):
        body = [("queue", {"heading": "Прийдіть до нас", "note": "", "queues": []})]
        return tree.add_addressee(addressee=visit.queue.addressee, body=body)

    def see(self, client, page) -> str:
        return client.get(page.url).content.decode().replace("\u00a0", " ")

    def test_page_tells_the_new_next_time_after_a_booking(self, client, page, visit):
        drain()
        assert "10 березня 2026, 9:00" in self.see(client, page)
        visit.booked()
        drain()
        shown = self.see(client, page)
        assert "10 березня 2026, 9:20" in shown
        assert f"/booking/{visit.queue.slug}/" in shown
        assert "Дорошенко" not in shown

    def test_kept_pages_stay_while_visits_come_and_go(self, page, visit):
        drain()
        before = cache.get(GENERATION)
        visit.booked()
        drain()
        assert cache.get(GENERATION) == before
        visit.queue.paused_at = EIGHT
        visit.queue.save()
        assert cache.get(GENERATION) != before

    def test_paused_queue_says_so_and_offers_no_button(self, client, page, visit):
        drain()
        visit.queue.paused_at = EIGHT
        visit.queue.pause_reason = Text(uk="Повітряна тривога.")
        visit.queue.save()
        drain()
        shown = self.see(client, page)
        assert "Запис тимчасово призупинено. Повітряна тривога." in shown
        assert f"/booking/{visit.queue.slug}/" not in shown

    def test_time_that_has_passed_is_not_told(self, client, page, visit, morning):
        drain()
        morning.move_to(EIGHT + timedelta(hours=5))
        assert "9:00" not in self.see(client, page)
