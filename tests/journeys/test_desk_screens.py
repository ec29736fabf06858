"""Screens of the desk and the cabinet in a real browser: accessible, narrow enough, by keyboard."""

from typing import Any

import pytest

from core import clock
from core.accounts.services import open_break_glass
from crm.appeals.models import Registration
from crm.appeals.services import issue_assignment
from crm.cases.models import Case
from tests.axe import assert_accessible, assert_no_sideways_scroll
from tests.desk.stories import Story, make_story
from tests.people import PASSWORD, People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(transactional_db: None, private_root: Any) -> Story:
    return make_story(People())


def enter(page: Any, person: Any) -> Any:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_event("load"):
        page.locator("main form button[type=submit]").first.click()
    return page


def looked_at(page: Any, address: str = "") -> None:
    if address:
        assert page.goto(address).status == 200, address
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.look
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_desk_is_accessible(story: Story, open_page: Any, width: int, scheme: str) -> None:
    people = story.people
    waiting, drafted = story.submitted(), story.drafted(author=people.stranger, hide_identity=True)
    answered = story.answered(subject="Ліфт стоїть між поверхами")
    registered = story.registered(subject="Двері підʼїзду")
    clerk = enter(open_page(width=width, color_scheme=scheme), people.clerk)
    for address in (
        "/desk/",
        "/desk/?open=all&sort=received&kind=statement",
        "/desk/?q=нічого-такого",
        "/desk/filters/",
        "/desk/filters/own/?kind=complaint",
        "/desk/new/",
        "/desk/new/information/",
        "/desk/new/personal-data/",
        "/desk/journal/",
        "/desk/assignments/",
        "/desk/assignments/?whose=all&open=all",
        "/desk/reports/quarter/",
        "/desk/reports/discipline/",
        "/desk/reports/comparison/",
        "/desk/reports/public/",
        "/desk/reports/schedules/",
        "/desk/exports/",
        "/desk/terms/?rule=ua.appeal.month&received=2026-03-10&time=19:40&regime=&profile=ua-city",
        f"/desk/cases/{waiting.public_id}/",
        f"/desk/cases/{answered.public_id}/?tab=files",
        f"/desk/cases/{answered.public_id}/print/",
    ):
        looked_at(clerk, address)
    clerk.goto(f"/desk/cases/{waiting.public_id}/?tab=note")
    with clerk.expect_event("load"):
        clerk.locator("[data-panel=note] button[type=submit]").click()
    looked_at(clerk)
    clerk.goto("/desk/new/")
    with clerk.expect_event("load"):
        clerk.locator("main form button[type=submit]").click()
    looked_at(clerk)
    clerk.goto(f"/desk/cases/{waiting.public_id}/")
    for menu in clerk.locator(".card-buttons details summary").all():
        menu.click()
        looked_at(clerk)
    head = enter(open_page(width=width, color_scheme=scheme), people.head)
    looked_at(head, f"/desk/cases/{drafted.public_id}/")
    looked_at(head, "/desk/")
    chosen = f"?case={waiting.public_id}&case={drafted.public_id}&case={registered.public_id}"
    looked_at(head, f"/desk/assign/{chosen}")
    head.select_option("#assign-executor", str(people.executor.pk))
    head.fill("#assign-resolution", "Оглянути")
    with head.expect_event("load"):
        head.locator("form.filters button[type=submit]").click()
    looked_at(head)
    looked_at(head, f"/desk/cases/{drafted.public_id}/?tab=extend")
    looked_at(head, f"/desk/cases/{drafted.public_id}/?tab=charge")
    asked = Registration.objects.filter(case=drafted)
    asked.update(shorter_term_asked_by="Автор", shorter_term_reason="Хворіє дитина")
    looked_at(head, f"/desk/cases/{drafted.public_id}/?tab=shorter")
    with head.expect_event("load"):
        head.locator("[data-panel=shorter] button[type=submit]").click()
    looked_at(head)
    looked_at(head, f"/desk/cases/{drafted.public_id}/related/")
    given = issue_assignment(
        drafted, people.executor, "Скласти акт", drafted.due_on, people.head, clock.now()
    )
    looked_at(head, f"/desk/assignments/{given.public_id}/")
    auditor = enter(open_page(width=width, color_scheme=scheme), people.auditor)
    looked_at(auditor, "/desk/audit/")
    looked_at(auditor, "/desk/audit/?journal=viewings")


@pytest.mark.look
@pytest.mark.parametrize("width", [360, 1280])
def test_cabinet_is_accessible(story: Story, open_page: Any, width: int) -> None:
    running, answered = story.in_progress(), story.answered(subject="Ліфт")
    story.draft()
    page = enter(open_page(width=width), story.people.resident)
    for address in (
        "/cabinet/",
        "/cabinet/my-data/",
        f"/cabinet/appeals/{running.public_id}/",
        f"/cabinet/appeals/{running.public_id}/withdraw/",
        f"/cabinet/appeals/{answered.public_id}/",
        f"/cabinet/appeals/{answered.public_id}/print/",
    ):
        looked_at(page, address)
    page.goto(f"/cabinet/appeals/{running.public_id}/")
    with page.expect_event("load"):
        page.locator("form[action$='/add/'] button.is-primary").click()
    looked_at(page)
    page.goto(f"/cabinet/appeals/{running.public_id}/")
    with page.expect_event("load"):
        page.locator("form[action*='/ask/'] button").click()
    looked_at(page)
    newcomer = enter(open_page(width=width), story.people.stranger)
    looked_at(newcomer, "/cabinet/")


