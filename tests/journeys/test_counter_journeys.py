"""A day in the hall in a real browser: the window, the terminal, the board that survives."""

from typing import Any

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.test.testcases import LiveServerThread
from pytest_django.live_server_helper import LiveServer

from core import clock
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Ticket
from crm.tickets.supply import free_times
from tests.axe import assert_accessible, assert_no_sideways_scroll
from tests.crm_tickets.counters import Counter, make_counter
from tests.journeys.test_journey_appeal import sign_in
from tests.people import People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALWAYS = dict.fromkeys(range(7), "00:00-00:00")


@pytest.fixture
def counter(transactional_db: None, private_root: Any) -> Counter:
    return make_counter(People(), hours=ALWAYS, early_minutes=240)


def at_window(page: Any, counter: Counter) -> None:
    page.goto(f"/desk/queues/{counter.queue.slug}/window/{counter.window.pk}/")


def pressed(page: Any, target: Any) -> None:
    with page.expect_event("load"):
        target.click()


def open_terminal(page: Any, counter: Counter) -> None:
    """The specialist opens the terminal at the machine of the hall."""
    sign_in(page, counter.people.executor)
    page.goto(f"/desk/queues/{counter.queue.slug}/reception/")
    page.locator(".reception-terminals summary").click()
    page.locator("#terminal-name").fill("Вхід")
    pressed(page, page.get_by_role("button", name="Відкрити термінал"))
    assert page.url.endswith(f"/kiosk/{counter.queue.slug}/")


def test_a_specialist_serves_a_booked_visitor_by_keyboard(counter: Counter, open_page: Any) -> None:
    at = clock.now()
    start = free_times(counter.queue, counter.service, at)[0].at
    ticket = counter.booked(at, start, counter.people.resident)
    tickets.check_in(ticket, counter.people.moderator, clock.now(), by_staff=True)
    page = open_page()
    sign_in(page, counter.people.executor)
    page.goto("/desk/queues/")
    pressed(page, page.get_by_role("link", name="Вікно 1"))
    for key in ("o", "n"):
        with page.expect_event("load"):
            page.keyboard.press(f"Key{key.upper()}")
    assert page.get_by_text("Дорошенко Олена").count()
    assert_accessible(page)
    with page.expect_event("load"):
        page.keyboard.press("KeyS")
    page.keyboard.press("KeyZ")
    page.keyboard.press("Space")
    page.locator("textarea[name=comment]").fill("Документи видано")
    assert_accessible(page)
    pressed(page, page.get_by_role("button", name="Завершити", exact=True))
    ticket.refresh_from_db()
    assert (ticket.state, ticket.comment) == (states.SERVED, "Документи видано")


def test_a_walk_in_of_the_terminal_is_called_and_stands_on_the_board(
    counter: Counter, open_page: Any
) -> None:
    terminal, desk = open_page(width=1080, height=1400), open_page()
    board = open_page(reduced_motion="reduce")  # a blink has no contrast to measure
    open_terminal(terminal, counter)
    assert_accessible(terminal)
    pressed(terminal, terminal.get_by_role("button", name="Реєстрація місця проживання"))
    assert terminal.locator("h1").inner_text() == "А-001"
    assert_accessible(terminal)
    board.goto(f"/board/{counter.queue.slug}/")
    assert board.locator(".board-waiting li").inner_text() == "А-001"
    sign_in(desk, counter.people.executor)
    at_window(desk, counter)
    pressed(desk, desk.get_by_role("button", name="Відчинити віконце"))
    pressed(desk, desk.get_by_role("button", name="Викликати наступного"))
    board.locator(".board-table tr.is-called").wait_for()
    called = board.locator(".board-table tr.is-called").inner_text()
    assert "А-001" in called and "Вікно 1" in called
    assert board.locator(".board-waiting li").count() == 0
    assert_accessible(board)
    terminal.wait_for_url(f"**/kiosk/{counter.queue.slug}/", timeout=30_000)


@pytest.fixture
def mortal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers whose stopping is felt as a process's: no connection outlives them, and the next one
    takes the port at once."""
    made = LiveServerThread.server_class

    def server(*args: Any, **kwargs: Any) -> Any:
        return made(*args, **{**kwargs, "allow_reuse_address": True})

    monkeypatch.setattr(LiveServerThread, "server_class", staticmethod(server))
    monkeypatch.setattr(WSGIRequestHandler, "protocol_version", "HTTP/1.0")


def test_the_board_outlives_a_restart_of_the_server(
    counter: Counter, chromium: Any, mortal: None
) -> None:
    """The server is stopped and started on the same port; nobody touches the screen."""
    counter.opened(clock.now())
    counter.walk_in(clock.now())
    counter.call(clock.now())
    server = LiveServer("localhost")
    port = server.thread.port
    page = chromium.new_context(base_url=server.url, locale="uk-UA").new_page()
    try:
        page.goto(f"/board/{counter.queue.slug}/")
        assert "А-001" in page.locator(".board-table").inner_text()
        server.stop()
        note = page.locator("[data-live-note]")
        note.wait_for(state="visible", timeout=30_000)
        assert "Звʼязок відновлюємо" in note.inner_text()
        assert "А-001" in page.locator(".board-table").inner_text(), "the last state stays"
        Ticket.objects.update(state=states.SERVED)
        counter.walk_in(clock.now())
        server = LiveServer(f"localhost:{port}")
        note.wait_for(state="hidden", timeout=30_000)
        page.locator(".board-waiting li", has_text="А-002").wait_for()
        assert "А-001" not in page.locator(".board-table").inner_text()
    finally:
        page.context.close()
        server.stop()


@pytest.mark.look
@pytest.mark.parametrize("width", [360, 1280])
def test_the_hall_and_the_counter_are_accessible(
    counter: Counter, open_page: Any, width: int
) -> None:
    people = counter.people
    counter.opened(clock.now())
    for number in range(3):
        counter.walk_in(clock.now(), visitor=f"Коваль Марія {number}")
    counter.walk_in(clock.now(), priority="p1", visitor="Бондар Ігор")
    called = counter.call(clock.now())
    assert called is not None
    desk = open_page(width=width)
    sign_in(desk, people.executor)

    def looked_at(page: Any, address: str = "") -> None:
        if address:
            assert page.goto(address).status == 200, address
        assert_accessible(page)
        assert_no_sideways_scroll(page)

    slug = counter.queue.slug
    window = f"/desk/queues/{slug}/window/{counter.window.pk}/"
    looked_at(desk, "/desk/queues/")
    looked_at(desk, window)
    looked_at(desk, f"/desk/queues/{slug}/reception/")
    desk.locator(".visit-do details > summary").first.click()
    looked_at(desk)
    desk.locator(".reception-terminals summary").click()
    looked_at(desk)
    tickets.start(called, people.executor, clock.now())
    desk.goto(window)
    for more in desk.locator(".counter-more > summary").all():
        more.click()
    looked_at(desk)
    for theme in ("dark", "light"):
        board = open_page(width=width)
        looked_at(board, f"/board/{slug}/?theme={theme}")
    terminal = open_page(width=width)
    open_terminal(terminal, counter)
    looked_at(terminal)
    terminal.locator("#typed").fill("Я-999")
    pressed(terminal, terminal.get_by_role("button", name="Я на місці"))
    looked_at(terminal)
