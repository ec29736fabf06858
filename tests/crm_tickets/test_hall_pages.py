"""The hall: a terminal that staff open, a board that names nobody (Q-10, Q-13, Q-15)."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Terminal, Ticket
from tests.crm_tickets.counters import NINE, make_counter
from tests.crm_tickets.stories import EIGHT, kyiv

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(people):
    with clock.frozen(NINE):
        yield make_counter(people)


def url(counter, name, *more):
    return reverse(f"tickets:{name}", args=[counter.queue.slug, *more])


def text(answer):
    return answer.content.decode().replace("\u00a0", " ")


@pytest.fixture
def kiosk(client_of, counter):
    """A machine at which the specialist has opened the terminal."""
    machine = client_of("executor")
    answer = machine.post(url(counter, "terminal"), {"name": "Вхід до зали"})
    assert answer.headers["Location"] == url(counter, "kiosk")
    return machine


def take(kiosk, counter, press="tap", **more):
    data = {"service": counter.service.pk, "press": press, **more}
    return kiosk.post(url(counter, "kiosk_take"), data)


def test_the_person_who_opens_a_terminal_is_logged_out_there(kiosk, counter):
    assert kiosk.get(url(counter, "reception")).status_code == 302
    assert "Реєстрація місця проживання" in text(kiosk.get(url(counter, "kiosk")))


def test_nobody_takes_a_ticket_from_home(counter, client_of):
    for machine in (Client(), client_of("resident"), client_of("executor")):
        assert machine.get(url(counter, "kiosk")).status_code == 403
        assert take(machine, counter).status_code == 403
        assert machine.post(url(counter, "kiosk_come"), {"typed": "А-001"}).status_code == 403
    assert not Ticket.objects.exists()


def test_a_closed_terminal_and_another_queue_give_nothing(kiosk, counter, client_of, people):
    other = make_counter(people, hours={1: "09:00-12:00"})
    assert take(kiosk, other).status_code == 403
    terminal = Terminal.objects.get()
    close = url(counter, "terminal_off", terminal.public_id)
    assert client_of("executor").post(close).status_code == 302
    assert take(kiosk, counter).status_code == 403


def test_a_double_tap_is_one_ticket_with_a_number_on_paper(kiosk, counter):
    places = {take(kiosk, counter).headers["Location"] for _tap in range(2)}
    assert len(places) == 1 and Ticket.objects.count() == 1
    page = text(kiosk.get(places.pop()))
    assert "А-001" in page
    paper = kiosk.get(url(counter, "kiosk_paper", Ticket.objects.get().public_id))
    assert paper.headers["Content-Type"] == "application/pdf" and len(paper.content) < 100_000
    assert "А-001" in PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()


@pytest.mark.parametrize("typed", ["А-001", "а1", "A-1", "001", "link", "Дорошенко Олена"])
def test_a_booked_visitor_comes_by_number_code_or_name(kiosk, counter, typed):
    ticket = counter.booked(EIGHT, kyiv(9, 20))
    said = f"https://vikno.test/t/{ticket.token}/" if typed == "link" else typed
    with clock.frozen(kyiv(9, 10)):
        answer = kiosk.post(url(counter, "kiosk_come"), {"typed": said})
        assert answer.status_code == 302, text(answer)
        page = text(kiosk.get(answer.headers["Location"]))
    assert "А-001" in page and "Дорошенко" not in page
    ticket.refresh_from_db()
    assert ticket.state == states.ARRIVED


@pytest.mark.parametrize(
    ("typed", "minute"),
    [("А-099", 10), ("", 10), ("x" * 300, 10), ("Дорошенко", 10), ("А-001", 40)],
)
def test_what_is_not_found_or_too_late_is_told_at_the_terminal(kiosk, counter, typed, minute):
    ticket = counter.booked(EIGHT, kyiv(9, 20))
    with clock.frozen(kyiv(9, minute)):
        answer = kiosk.post(url(counter, "kiosk_come"), {"typed": typed})
    assert answer.status_code == 422 and 'role="alert"' in text(answer)
    ticket.refresh_from_db()
    assert ticket.state == states.BOOKED


def test_a_terminal_shows_no_ticket_of_another_day_or_state(kiosk, counter, people):
    booked = counter.booked(EIGHT, kyiv(10))
    assert kiosk.get(url(counter, "kiosk_ticket", booked.public_id)).status_code == 404
    gone = tickets.leave(counter.walk_in(), people.executor, NINE)
    assert kiosk.get(url(counter, "kiosk_ticket", gone.public_id)).status_code == 404


def test_a_paused_queue_says_so_at_the_terminal_and_on_the_board(kiosk, counter):
    counter.queue.paused_at = NINE
    counter.queue.pause_reason = {"uk": "Повітряна тривога", "en": "Air raid"}
    counter.queue.paused_until = kyiv(14, 30)
    counter.queue.save()
    said = "Повітряна тривога. Очікуємо, що прийом відновиться: 14:30."
    assert take(kiosk, counter).status_code == 422
    terminal = text(kiosk.get(url(counter, "kiosk"))).replace("\xa0", " ")
    assert f"Чергу призупинено. {said}" in terminal
    assert said in text(Client().get(url(counter, "board"))).replace("\xa0", " ")
    with clock.frozen(kyiv(15)):
        board = text(Client().get(url(counter, "board")))
    assert "Повітряна тривога" in board and "14:30" not in board, "an end that has passed"


def test_the_board_shows_numbers_and_windows_and_nobody(counter):
    counter.walk_in(visitor="Бондар Ігор Петрович", phone="+380671234567", priority="p1")
    counter.walk_in(visitor="Коваль Марія")
    counter.opened()
    counter.call()
    page = text(Client().get(url(counter, "board_now")))
    assert "А-001" in page and "Вікно 1" in page and "А-002" in page
    for secret in ("Бондар", "Коваль", "380671234567", "інвалідністю", "позачергово"):
        assert secret not in page.lower() and secret not in page


def test_the_board_costs_a_header_while_nothing_happens(counter):
    counter.walk_in()
    first = Client().get(url(counter, "board_now"))
    asked = {"If-None-Match": first.headers["ETag"]}
    assert Client().get(url(counter, "board_now"), headers=asked).status_code == 304
    counter.opened()
    counter.call()
    assert Client().get(url(counter, "board_now"), headers=asked).status_code == 200


def test_a_queue_that_does_not_work_has_no_board(counter):
    counter.queue.is_active = False
    counter.queue.save()
    assert Client().get(url(counter, "board")).status_code == 404
