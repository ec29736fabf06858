"""The block on an addressee's page, in the headless API, and the public API of the offer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocks.queues.models import Availability, Queue, Service
from core import clock
from core.words import Text
from tests.crm_tickets.stories import EIGHT, kyiv
from tests.factories.directory import AddresseeFactory
from tests.factories.home import PageTree, make_page_tree
from tests.factories.queues import make_queue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning():
    with clock.frozen(EIGHT) as frozen:
        yield frozen


@pytest.fixture
def tree() -> PageTree:
    return make_page_tree()


@pytest.fixture
def queue() -> Queue:
    made = make_queue(place=Text(uk="Зала А", en="Hall A"))
    tell(made)
    return made


def tell(queue: Queue, **more) -> Availability:
    facts = {"next_free_at": kyiv(9), "waiting": 3, "wait_minutes": 20, "updated_at": EIGHT}
    return Availability.objects.create(queue=queue, **facts | more)


def page_of(tree: PageTree, queue: Queue, *chosen: Queue):
    body = [
        ("queue", {"heading": "Прийдіть", "note": "Паспорт.", "queues": [*chosen]}),
    ]
    return tree.add_addressee(addressee=queue.addressee, body=body)


def see(client, url: str) -> str:
    return client.get(url).content.decode().replace("\u00a0", " ")


class TestBlock:
    def test_it_says_services_next_time_and_wait(self, client, tree, queue):
        shown = see(client, page_of(tree, queue).url)
        for words in (
            "Прийдіть",
            "Паспорт.",
            str(queue.name),
            "Зала А",
            "10 березня 2026, 9:00",
            "3 особи",
            "близько 20 хвилин",
            "Реєстрація місця проживання",
            "Станом на 8:00",
        ):
            assert words in shown, words
        assert reverse("tickets:choose", args=[queue.slug]) in shown

    def test_only_chosen_queues_when_any_is_chosen(self, client, tree, queue):
        other = make_queue(addressee=queue.addressee)
        shown = see(client, page_of(tree, queue, queue).url)
        assert str(queue.name) in shown
        assert str(other.name) not in shown

    def test_all_queues_of_the_addressee_when_none_is_chosen(self, client, tree, queue):
        other = make_queue(addressee=queue.addressee)
        shown = see(client, page_of(tree, queue).url)
        assert str(queue.name) in shown
        assert str(other.name) in shown

    def test_queue_of_another_addressee_is_never_shown(self, client, tree, queue):
        foreign = make_queue()
        shown = see(client, page_of(tree, queue, foreign).url)
        assert str(foreign.name) not in shown

    def test_stopped_queues_and_services_are_left_out(self, client, tree, queue):
        Service.objects.create(
            queue=queue, name=Text(uk="Скасована послуга"), is_active=False, letter="Б"
        )
        page = page_of(tree, queue)
        shown = see(client, page.url)
        assert "Прийдіть" in shown
        assert "Скасована послуга" not in shown
        Queue.objects.update(is_active=False)
        assert "Прийдіть" not in see(client, page.url)

    def test_old_counts_of_people_are_not_told(self, client, tree, queue, morning):
        page = page_of(tree, queue)
        morning.move_to(EIGHT + timedelta(minutes=11))
        shown = see(client, page.url)
        assert "10 березня 2026, 9:00" in shown
        assert "3 особи" not in shown

    def test_queue_that_nothing_is_known_of_yet_still_offers_booking(self, client, tree):
        fresh = make_queue()
        shown = see(client, page_of(tree, fresh).url)
        assert reverse("tickets:choose", args=[fresh.slug]) in shown
        assert "Найближчий вільний час" not in shown

    def test_statements_do_not_grow_with_queues_and_none_asks_for_visits(self, client, tree, queue):
        page = page_of(tree, queue)
        client.get(page.url)

        def statements() -> list[str]:
            with CaptureQueriesContext(connection) as seen:
                client.get(page.url, headers={"HX-Request": "true"})
            return [one["sql"] for one in seen]

        few = statements()
        for _ in range(3):
            tell(make_queue(addressee=queue.addressee, windows=3))
        client.get(page.url)
        assert len(statements()) == len(few)
        assert not [sql for sql in few if '"crm_' in sql]

    def test_editor_sees_an_example_and_no_real_queue(self, client_of, queue):
        from home.blocks import AddresseeBody

        block = AddresseeBody().child_blocks["queue"]
        html = block.render(block.get_preview_value(), block.get_preview_context({}))
        assert "Адміністративні послуги" in html
        assert str(queue.name) not in html

    def test_editor_chooses_queues_from_a_list(self, client_of, queue):
        answer = client_of("admin").get(reverse("queue_chooser:choose"))
        assert answer.status_code == 200
        assert str(queue.name) in answer.json()["html"]


class TestHeadless:
    def test_block_has_its_queues(self, client, tree, queue):
        page = page_of(tree, queue)
        answer = client.get(f"/api/v3/pages/{page.pk}/").json()
        (block,) = answer["body"]
        assert block["type"] == "queue"
        (told,) = block["value"]["queues"]
        assert told["slug"] == queue.slug
        assert told["services"][0]["name"] == "Реєстрація місця проживання"
        assert told["availability"]["waiting"] == 3


class TestApi:
    def test_queues_with_services_rules_and_availability(self, client, queue):
        (told,) = client.get("/api/v1/queues").json()
        assert told["slug"] == queue.slug
        assert told["addressee"] == queue.addressee.slug
        assert told["rules"]["horizon_days"] == 21
        assert told["rules"]["new_days_open_at"] == "06:00:00"
        assert told["availability"] == {
            "is_paused": False,
            "paused_until": None,
            "pause_reason": "",
            "next_free_at": "2026-03-10T07:00:00Z",
            "waiting": 3,
            "wait_minutes": 20,
            "updated_at": "2026-03-10T06:00:00Z",
        }
        assert client.get("/api/v1/queues?lang=en").json()[0]["place"] == "Hall A"

    def test_those_of_one_addressee(self, client, queue):
        other = make_queue()
        for one in (queue, other):
            found = client.get(f"/api/v1/queues?addressee={one.addressee.slug}").json()
            assert [told["slug"] for told in found] == [one.slug]
        assert client.get("/api/v1/queues?addressee=nobody").json() == []

    def test_one_queue_and_an_absent_one(self, client, queue):
        assert client.get(f"/api/v1/queues/{queue.slug}").json()["slug"] == queue.slug
        absent = client.get("/api/v1/queues/absent")
        assert absent.status_code == 404
        assert absent["Content-Type"].startswith("application/problem+json")

    def test_stopped_queue_and_queue_of_a_closed_office_are_absent(self, client, queue):
        Queue.objects.filter(pk=queue.pk).update(is_active=False)
        make_queue(addressee=AddresseeFactory(is_active=False))
        assert client.get("/api/v1/queues").json() == []
        assert client.get(f"/api/v1/queues/{queue.slug}").status_code == 404

    def test_paused_queue_says_why_and_has_no_free_time(self, client, queue):
        Queue.objects.filter(pk=queue.pk).update(
            paused_at=EIGHT, pause_reason=Text(uk="Немає світла"), paused_until=kyiv(11)
        )
        told = client.get(f"/api/v1/queues/{queue.slug}").json()["availability"]
        assert (told["is_paused"], told["pause_reason"]) == (True, "Немає світла")
        assert (told["next_free_at"], told["waiting"]) == (None, None)
        assert told["paused_until"] == kyiv(11).strftime("%Y-%m-%dT%H:%M:%SZ")

    def test_statements_do_not_grow(self, client, queue):
        def many() -> int:
            with CaptureQueriesContext(connection) as seen:
                client.get("/api/v1/queues")
            return len(seen)

        few = many()
        for _ in range(3):
            tell(make_queue(windows=2))
        assert many() == few
