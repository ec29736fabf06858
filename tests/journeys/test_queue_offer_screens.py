"""The offer of a queue in a real browser: the page of load, the block, the form of the register."""

from datetime import timedelta
from typing import Any

import pytest

from blocks.queues.models import Availability, Queue
from core import clock
from tests.axe import assert_accessible, assert_no_sideways_scroll
from tests.crm_tickets.test_load import served
from tests.factories.directory import AddresseeFactory
from tests.factories.home import make_page_tree
from tests.factories.queues import make_queue
from tests.journeys.test_desk_screens import enter
from tests.people import People

pytestmark = pytest.mark.browser


@pytest.fixture
def people(transactional_db: None) -> People:
    return People()


@pytest.fixture
def queue(people: People) -> Queue:
    """A queue of the moderator's addressee with visits of yesterday and a published word."""
    addressee = AddresseeFactory(listed=True, moderator=people.moderator)
    made = make_queue(addressee=addressee, windows=2, hours=dict.fromkeys(range(7), "09:00-18:00"))
    morning = clock.local(clock.now()).replace(hour=9, minute=0, second=0, microsecond=0)
    for number in range(6):
        served(made, morning - timedelta(days=1, hours=-number), wait=5 + number, lasted=10)
    at = clock.now()
    Availability.objects.update_or_create(
        queue=made,
        defaults={
            "next_free_at": at + timedelta(hours=2),
            "waiting": 3,
            "wait_minutes": 20,
            "updated_at": at,
        },
    )
    return made


@pytest.mark.look
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_load_of_a_queue_is_accessible(
    queue: Queue, people: People, open_page: Any, width: int, scheme: str
) -> None:
    page = enter(open_page(width=width, color_scheme=scheme), people.moderator)
    assert page.goto(f"/desk/queues/{queue.slug}/load/").status == 200
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert page.goto(f"/desk/queues/{queue.slug}/load/?since=x").status == 422
    assert_accessible(page)


@pytest.mark.look
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_block_of_queues_is_accessible(
    queue: Queue, open_page: Any, width: int, scheme: str
) -> None:
    body = [("queue", {"heading": "Прийдіть до нас", "note": "", "queues": []})]
    shown = make_page_tree().add_addressee(addressee=queue.addressee, body=body)
    page = open_page(width=width, color_scheme=scheme)
    assert page.goto(shown.url).status == 200
    page.locator(".queue-services > summary").click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Записатися").click()
    assert f"/booking/{queue.slug}/" in page.url


def test_moderator_adds_a_window_and_learns_the_next_days(
    queue: Queue, people: People, open_page: Any
) -> None:
    page = enter(open_page(width=1280), people.moderator)
    page.goto(f"/admin/blocks_queues/queue/edit/{queue.pk}/")
    page.get_by_role("tab", name="Віконця").click()
    page.locator("#id_windows-ADD").click()
    page.fill("#id_windows-2-name_0, [name=windows-2-name_uk]", "Вікно 3")
    page.fill("[name=windows-2-name_en]", "Window 3")
    page.select_option("[name=windows-2-schedule]", index=1)
    with page.expect_event("load"):
        page.get_by_role("button", name="Зберегти", exact=True).click()
    assert queue.windows.count() == 3
    assert "Найближчі дні прийому" in page.content()
