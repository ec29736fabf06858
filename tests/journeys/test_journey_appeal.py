"""The main job in a real browser: from the catalogue to the reply read in the cabinet."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from blocks.forms.services import ensure_ready_forms
from core.notify.models import OutboxMessage
from crm.cases.models import Case
from tests.axe import assert_accessible, assert_no_sideways_scroll
from tests.factories.directory import OFFICE_HOURS, AddresseeFactory
from tests.factories.home import make_page_tree
from tests.letters import write_letters
from tests.people import PASSWORD, People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEWCOMER = "olena@people.test"
NEW_PASSWORD = "довгий-пароль-для-тесту-7"
BODY = "Після дощу протекла стеля. Прошу скласти акт і полагодити дах."
REPLY = "Дах полагодять до пʼятниці, акт складено й додано."


@dataclass
class City:
    people: People
    catalogue: str
    name: str


@pytest.fixture
def city(transactional_db: None, live_server: Any, settings: Any, private_root: Any) -> City:
    settings.BASE_URL = live_server.url
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    people = People()
    addressee = AddresseeFactory(
        name={"uk": "Департамент ЖКГ", "en": "Housing"},
        slug="zhkg",
        hours=OFFICE_HOURS,
        moderator=people.moderator,
        head=people.head,
        executor=people.executor,
    )
    forms = ensure_ready_forms()
    tree = make_page_tree()
    block = {"type": "appeal_form", "value": {"heading": "Написати", "forms": [forms[0].pk]}}
    tree.add_addressee(addressee=addressee, body=[block])
    return City(people, tree.catalogue.url, str(addressee.name))


def looked_at(page: Any) -> None:
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def follow(page: Any, link: Any) -> None:
    """Press what leads to another page and wait for it (a draft that saves itself is no page)."""
    with page.expect_event("load"):
        link.click()


def sign_in(page: Any, person: Any) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(PASSWORD)
    follow(page, page.locator("main form button[type=submit]").first)
    page.wait_for_url(lambda url: "/login/" not in url)


def write(page: Any, city: City) -> None:
    """Catalogue, addressee, the form, the text."""
    page.goto(city.catalogue)
    looked_at(page)
    follow(page, page.get_by_role("link", name=city.name).first)
    looked_at(page)
    follow(page, page.get_by_role("link", name="Звернення громадянина"))
    page.locator("input[name=kind][value=statement]").check()
    page.locator("input[name=subject]").fill("Протекла стеля")
    page.locator("textarea[name=body]").fill(BODY)
    looked_at(page)
    follow(page, page.locator("main form .actions button.is-primary"))


def register_on_the_way(page: Any) -> None:
    """A new account with a confirmed address; what was typed waits meanwhile."""
    looked_at(page)
    follow(page, page.locator("main a[href*='/accounts/signup/']").first)
    page.locator("input[name=email]").fill(NEWCOMER)
    page.locator("input[name=password1]").fill(NEW_PASSWORD)
    looked_at(page)
    follow(page, page.locator("main form button[type=submit]").first)
    page.wait_for_url("**/confirm-email/")
    page.goto("/demo/outbox/")
    looked_at(page)
    follow(page, page.locator("a[href*='/accounts/confirm-email/']").first)
    follow(page, page.locator("main form button[type=submit]").first)
    page.wait_for_url(re.compile(r"/appeals/drafts/.+/details/"))


def tell_who(page: Any) -> None:
    looked_at(page)
    for name, value in {
        "last_name": "Дорошенко",
        "first_name": "Олена",
        "middle_name": "Василівна",
        "addr_settlement": "Вербів",
        "addr_street": "вулиця Садова",
        "addr_building": "14",
        "addr_flat": "27",
    }.items():
        page.locator(f"input[name={name}]").fill(value)
    page.locator("input[name=reply_channel]").first.check()
    follow(page, page.locator("main form .actions button.is-primary"))
    page.wait_for_url("**/check/")


def send(page: Any) -> str:
    """Check and send; the number is on the next page and stays one after a reload."""
    looked_at(page)
    assert page.get_by_text("Прошу скласти акт").count()
    follow(page, page.locator("main form button.is-primary"))
    page.wait_for_url("**/done/")
    looked_at(page)
    page.reload()
    case = Case.objects.get()
    assert page.get_by_text(case.number).count()
    return case.number


def moderator_follows_the_letter(page: Any, city: City, number: str) -> None:
    """The letter holds a link and the number, never the text."""
    sign_in(page, city.people.moderator)
    write_letters()
    letter = OutboxMessage.objects.get(user=city.people.moderator, kind="appeals.received")
    assert BODY not in letter.body_text and number in letter.body_text
    page.goto("/demo/outbox/")
    follow(page, page.locator("a[href*='/desk/cases/']").first)
    page.wait_for_url("**/desk/cases/**")
    assert page.get_by_text("Прошу скласти акт").count()


def open_card(page: Any, person: Any, number: str) -> None:
    sign_in(page, person)
    page.goto("/desk/")
    looked_at(page)
    page.keyboard.press("j")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/**")
    page.get_by_text(number).first.wait_for()
    looked_at(page)


def press(page: Any, code: str) -> None:
    follow(page, page.locator(f"[data-panel={code}] button[type=submit]"))
    page.locator(".message").first.wait_for()


def test_journey_appeal(city: City, open_page: Any) -> None:
    resident = open_page()
    write(resident, city)
    register_on_the_way(resident)
    tell_who(resident)
    number = send(resident)

    moderator_follows_the_letter(open_page(), city, number)

    clerk = open_page(width=1440)
    open_card(clerk, city.people.clerk, number)
    clerk.locator("#card-topic_1").select_option("Q10")
    press(clerk, "register")

    head = open_page(width=1440)
    open_card(head, city.people.head, number)
    head.keyboard.press("a")
    head.locator("#assign-executor").select_option(label=city.people.executor.short_name)
    head.locator("#assign-resolution").fill("Оглянути дах, скласти акт.")
    press(head, "assign")

    executor = open_page(width=390, height=844)
    open_card(executor, city.people.executor, number)
    follow(executor, executor.locator(".card-buttons form button").first)
    executor.locator("#reply-text").fill(REPLY)
    executor.locator("#reply-result").select_option("9.1")
    press(executor, "reply")
    looked_at(executor)

    head.reload()
    assert head.locator("#sign-text").input_value() == REPLY
    press(head, "sign")
    looked_at(head)

    resident.goto("/cabinet/")
    looked_at(resident)
    follow(resident, resident.locator(".window a.button.is-primary"))
    resident.get_by_text(REPLY).wait_for()
    looked_at(resident)
    resident.set_viewport_size({"width": 360, "height": 800})
    looked_at(resident)
    letter = OutboxMessage.objects.get(kind="appeals.answered")
    assert letter.to_address == NEWCOMER and REPLY not in letter.body_text
