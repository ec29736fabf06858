"""Booking in pages: three decisions, a held place, details, the ticket, its file and its paper."""

import io
from datetime import timedelta

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from blocks.queues.models import Queue
from core import clock
from core.words import Text
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Ticket
from tests.crm_tickets.booked import VISITOR, booked, hold
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.factories.blocks_forms import FormFactory
from tests.people import PASSWORD, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(people):
    with clock.frozen(EIGHT):
        yield make_visit(people, service={"documents": {"uk": "паспорт", "en": "passport"}})


def page(visit, **asked):
    return reverse("tickets:choose", args=[visit.queue.slug]), asked


def test_a_visitor_sees_days_with_places_and_then_times(client, visit):
    url, _asked = page(visit)
    text = client.get(url, {"day": "2026-03-10"}).content.decode()
    assert "Реєстрація місця проживання" in text and "паспорт" in text
    assert "9:00" in text and "11:40" in text and "12:00" not in text
    assert "9 місць" in text


def test_what_is_asked_of_the_address_and_does_not_exist_is_as_if_not_decided(client, visit):
    url, _asked = page(visit)
    for odd in ({"day": "2026-02-30"}, {"day": "x", "at": "y", "window": "z", "people": "999"}):
        assert client.get(url, odd).status_code == 200
    assert client.get(reverse("tickets:choose", args=["absent"])).status_code == 404


def test_signing_in_keeps_the_held_place(client, visit, people):
    answer = hold(client, visit)
    place = answer.headers["Location"]
    assert client.get(place).headers["Location"].startswith("/accounts/login")
    asked = {"login": people.resident.email, "password": PASSWORD, "next": place}
    assert client.post(reverse("account_login"), asked).headers["Location"] == place
    assert "Хто прийде" in client.get(place).content.decode()


def test_resident_books_and_gets_the_ticket(client, visit, people):
    ticket, place = booked(client, visit, people)
    text = client.get(place).content.decode()
    assert "А-001" in text and "10:40" in text and "паспорт" in text
    assert f"/t/{ticket.token}/" not in text, "the link is in the picture only"
    assert "<svg" in text
    assert ticket.phone == "+380671234567"


def test_bad_details_are_told_beside_the_fields_and_kept(client, visit, people):
    sign_in(client, people.resident)
    place = hold(client, visit).headers["Location"]
    answer = client.post(place, {"visitor": "Олена", "phone": "12"})
    assert answer.status_code == 422
    assert 'value="Олена"' in answer.content.decode()
    assert not Ticket.objects.filter(state=states.BOOKED).exists()


def test_a_second_press_and_a_reload_end_at_the_same_ticket(client, visit, people):
    sign_in(client, people.resident)
    place = hold(client, visit).headers["Location"]
    ends = {client.post(place, VISITOR).headers["Location"] for _press in range(3)}
    assert len(ends) == 1 and Ticket.objects.filter(state=states.BOOKED).count() == 1


@pytest.mark.parametrize("at", ["20260310T0500Z", "20260310T0841Z", "99991231T2359Z", "x", ""])
def test_a_time_not_on_offer_is_refused_on_the_same_page(client, visit, at):
    answer = hold(client, visit, at)
    assert answer.status_code in (409, 422)
    assert "Коли Вам зручно" in answer.content.decode()


def test_a_time_taken_meanwhile_is_told_with_times_near(client, visit):
    visit.hold(when=kyiv(10, 40), holder="ihor")
    answer = hold(client, visit, day="2026-03-10")
    assert answer.status_code == 409
    assert "10:20" in answer.content.decode()


def test_a_foreign_held_place_is_absent(client, visit, people):
    held = visit.hold(holder="ihor")
    sign_in(client, people.resident)
    for name in ("details", "extend", "let_go"):
        url = reverse(f"tickets:{name}", args=[held.public_id])
        assert client.post(url, VISITOR).status_code == 404
    held.refresh_from_db()
    assert held.state == states.HELD


def test_going_back_frees_the_place_and_more_time_keeps_it(client, visit, people):
    sign_in(client, people.resident)
    place = hold(client, visit).headers["Location"]
    held = Ticket.objects.get()
    before = held.held_until
    with clock.frozen(EIGHT + timedelta(minutes=4)):
        client.post(f"{place}extend/")
    held.refresh_from_db()
    assert held.held_until == before + timedelta(minutes=4)
    client.post(f"{place}let-go/")
    held.refresh_from_db()
    assert held.state == states.LAPSED
    assert "більше не утримується" in client.get(place).content.decode()


def test_visitor_moves_the_visit(client, visit, people):
    ticket, place = booked(client, visit, people)
    text = client.get(f"{place}move/", {"day": "2026-03-11"}).content.decode()
    assert "Перенести талон А-001" in text
    answer = client.post(f"{place}move/", {"at": "20260311T0700Z"})
    moved = Ticket.objects.get(state=states.BOOKED)
    assert answer.headers["Location"].endswith(f"{moved.public_id}/")
    assert moved.moved_from == ticket


