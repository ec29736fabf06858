"""Several services in one visit: one place for all of it, named wherever the visit is."""

import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from blocks.forms.models import FormDefinition
from blocks.queues.models import Queue, Service
from blocks.queues.together import taken_together
from core import clock
from core.errors import RuleBroken
from core.notify.models import OutboxMessage
from crm.tickets import notices, states
from crm.tickets import services as tickets
from crm.tickets.errands import errand_of
from crm.tickets.errors import PlaceTaken
from crm.tickets.exporting import facts_of
from crm.tickets.hall import fits
from crm.tickets.models import Occupied, Ticket
from crm.tickets.services.conflicts import SERVICE, outside_schedule
from tests.crm_tickets.booked import VISITOR, hold
from tests.crm_tickets.stories import EIGHT, Visit, kyiv, make_visit
from tests.crm_tickets.test_api import WHO, Program, wished
from tests.factories.blocks_forms import FormFactory
from tests.people import sign_in

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Реєстрація місця проживання", "Закордонний паспорт"


class Several(Visit):
    first: Service
    second: Service

    @property
    def service(self):
        return self.first


@pytest.fixture
def visit(people):
    with clock.frozen(EIGHT):
        documents = {"uk": "паспорт", "en": "passport"}
        service = {"documents": documents, "buffer_minutes": 5}
        queue = make_visit(people, windows=2, max_services=2, service=service).queue
        found = Several(queue, people)
        found.first = queue.services.get()
        found.second = Service.objects.create(
            queue=found.queue,
            name={"uk": SECOND, "en": "Passport"},
            letter="Б",
            minutes=15,
            buffer_minutes=5,
            documents={"uk": "паспорт\nфото", "en": "passport\nphoto"},
            order=1,
        )
        yield found


def both(visit):
    return taken_together(visit.queue, [visit.first, visit.second])


def booked(visit, when=None, errand=None):
    who = visit.people.resident
    held = tickets.hold_place(
        visit.queue, errand or both(visit), when or kyiv(9), f"user:{who.pk}", EIGHT
    )
    details = tickets.Details(who.full_name, "+380671234567", who.email)
    return tickets.book(held.public_id, held.holder, details, who, EIGHT)


def test_durations_add_up_with_breaks_and_one_place_is_kept(visit):
    ticket = booked(visit)
    assert ticket.ends_at - ticket.starts_at == timedelta(minutes=20 + 5 + 15)
    kept = Occupied.objects.filter(ticket=ticket)
    assert kept.count() == (20 + 5 + 15 + 5) // 5
    assert kept.values("window", "seat").distinct().count() == 1
    assert (ticket.number, ticket.service) == ("А-001", visit.first), "counted by the main one"
    assert ticket.service_names == [FIRST, SECOND]


def test_only_a_window_that_can_do_all_of_them_is_found(visit):
    one, two = visit.queue.windows.order_by("order")
    one.services.set([visit.first])
    assert booked(visit).window == two
    two.services.set([visit.second])
    with pytest.raises(PlaceTaken):
        tickets.hold_place(visit.queue, both(visit), kyiv(9, 45), "olena", EIGHT)
    queue = Queue.objects.get(pk=visit.queue.pk)
    assert [one.why for one in outside_schedule(queue, EIGHT)] == [SERVICE]
    assert not fits(Ticket.objects.get(), two)


def test_more_than_the_rule_allows_is_refused(visit):
    third = Service.objects.create(queue=visit.queue, name={"uk": "Довідка"}, minutes=5)
    errand = taken_together(visit.queue, [visit.first, visit.second, third])
    with pytest.raises(RuleBroken) as refusal:
        tickets.hold_place(visit.queue, errand, kyiv(9), "olena", EIGHT)
    assert refusal.value.code == "too_many_services"
    visit.second.is_active = False
    with pytest.raises(RuleBroken) as refusal:
        tickets.hold_place(visit.queue, both(visit), kyiv(9), "olena", EIGHT)
    assert refusal.value.code == "not_offered"


def test_two_forms_are_not_filled_in_at_once(visit):
    for one in (visit.first, visit.second):
        one.form = FormDefinition.objects.get(pk=FormFactory().pk)
        one.save()
    with pytest.raises(RuleBroken) as refusal:
        tickets.hold_place(visit.queue, both(visit), kyiv(9), "olena", EIGHT)
    assert refusal.value.code == "different_forms"


def test_the_visit_moves_with_all_its_services(visit, people):
    moved = tickets.move(booked(visit), kyiv(9, 45), people.resident, EIGHT)
    assert moved.service_names == [FIRST, SECOND]
    assert moved.ends_at - moved.starts_at == timedelta(minutes=40)
    assert errand_of(moved).occupies() == 45


def test_sent_on_to_one_service_only_that_is_left(visit, people):
    window = booked(visit).window
    tickets.open_window(window, people.executor, EIGHT)
    tickets.check_in(Ticket.objects.get(), None, kyiv(8, 50))
    called = tickets.call_next(window, people.executor, kyiv(8, 50))
    served = tickets.start(called, people.executor, kyiv(8, 51))
    sent = tickets.transfer(served, visit.second, None, people.executor, kyiv(9))
    assert sent.service_names == [SECOND]


