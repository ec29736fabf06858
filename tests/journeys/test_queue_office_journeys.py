"""The office of a queue in a real browser: a day is cancelled and a visitor books again by one
press; a deputy's first Thursdays from the editor to the page of booking; every page accessible."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from blocks.queues.models import Queue, Service, Window
from core import clock
from core.notify.models import OutboxMessage
from core.words import Text
from crm.tickets import states
from crm.tickets.models import Ticket
from crm.tickets.services import subscribing
from directory.models import Addressee, Duty, Schedule, WorkingCalendar
from tests.axe import assert_accessible, assert_no_sideways_scroll
from tests.crm_tickets.stories import EIGHT, Visit, kyiv, make_visit
from tests.factories.directory import AddresseeFactory
from tests.journeys.test_journey_appeal import follow, sign_in
from tests.letters import write_letters
from tests.people import People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(transactional_db: None, private_root: Any) -> Any:
    with clock.frozen(EIGHT):
        found = make_visit(People(), windows=2)
        Duty.objects.create(
            addressee=found.queue.addressee, user=found.people.moderator, role="moderator"
        )
        yield found


def looked_at(page: Any, address: str = "") -> None:
    if address:
        assert page.goto(address).status == 200, address
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_the_office_cancels_a_day_and_a_visitor_books_again_by_one_press(
    visit: Visit, open_page: Any
) -> None:
    ticket = visit.booked(when=kyiv(10))
    office = open_page()
    sign_in(office, visit.people.moderator)
    office.goto(f"/desk/queues/{visit.queue.slug}/day/2026-03-10/")
    assert office.get_by_text(ticket.number).count()
    office.locator(".day-cancel summary").click()
    follow(office, office.get_by_role("button", name="Перевірити, чиї це візити"))
    assert office.get_by_role("heading", name="Скасувати 1 візит").count()
    follow(office, office.get_by_role("button", name="Скасувати 1 візит"))
    assert office.locator(".error-summary").count(), "why is asked for"
    office.locator("input[name=reason]").fill("Хвороба спеціаліста")
    follow(office, office.get_by_role("button", name="Скасувати 1 візит"))
    looked_at(office)
    assert office.get_by_text("Знято із запису цього дня").count()
    write_letters()
    letter = OutboxMessage.objects.get(kind="tickets.cancelled")
    link = re.findall(r"http://[^/]+(/tickets/\S+/rebook/\?at=\w+)", letter.body_text)[0]
    resident = open_page(width=390)
    sign_in(resident, visit.people.resident)
    looked_at(resident, link)
    follow(resident, resident.locator("main form button.is-primary").first)
    new = Ticket.objects.get(moved_from=ticket)
    assert resident.url.endswith(reverse("tickets:ticket", args=[new.public_id]))
    assert new.state == states.BOOKED and resident.get_by_text(new.number).count()
    looked_at(resident, reverse("tickets:ticket", args=[ticket.public_id]))
    assert not resident.locator(".nearest").count(), "one time in place of another"


def test_on_the_ticket_the_nearest_time_is_one_press_away(visit: Visit, open_page: Any) -> None:
    ticket = visit.booked(when=kyiv(10))
    office = open_page()
    sign_in(office, visit.people.moderator)
    office.goto(f"/desk/queues/{visit.queue.slug}/day/2026-03-10/")
    office.locator(f"input[name=visit][value='{ticket.public_id}']").check()
    follow(office, office.get_by_role("button", name="Скасувати обрані візити"))
    office.locator("input[name=reason]").fill("Хвороба")
    follow(office, office.get_by_role("button", name="Скасувати 1 візит"))
    resident = open_page(width=390)
    sign_in(resident, visit.people.resident)
    looked_at(resident, reverse("tickets:ticket", args=[ticket.public_id]))
    follow(resident, resident.locator(".nearest button").nth(1))
    assert Ticket.objects.get(moved_from=ticket).state == states.BOOKED


# --- a deputy


@pytest.fixture
def deputy(transactional_db: None, private_root: Any) -> Any:
    """In peace: the first of October is a holiday."""
    with clock.frozen(datetime(2026, 9, 20, 9, tzinfo=UTC)) as frozen:
        people = People()
        WorkingCalendar.objects.get(code="ua-office").regimes.all().delete()
        made = AddresseeFactory(kind=Addressee.Kind.DEPUTY, name="Кравченко Ірина", listed=True)
        yield made, people, frozen


def offered_days(page: Any, queue: Queue, month: str) -> list[str]:
    page.goto(f"/booking/{queue.slug}/?month={month}-01")
    days = page.locator("table.calendar a").evaluate_all(
        "links => links.map((one) => new URL(one.href).searchParams.get('day'))"
    )
    return [one for one in days if one.startswith(month)]


def test_first_thursdays_of_a_deputy_through_december(deputy: Any, open_page: Any) -> None:
    """From the editor's dates to the page of booking: exactly those days, the holiday moved."""
    addressee, people, frozen = deputy
    admin = open_page()
    sign_in(admin, people.admin)
    admin.goto(reverse("directory_addressee_reception_new", kwargs={"pk": addressee.pk}))
    assert admin.locator("select[name=pattern]").input_value() == "first"
    with admin.expect_response(lambda answer: "/dates" in answer.url or "dates" in answer.url):
        admin.locator("select[name=policy]").select_option("next_working_day")
        admin.locator("input[name=opens]").fill("14:00")
    dates = admin.locator("[data-reception-dates]").inner_text()
    assert "2 жовтня" in dates and "5 листопада" in dates and "3 грудня" in dates
    follow(admin, admin.get_by_role("button", name="Зберегти", exact=True))
    schedule = Schedule.objects.get(addressee=addressee)
    queue = Queue.objects.create(
        addressee=addressee,
        name=Text(uk="Особистий прийом", en="Reception"),
        slug="deputy",
        horizon_days=60,
    )
    Service.objects.create(queue=queue, name=Text(uk="Особистий прийом"), letter="Д", minutes=15)
    Window.objects.create(queue=queue, name=Text(uk="Кабінет 12"), schedule=schedule)
    page = open_page(width=390)
    assert offered_days(page, queue, "2026-10") == ["2026-10-02"], "a holiday goes a day on"
    assert offered_days(page, queue, "2026-11") == ["2026-11-05"]
    frozen.move_to(datetime(2026, 10, 20, 9, tzinfo=UTC))
    assert offered_days(page, queue, "2026-11") == ["2026-11-05"]
    assert offered_days(page, queue, "2026-12") == ["2026-12-03"]
    page.goto(f"/booking/{queue.slug}/?day=2026-12-03")
    times = page.locator("fieldset.times label").all_inner_texts()
    assert len(times) == 12 and times[0].strip() == "14:00" and times[-1].strip() == "16:45"