def test_visitor_cancels_once_asked(client, visit, people):
    _ticket, place = booked(client, visit, people)
    assert "Скасувати талон А-001?" in client.get(f"{place}cancel/").content.decode()
    client.post(f"{place}cancel/")
    assert "Скасовано відвідувачем" in client.get(place).content.decode()


def test_too_late_is_told_in_words(client, visit, people):
    _ticket, place = booked(client, visit, people)
    with clock.frozen(kyiv(10)):
        assert "Скасувати" not in client.get(place).content.decode().split("<main")[1]
        answer = client.post(f"{place}cancel/")
    assert answer.status_code == 409 and "запізно" in answer.content.decode()


def test_the_calendar_file_keeps_its_uid_and_raises_its_sequence(client, visit, people):
    ticket, place = booked(client, visit, people)

    def event(at):
        read = icalendar.Calendar.from_ical(client.get(f"{at}calendar.ics").content)
        return read, next(iter(read.walk("VEVENT")))

    first, before = event(place)
    assert first["METHOD"] == "PUBLISH"
    assert before["DTSTART"].dt == kyiv(10, 40) and before["DTEND"].dt == kyiv(11)
    assert "Реєстрація" not in str(before["SUMMARY"]), "the service is nobody's business"
    client.post(f"{place}move/", {"at": "20260311T0700Z"})
    moved = Ticket.objects.get(moved_from=ticket)
    later = reverse("tickets:ticket", args=[moved.public_id])
    _file, after = event(later)
    assert after["UID"] == before["UID"] and after["SEQUENCE"] > before["SEQUENCE"]
    tickets.cancel(moved, people.resident, EIGHT)
    gone, cancelled = event(later)
    assert (gone["METHOD"], cancelled["STATUS"]) == ("CANCEL", "CANCELLED")
    assert cancelled["SEQUENCE"] > after["SEQUENCE"]


@pytest.mark.parametrize("size", ["a4", "a6"])
def test_the_ticket_on_paper_is_small_tagged_and_in_ukrainian(client, visit, people, size):
    _ticket, place = booked(client, visit, people)
    answer = client.get(f"{place}{size}.pdf")
    assert answer["Content-Type"] == "application/pdf" and len(answer.content) < 100_000
    read = PdfReader(io.BytesIO(answer.content))
    text = read.pages[0].extract_text()
    assert len(read.pages) == 1
    assert "А-001" in text and "10:40" in text and "Дорошенко" in text
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert client.get(f"{place}a5.pdf").status_code == 404


def test_the_link_of_the_code_opens_the_ticket_to_those_concerned(client, visit, people):
    """Q-06: everybody else sees the sign-in page, and after it nothing."""
    ticket, place = booked(client, visit, people)
    link = reverse("tickets:scanned", args=[ticket.token])
    assert client.get(link).headers["Location"] == place
    client.logout()
    assert client.get(link).headers["Location"].startswith("/accounts/login")
    sign_in(client, people.stranger)
    assert client.get(link).status_code == 404 == client.get("/t/forged/").status_code


def test_queues_are_listed_by_addressee(client, visit):
    text = client.get(reverse("tickets:queues")).content.decode()
    assert str(visit.queue.addressee) in text and visit.queue.slug in text


def test_who_has_a_ticket_already_is_led_to_it(client, visit, people):
    _ticket, place = booked(client, visit, people)
    answer = client.post(hold(client, visit, "20260311T0840Z").headers["Location"], VISITOR)
    text = answer.content.decode()
    assert answer.status_code == 422 and "Ви вже маєте талон у цю чергу" in text
    assert f'href="{place}"' in text and "Відкрити талон А-001" in text


def test_booking_pages_say_why_a_queue_stands_and_until_when(client, visit):
    why = {"uk": "Немає світла", "en": "No power"}
    Queue.objects.filter(pk=visit.queue.pk).update(
        paused_at=EIGHT, pause_reason=Text(why), paused_until=kyiv(9, day=11)
    )
    said = "Немає світла. Очікуємо, що прийом відновиться: 11 березня 2026, 9:00."
    for page in (
        client.get(reverse("tickets:queues")),
        client.get(reverse("tickets:choose", args=[visit.queue.slug])),
        hold(client, visit),
    ):
        assert said in page.content.decode().replace("\xa0", " "), page.status_code
    assert page.status_code == 422


def test_a_form_that_asks_for_files_is_refused_to_a_queue(visit):
    papers = FormFactory(asking=[("file", "Скан паспорта", {"required": True})])
    visit.queue.form = papers
    with pytest.raises(ValidationError, match="просить файли"), override("uk"):
        visit.queue.full_clean()
    service = visit.service
    service.form = papers
    with pytest.raises(ValidationError, match="просить файли"), override("uk"):
        service.full_clean()


def test_a_question_for_a_file_that_came_later_stops_nobody(client, visit, people):
    visit.queue.form = FormFactory(asking=[("file", "Скан паспорта", {"required": True})])
    visit.queue.save()
    _ticket, place = booked(client, visit, people)
    assert "А-001" in client.get(place).content.decode()