def test_a_resident_adds_a_service_without_script(client, visit, people):
    url = reverse("tickets:choose", args=[visit.queue.slug])
    asked = {"service": visit.first.pk}
    page = client.get(url, asked).content.decode()
    assert f'name="also" value="{visit.second.pk}"' in page and "checked" not in page
    asked |= {"also": visit.second.pk, "day": "2026-03-10"}
    page = client.get(url, asked).content.decode().replace("\xa0", " ")
    assert "Разом близько 40 хвилин" in page and "11:15" in page and "11:30" not in page
    assert f'<input type="hidden" name="also" value="{visit.second.pk}">' in page
    sign_in(client, people.resident)
    held = hold(client, visit, "20260310T0700Z", also=visit.second.pk)
    details = client.get(held.headers["Location"]).content.decode().replace("\xa0", " ")
    assert f"{FIRST}; {SECOND}" in details
    answer = client.post(held.headers["Location"], VISITOR)
    ticket = Ticket.objects.get(state=states.BOOKED)
    page = client.get(answer.headers["Location"]).content.decode().replace("\xa0", " ")
    assert f"{FIRST}; {SECOND}" in page and "близько 40 хвилин" in page
    assert "паспорт, фото<" in page, "each thing to bring once"
    pdf = client.get(reverse("tickets:paper", args=[ticket.public_id, "a4"])).content
    text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert "місця проживання; Закордон" in text and "близько 40 хвилин" in text, text


@pytest.mark.parametrize("odd", ["x", "999999", "-1", "٣"])
def test_odd_services_are_as_if_not_marked(client, visit, odd):
    url = reverse("tickets:choose", args=[visit.queue.slug])
    assert client.get(url, {"service": visit.first.pk, "also": odd}).status_code == 200
    assert hold(client, visit, "20260310T0700Z", also=odd).status_code in (404, 422)


def test_too_many_are_told_on_the_page_of_booking(client, visit):
    third = Service.objects.create(queue=visit.queue, name={"uk": "Довідка"}, minutes=5)
    url = reverse("tickets:choose", args=[visit.queue.slug])
    asked = {"service": visit.first.pk, "also": [visit.second.pk, third.pk]}
    page = client.get(url, asked).content.decode()
    assert "щонайбільше послуг: 2" in page and page.count(" checked") == 2
    assert hold(client, visit, "20260310T0700Z", also=asked["also"]).status_code == 422
    Queue.objects.update(max_services=1)
    page = client.get(url, {"service": visit.first.pk}).content.decode()
    assert 'name="also"' not in page


def test_a_program_names_several_services(client, visit, people):
    keys = [visit.second.pk, visit.first.pk]
    url = f"/api/v1/times/{visit.queue.slug}"
    times = client.get(url, {"services": keys}).json()
    assert (times["service"], times["services"]) == (visit.second.pk, keys)
    assert (
        times["items"][-1]["at"] < client.get(url, {"services": keys[:1]}).json()["items"][-1]["at"]
    )
    program = Program(people.resident)
    body = wished(visit, services=keys)
    del body["service"]
    held = program.post("/holds", body, key="one-press").json()
    assert held["services"] == keys
    assert program.post("/holds", body, key="one-press").json()["id"] == held["id"]
    ticket = program.post(f"/holds/{held['id']}/booking", WHO).json()
    assert (ticket["number"], ticket["services"]) == ("Б-001", [SECOND, FIRST])
    assert ticket["documents"] == ["паспорт", "фото"]
    assert client.get(url).status_code == 422
    assert client.get(url, {"services": [*keys, 10**6]}).status_code == 404
    assert program.post("/holds", body | {"services": []}).status_code == 422


def test_staff_book_several_for_a_caller(client_of, visit):
    client, url = client_of("operator"), reverse("tickets:caller")
    asked = {"service": visit.first.pk, "also": visit.second.pk}
    page = client.get(url, asked).content.decode()
    assert f"&amp;also={visit.second.pk}&amp;day=" in page
    typed = {"key": "press-0001", "at": "20260310T0700Z", "people": "1", **VISITOR}
    answer = client.post(url, asked | typed)
    said = client.get(answer.headers["Location"]).content.decode().replace("\xa0", " ")
    assert f"{FIRST}; {SECOND}" in said


def test_letters_files_and_programs_name_all_of_them(visit, people):
    ticket = booked(visit)
    notices.send_copy(ticket, people.resident, "press", EIGHT)
    letter = OutboxMessage.objects.get(kind="tickets.copy").body_text
    assert f"{FIRST}; {SECOND}" in letter
    facts = facts_of(Ticket.objects.get())
    assert (facts["service"], facts["services"]) == (FIRST, [FIRST, SECOND])
    assert json.dumps(facts, default=str)


def test_a_service_deleted_later_keeps_its_name_on_the_ticket(visit):
    ticket = booked(visit)
    visit.second.delete()
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.service_names == [FIRST, SECOND]
    assert errand_of(ticket) == visit.first