# --- the look


@pytest.mark.look
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_pages_of_the_office_are_accessible(
    visit: Visit, open_page: Any, width: int, scheme: str
) -> None:
    people, slug = visit.people, visit.queue.slug
    ticket = visit.booked(when=kyiv(10))
    window = visit.queue.windows.first()
    window.specialists.add(people.moderator)
    page = open_page(width=width, color_scheme=scheme)
    sign_in(page, people.moderator)
    day = f"/desk/queues/{slug}/day/2026-03-10/"
    for address in (
        "/desk/queues/",
        day,
        f"{day}cancel/",
        f"{day}cancel/?visit={ticket.public_id}",
        f"/desk/queues/visits/{ticket.public_id}/move/",
        f"/desk/queues/{slug}/pause/",
        f"/desk/queues/{slug}/outside/",
        f"/desk/queues/{slug}/export/",
        "/desk/queues/calendar/",
    ):
        looked_at(page, address)
    follow(page, page.get_by_role("button", name="Створити посилання"))
    looked_at(page)
    page.goto(f"/desk/queues/{slug}/pause/")
    page.locator("input[name=why][value=alarm]").check()
    follow(page, page.get_by_role("button", name="Призупинити зараз"))
    looked_at(page)
    looked_at(page, day)
    page.goto(f"/desk/queues/{slug}/pause/")
    page.locator("input[name=how][value=shift]").check()
    page.locator("input[name=minutes]").fill("20")
    follow(page, page.get_by_role("button", name="Продовжити й повідомити відвідувачів"))
    ticket.refresh_from_db()
    assert ticket.starts_at == kyiv(10) + timedelta(minutes=20)
    Window.objects.update(is_active=False)
    looked_at(page, f"/desk/queues/{slug}/outside/")
    admin = open_page(width=width, color_scheme=scheme)
    wish = subscribing.Wish("Документообіг", "http://127.0.0.1:9/", ("booked",))
    kept, _secret = subscribing.subscribe(wish, people.admin, clock.now())
    sign_in(admin, people.admin)
    looked_at(admin, "/desk/queues/hooks/")
    looked_at(admin, f"/desk/queues/hooks/{kept.public_id}/")
