"""A resident books, takes the papers along, moves and cancels; staff book for a caller."""

import io
import time
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from pypdf import PdfReader

from core import clock
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Ticket
from crm.tickets.supply import free_times
from tests.crm_tickets.stories import Visit, make_visit
from tests.journeys.test_desk_screens import enter, looked_at
from tests.people import PASSWORD, People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVERY_DAY = dict.fromkeys(range(7), "08:00-20:00")
SECONDS_OF_A_CALL = 30


@pytest.fixture
def visit(transactional_db: None) -> Visit:
    documents = {"uk": "паспорт", "en": "passport"}
    return make_visit(People(), hours=EVERY_DAY, service={"documents": documents})


def press(page: Any, name: str) -> None:
    with page.expect_event("load"):
        page.get_by_role("button", name=name).click()


def follow(page: Any, name: str) -> None:
    with page.expect_event("load"):
        page.locator("main").get_by_role("link", name=name, exact=True).click()


def taken(page: Any, name: str) -> bytes:
    """What the link gives, whether the browser shows it or keeps it."""
    link = page.locator("main").get_by_role("link", name=name, exact=True)
    return page.request.get(link.get_attribute("href")).body()


def choose_time(page: Any, at_end: bool = False) -> None:
    days = page.locator(".calendar a")
    with page.expect_event("load"):
        days.last.click() if at_end else days.nth(1).click()
    page.locator(".times label").first.click()


def test_resident_books_moves_and_cancels(visit: Visit, open_page: Any) -> None:
    resident = visit.people.resident
    page = open_page(width=390)
    looked_at(page, "/booking/")
    follow(page, str(visit.queue))
    choose_time(page)
    looked_at(page)
    page.locator("#times button.is-primary").click()
    page.wait_for_url("**/accounts/login/**")  # the place is kept while one signs in
    page.locator("input[name=login]").fill(resident.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_url("**/booking/held/**")
    looked_at(page)
    page.locator("[name=phone]").fill("067 123 45 67")
    press(page, "Записатися")
    looked_at(page)
    ticket = Ticket.objects.get(state=states.BOOKED)
    assert ticket.number in page.locator("main").inner_text()
    text = PdfReader(io.BytesIO(taken(page, "PDF"))).pages[0].extract_text()
    assert ticket.number in text and "паспорт" in text
    calendar = icalendar.Calendar.from_ical(taken(page, "Додати в календар"))
    event = next(iter(calendar.walk("VEVENT")))
    assert event["DTSTART"].dt == ticket.starts_at
    press(page, "Надіслати мені на пошту")
    assert resident.email in page.locator("[role=status]").inner_text()
    follow(page, "Перенести")
    choose_time(page, at_end=True)
    press(page, "Перенести на")
    moved = Ticket.objects.get(state=states.BOOKED)
    assert moved.moved_from == ticket
    looked_at(page, "/cabinet/visits/")
    assert moved.number in page.locator("main").inner_text()
    page.goto(f"/tickets/{moved.public_id}/")
    follow(page, "Скасувати")
    looked_at(page)
    press(page, "Скасувати талон")
    assert "Скасовано відвідувачем" in page.locator("main").inner_text()
    assert not Ticket.objects.filter(state=states.BOOKED).exists()


def test_waiting_person_takes_the_freed_place(transactional_db: None, open_page: Any) -> None:
    people = People()
    full = make_visit(people, minutes=30, hours=dict.fromkeys(range(7), "12:00-12:30"))
    at, day = clock.now(), clock.today() + timedelta(days=2)
    start = next(one for one in tickets_free(full) if one.day == day)
    kept = full.booked(at, start.at, people.stranger)
    page = enter(open_page(width=390), people.resident)
    looked_at(page, f"/booking/{full.queue.slug}/wait/?service={full.service.pk}")
    for name in ("first_day", "last_day"):
        page.locator(f"[name={name}]").fill(day.isoformat())
    press(page, "Повідомити")
    looked_at(page)
    assert "Ви перші в черзі" in page.locator("main").inner_text()
    tickets.cancel(kept, people.stranger, at)
    tickets.offer_places(clock.now() + timedelta(minutes=1))
    page.goto("/cabinet/")
    follow(page, "Взяти це місце")
    looked_at(page)
    press(page, "Взяти це місце")
    page.locator("[name=phone]").fill("050 765 43 21")
    press(page, "Записатися")
    assert Ticket.objects.get(state=states.BOOKED).author == people.resident


def tickets_free(visit: Visit) -> Any:
    return free_times(visit.queue, visit.service, clock.now())


def test_a_caller_is_booked_in_under_half_a_minute(visit: Visit, open_page: Any) -> None:
    """From the open screen to the number, by keyboard alone: 36 signs of the caller\'s own words
    and four keys."""
    for other in ("Закордонний паспорт", "Витяг із реєстру"):
        visit.queue.services.create(name={"uk": other, "en": other}, minutes=20)
    page = enter(open_page(), visit.people.operator)
    page.goto("/desk/queues/book/")
    began = time.monotonic()
    page.keyboard.type("реєстр прож")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    page.keyboard.type("0501112233")
    page.keyboard.press("Tab")
    page.keyboard.type("Ткач Петро")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    spent = time.monotonic() - began
    ticket = Ticket.objects.get(state=states.BOOKED)
    assert page.locator(".number-big").inner_text() == ticket.number
    assert ticket.service.name["uk"] == "Реєстрація місця проживання"
    assert (ticket.visitor, ticket.phone) == ("Ткач Петро", "+380501112233")
    assert spent < SECONDS_OF_A_CALL, spent
    with page.expect_event("load"):
        page.keyboard.press("Enter")  # the next caller
    assert page.url.endswith("/desk/queues/book/")


@pytest.mark.look
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_booking_screens_are_accessible(
    visit: Visit, open_page: Any, width: int, scheme: str
) -> None:
    at, people = clock.now(), visit.people
    start = tickets_free(visit)[40]
    ticket = visit.booked(at, start.at)
    resident = enter(open_page(width=width, color_scheme=scheme), people.resident)
    day = start.day.isoformat()
    for address in (
        f"/booking/{visit.queue.slug}/?day={day}",
        f"/booking/{visit.queue.slug}/wait/?service={visit.service.pk}",
        f"/tickets/{ticket.public_id}/",
        f"/tickets/{ticket.public_id}/move/?day={day}",
        f"/tickets/{ticket.public_id}/cancel/",
        "/cabinet/",
        "/cabinet/visits/",
    ):
        looked_at(resident, address)
    operator = enter(open_page(width=width, color_scheme=scheme), people.operator)
    looked_at(operator, "/desk/queues/book/")
    looked_at(operator, f"/desk/queues/book/?service={visit.service.pk}")
    operator.locator("[name=visitor]").fill("Ткач Петро")
    with operator.expect_event("load"):
        operator.locator("[data-call] button.is-primary").click()
    looked_at(operator)  # a telephone is missing
    operator.locator("[name=phone]").fill("050 111 22 33")
    with operator.expect_event("load"):
        operator.locator("[data-call] button.is-primary").click()
    looked_at(operator)