def test_list_and_card_are_worked_by_keyboard(story: Story, open_page: Any) -> None:
    first = story.submitted()
    second = story.registered(author=story.people.stranger, subject="Ліфт стоїть")
    page = enter(open_page(), story.people.head)
    page.goto("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator(".case-row.is-current").count() == 1
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    assert f"/desk/cases/{first.public_id}/" in page.url
    page.keyboard.press("Control+k")
    page.locator("dialog.palette input").wait_for()
    assert_accessible(page)
    page.keyboard.type(second.number)
    page.locator("dialog.palette .number", has_text=second.number).wait_for()
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    assert f"/desk/cases/{second.public_id}/" in page.url
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.id") == "assign-executor"
    page.locator("#assign-resolution").fill("Почав писати")
    page.locator("[data-tab=note]").first.click()
    page.locator("#note-text").fill("Нотатка")
    page.reload()
    assert page.locator("#note-text").input_value() == "Нотатка"
    assert page.locator("#assign-resolution").input_value() == "Почав писати"
    page.locator("[data-tab=note]").first.click()
    with page.expect_event("load"):
        page.locator("#note-text").press("Control+Enter")
    page.get_by_text("Нотатка", exact=True).first.wait_for()
    assert page.locator("#note-text").input_value() == ""
    page.locator("h1").click()
    page.keyboard.press("?")
    page.locator("dialog.keys").wait_for()
    assert_accessible(page)


def tab_to(page: Any, wanted: str, most: int) -> int:
    """Press Tab until the focus is there; so many times at most."""
    for pressed in range(most + 1):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return pressed
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by {most} presses of Tab")


def register_by_tab(page: Any) -> None:
    """Skip link, the row, Enter; past the history to the form; the topic by an arrow."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, ".case-row .what a", 8)
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "#card-kind", 8)
    tab_to(page, "[data-panel=register] button[type=submit]", 20)
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    # Refused: the summary has the focus, its link leads to the field.
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "#card-topic_1", 0)
    page.keyboard.press("ArrowDown")
    tab_to(page, "[data-panel=register] button[type=submit]", 16)
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def test_an_appeal_is_registered_by_keys_alone(story: Story, open_page: Any) -> None:
    """With Tab, Enter and arrows; then with the desk's own keys, which Esc does not betray."""
    case = story.submitted()
    page = enter(open_page(), story.people.clerk)
    page.goto("/desk/")
    register_by_tab(page)
    case.refresh_from_db()
    assert case.state == "registered"
    other = story.submitted(author=story.people.stranger)
    page.keyboard.press("Escape")
    page.wait_for_url("**/desk/")
    page.goto("/desk/?state=submitted")
    page.keyboard.press("j")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    address = page.url
    tab_to(page, ".card-buttons summary", 40)
    page.keyboard.press("Enter")
    page.locator("details.menu[open]").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0 and page.url == address
    page.keyboard.press("r")
    tab_to(page, "#card-kind", 0)
    tab_to(page, "#card-topic_1", 8)
    page.keyboard.type("Q10")
    tab_to(page, ".card-part summary", 8)
    page.keyboard.press("Escape")
    assert page.url == address, "what was chosen stays"
    with page.expect_event("load"):
        page.keyboard.press("Control+Enter")
    other.refresh_from_db()
    assert other.state == "registered"
    assert other.questions.get().topic == "Q10"


def test_rows_are_ticked_and_assigned_with_and_without_a_script(
    story: Story, open_page: Any
) -> None:
    first, second = story.registered(), story.registered(author=story.people.stranger)
    page = enter(open_page(), story.people.head)
    page.goto("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-tick-count]").inner_text() == "1"
    page.locator("[data-tick-all]").check()
    assert page.locator("[data-tick-count]").inner_text() == "2"
    with page.expect_event("load"):
        page.keyboard.press("a")
    assert page.locator("form.filters .rows > li").count() == 2
    plain = enter(open_page(java_script_enabled=False), story.people.head)
    plain.goto("/desk/")
    assert not plain.locator("[data-tick-all]").is_visible()
    for case in (first, second):
        plain.locator(f"[value='{case.public_id}']").check()
    with plain.expect_event("load"):
        plain.locator(".tick-bar button").click()
    plain.select_option("#assign-executor", str(story.people.executor.pk))
    plain.fill("#assign-resolution", "Оглянути")
    with plain.expect_event("load"):
        plain.locator("form.filters button[type=submit]").click()
    states = Case.objects.filter(pk__in=(first.pk, second.pk)).values_list("state", flat=True)
    assert list(states) == ["assigned", "assigned"]


def test_everything_works_without_a_script(story: Story, open_page: Any) -> None:
    case = story.submitted()
    page = enter(open_page(java_script_enabled=False), story.people.clerk)
    page.goto("/desk/")
    with page.expect_event("load"):
        page.locator(".case-row .what a").click()
    with page.expect_event("load"):
        page.locator("[data-tab=note]").first.click()
    page.locator("#note-text").fill("Без скрипту")
    with page.expect_event("load"):
        page.locator("[data-panel=note] button[type=submit]").click()
    assert page.get_by_text("Без скрипту").count()
    assert case.events.filter(kind="note").count() == 1


def test_open_session_of_an_administrator_is_said_on_every_page(
    story: Story, open_page: Any
) -> None:
    case = story.submitted()
    open_break_glass(story.people.admin, "Шукаю помилку в картці", at=clock.now())
    page = enter(open_page(), story.people.admin)
    for address in ("/desk/", f"/desk/cases/{case.public_id}/"):
        looked_at(page, address)
        assert page.locator(".strip a[href*='break-glass']").count() == 1
    assert page.locator("[data-composer]").count() == 0
