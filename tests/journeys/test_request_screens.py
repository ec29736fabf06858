"""Requests and a person's data in a real browser: a guest files, the office answers, all readable
and accessible."""

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from crm.cases.models import Case
from crm.publishing.answers import publish_answer
from crm.requests import services as requests
from crm.requests.notices import key_of
from crm.requests.services.archives import ask_for_archive, make_archive_now
from tests.desk.stories import Story, make_story
from tests.journeys.test_desk_screens import enter, looked_at
from tests.people import People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(transactional_db: None, private_root: Any) -> Story:
    return make_story(People())


def ask(story: Story, author: Any = None, at: Any = None) -> Case:
    person = {} if author else {"last_name": "Журналіст", "first_name": "Оксана"}
    asked = requests.Asked(
        "", story.addressee, "Кошторис ремонту", "Прошу копію.", person=person,
        email="" if author else "guest@news.test",
    )  # fmt: skip
    return requests.open_information_request(asked, author, at or clock.now())


def in_work(story: Story, case: Case) -> Case:
    requests.register_inquiry(case, story.people.clerk, clock.now())
    return requests.take_inquiry(case, story.people.moderator, clock.now())


def test_guest_asks_and_reads_the_answer_by_the_link(story: Story, open_page: Any) -> None:
    page = open_page(width=390)
    looked_at(page, "/requests/information/")
    with page.expect_event("load"):
        page.locator("main form button[type=submit]").click()
    looked_at(page)  # everything is missing, and each field says so
    page.locator("select[name=addressee]").select_option(str(story.addressee.pk))
    for name, words in {
        "subject": "Кошторис ремонту школи",
        "body": "Прошу копію кошторису.",
        "last_name": "Журналіст",
        "first_name": "Оксана",
        "email": "guest@news.test",
    }.items():
        page.locator(f"[name={name}]").fill(words)
    with page.expect_event("load"):
        page.locator("main form button[type=submit]").click()
    looked_at(page)
    case = Case.objects.get(kind="information")
    assert case.number in page.locator("main").inner_text()
    in_work(story, case)
    requests.sign_answer(
        case, "Ось кошторис.", story.people.head, clock.now(), version=0, copied_pages=12
    )
    looked_at(page, f"/requests/follow/{key_of(case)}/")
    assert "Ось кошторис." in page.locator("main").inner_text()


@pytest.mark.look
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_screens_are_accessible(story: Story, open_page: Any, width: int, scheme: str) -> None:
    people = story.people
    fresh, working = ask(story), in_work(story, ask(story))
    wish = requests.open_personal_data_request(
        "correct", "Помилка в імені", story.addressee, people.resident, clock.now()
    )
    in_work(story, wish)
    with clock.frozen(clock.now() - timedelta(days=6 * 366)):
        old = story.answered(subject="Давнє")
    archive = ask_for_archive(people.resident, clock.now())
    make_archive_now(archive.pk, clock.now())
    clerk = enter(open_page(width=width, color_scheme=scheme), people.clerk)
    for address in ("/desk/?kind=information", f"/desk/cases/{fresh.public_id}/?tab=urgent"):
        looked_at(clerk, address)
    head = enter(open_page(width=width, color_scheme=scheme), people.head)
    for tab in ("sign", "refuse", "extend"):
        looked_at(head, f"/desk/cases/{working.public_id}/?tab={tab}")
    looked_at(head, f"/desk/cases/{wish.public_id}/?tab=correct")
    requests.sign_answer(working, "Ось кошторис.", people.head, clock.now(), version=0)
    looked_at(head, f"/desk/cases/{working.public_id}/?tab=publish")
    texts = ("Кошторис ремонту", "Просять копію.", "Ось кошторис.")
    told = publish_answer(working, *texts, people.head, clock.now(), confirmed=True)
    looked_at(head, f"/desk/cases/{working.public_id}/?tab=unpublish")
    visitor = open_page(width=width, color_scheme=scheme)
    for address in ("/answers/", "/answers/?q=нема", f"/answers/{told.public_id}/"):
        looked_at(visitor, address)
    looked_at(head, f"/desk/cases/{working.public_id}/print/")
    admin = enter(open_page(width=width, color_scheme=scheme), people.admin)
    looked_at(admin, "/desk/retention/")
    looked_at(admin, f"/desk/retention/hold/{old.public_id}/")
    admin.goto("/desk/retention/")
    admin.locator("input[name=sure]").check()
    with admin.expect_event("load"):
        admin.locator("main form button[type=submit]").click()
    looked_at(admin)
    assert "АЗ-1/" in admin.locator("main").inner_text()
    resident = enter(open_page(width=width, color_scheme=scheme), people.resident)
    for address in (
        "/cabinet/my-data/",
        "/cabinet/my-data/viewings/",
        "/requests/personal-data/?right=delete",
        f"/cabinet/appeals/{wish.public_id}/",
    ):
        looked_at(resident, address)
