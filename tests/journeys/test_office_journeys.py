"""A day of the appeals office in a real browser: paper to control, return, part, complaint."""

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from crm.appeals import services as appeals
from crm.appeals.card_rules import Asked
from crm.cases.models import Case
from tests.axe import assert_accessible
from tests.desk.stories import BODY, REPLY, Story, make_story
from tests.journeys.test_journey_appeal import follow
from tests.journeys.test_journey_appeal import sign_in as log_in
from tests.people import People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHO_WROTE = {
    "last_name": "Мельник",
    "first_name": "Оксана",
    "middle_name": "Петрівна",
    "addr_settlement": "Вербів",
    "addr_street": "вулиця Садова",
    "addr_building": "3",
}


@pytest.fixture
def story(transactional_db: None, private_root: Any) -> Story:
    return make_story(People())


@pytest.fixture
def page(story: Story, open_page: Any) -> Any:
    return open_page(width=1280)


def sign_in(page: Any, person: Any) -> None:
    """Somebody else sits down at the same machine."""
    page.context.clear_cookies()
    log_in(page, person)


def card(page: Any, case: Case, tab: str = "") -> Any:
    page.goto(f"/desk/cases/{case.public_id}/" + (f"?tab={tab}#composer" if tab else ""))
    return page.locator(f"[data-panel={tab}]") if tab else page


def done(page: Any, panel: Any) -> None:
    follow(page, panel.locator("button[type=submit]"))
    assert page.locator(".composer .error-summary").count() == 0
    assert_accessible(page)


def enter_paper(page: Any, story: Story) -> Case:
    """A letter that came by post, written down with its scan's facts."""
    page.goto("/desk/new/")
    page.locator("input[name=channel][value=paper], select[name=channel]").first.wait_for()
    if page.locator("select[name=channel]").count():
        page.locator("select[name=channel]").select_option("paper")
    else:
        page.locator("input[name=channel][value=paper]").check()
    for name, value in WHO_WROTE.items():
        page.locator(f"input[name={name}]").fill(value)
    if (no_contact := page.locator("input[name=no_contact]")).count():
        no_contact.check()
    page.locator("select[name=addressee]").select_option(str(story.addressee.pk))
    if page.locator("select[name=kind]").count():
        page.locator("select[name=kind]").select_option("statement")
    else:
        page.locator("input[name=kind][value=statement]").check()
    page.locator("input[name=subject]").fill("Протекла стеля")
    page.locator("textarea[name=body]").fill(BODY)
    if (topic := page.locator("select[name=topic_1], select[name^=topic]").first).count():
        topic.select_option("Q10")
    follow(page, page.locator("main form .actions button.is-primary, main form button.is-primary"))
    page.wait_for_url("**/desk/cases/**")
    return Case.objects.get()


def test_paper_appeal_from_registration_to_off_control(story: Story, page: Any) -> None:
    """Register a paper appeal → resolution → extension → reply → off control."""
    people = story.people
    sign_in(page, people.clerk)
    case = enter_paper(page, story)
    assert case.state == "registered" and case.channel == "paper"
    sign_in(page, people.head)
    panel = card(page, case, "assign")
    panel.locator("select[name=executor]").select_option(str(people.executor.pk))
    panel.locator("textarea[name=resolution]").fill("Оглянути дах, скласти акт")
    done(page, panel)
    panel = card(page, case, "extend")
    panel.locator("textarea[name=reason]").fill("Потрібна експертиза")
    done(page, panel)
    assert Case.objects.get().is_extended
    sign_in(page, people.executor)
    card(page, case)
    follow(page, page.locator(".card-buttons form button[type=submit]"))
    panel = card(page, case, "reply")
    panel.locator("textarea[name=text]").fill(REPLY)
    result = panel.locator("input[name=result][value='9.1'], input[name=result_1][value='9.1']")
    if result.count():
        result.first.check()
    else:
        panel.locator("select[name=result], select[name=result_1]").first.select_option("9.1")
    done(page, panel)
    sign_in(page, people.head)
    done(page, card(page, case, "sign"))
    sign_in(page, people.clerk)
    card(page, case)
    follow(page, page.locator(".card-buttons form button[type=submit]"))
    case = Case.objects.get()
    assert (case.state, case.is_open) == ("closed", False)
    assert case.appeal.result == "9.1"
    assert page.get_by_text(case.appeal.outgoing_index).count()


def test_appeal_without_data_is_returned(story: Story, page: Any) -> None:
    case = story.registered()
    sign_in(page, story.people.clerk)
    panel = card(page, case, "return")
    follow(page, panel.locator("button[type=submit]"))
    assert page.locator(".error-summary").count(), "an empty reason is asked for beside the field"
    panel = page.locator("[data-panel=return]")
    panel.locator("input[name=ground][value=data]").check()
    panel.locator("textarea[name=reason]").fill("Не вказано, про який будинок ідеться.")
    done(page, panel)
    assert Case.objects.get().state == "returned"
    sign_in(page, story.people.resident)
    page.goto(f"/cabinet/appeals/{case.public_id}/")
    assert page.get_by_text("про який будинок").count()
    assert_accessible(page)


def test_one_question_of_two_is_forwarded(story: Story, page: Any) -> None:
    two = [Asked("Q10", text="Дах"), Asked("Q11", text="Дерева у дворі", is_main=False)]
    case = story.submitted()
    appeals.confirm_registration(case, story.people.clerk, clock.now(), questions=two)
    sign_in(page, story.people.clerk)
    panel = card(page, case, "forward")
    panel.locator("input[name=to_body]").fill("Державна екологічна інспекція")
    panel.locator("input[name=questions][value='2']").check()
    done(page, panel)
    part = Case.objects.get(number=f"{case.number}-1")
    assert part.state == "forwarded"
    page.locator("[data-load]").get_by_text(part.number).wait_for()
    sign_in(page, story.people.resident)
    page.goto("/cabinet/")
    assert page.get_by_text(part.number).count() and page.get_by_text(case.number).count()


def test_department_does_not_see_a_complaint_about_it(story: Story, page: Any) -> None:
    """A-08: the head above decides; the blamed find the absent page and an empty list."""
    mayor, people = story.mayor(), story.people
    case = story.registered(
        kind="complaint", against=story.addressee.slug, against_text="Майстер тричі не прийшов"
    )
    for person in (people.moderator, people.head, people.executor):
        sign_in(page, person)
        assert page.goto(f"/desk/cases/{case.public_id}/").status == 404
        page.goto(f"/desk/?q={case.number}")
        assert page.get_by_text(case.subject).count() == 0
        assert page.goto("/desk/assignments/?whose=all").status == 200
    sign_in(page, mayor)
    panel = card(page, case, "assign")
    offered = panel.locator("select[name=executor] option").all_inner_texts()
    assert people.executor.short_name not in offered
    assert clock.today() + timedelta(days=1) <= case.due_on
