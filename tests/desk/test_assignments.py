"""Assignments (доручення): one person, one task, one term (R-05, 13.7)."""

import itertools
from datetime import timedelta

import pytest

from core import clock
from core.errors import Conflict, RuleBroken
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.appeals.services.rights import NotAllowed
from crm.cases.models import Assignment, Case
from crm.cases.states import ASSIGNMENT
from directory.models import Duty
from tests.desk.test_access import card
from tests.desk.test_actions import act
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db

TABLE = {
    "new": {"accepted", "cancelled"},
    "accepted": {"in_progress", "reported", "cancelled"},
    "in_progress": {"reported", "cancelled"},
    "reported": {"approved", "returned", "cancelled"},
    "returned": {"in_progress", "reported", "cancelled"},
}


@pytest.fixture
def helper(story):
    """A colleague of the executor, named in no case yet."""
    person = make_person("executor")
    Duty.objects.create(addressee=story.addressee, user=person, role="executor")
    return person


def issue(story, person, case=None, days=3, **said):
    case = case or story.in_progress()
    due = said.pop("due_on", clock.today() + timedelta(days=days))
    return appeals.issue_assignment(
        case, person, said.get("text", "Скласти акт"), due, story.people.head, clock.now()
    )


def page(assignment):
    return f"/desk/assignments/{assignment.public_id}/"


@pytest.mark.parametrize(("source", "target"), list(itertools.product(ASSIGNMENT.states, repeat=2)))
def test_table_of_assignments(source, target):
    assert ASSIGNMENT.allows(source, target) == (target in TABLE.get(source, set()))


def test_head_charges_a_colleague_on_the_card_who_then_sees_the_case(
    story, client_of, people, helper
):
    case = story.in_progress()
    theirs = sign_in(client_of(None), helper)
    assert theirs.get(card(case)).status_code == 404
    due = (clock.today() + timedelta(days=2)).strftime("%d.%m.%Y")
    answer = act(
        client_of("head"), case, "charge", executor=helper.pk, text="Скласти акт", due_on=due
    )
    assert answer.status_code == 302
    assert theirs.get(card(case)).status_code == 200
    letter = OutboxMessage.objects.get(kind="appeals.charged")
    assert letter.user == helper and "акт" not in letter.body_text
    assert "Скласти акт" in theirs.get("/desk/assignments/").content.decode()
    assert "Скласти акт" in client_of("head").get(f"{card(case)}related/").content.decode()


def test_from_acceptance_to_approval_in_the_browser_of_each(story, client_of, people, helper):
    assignment = issue(story, helper)
    theirs, head = sign_in(client_of(None), helper), client_of("head")
    steps = [
        (theirs, "accepted", ""),
        (theirs, "in_progress", ""),
        (theirs, "reported", "Акт складено"),
        (head, "returned", "Додайте фото"),
        (theirs, "reported", "Акт і фото"),
        (head, "approved", ""),
    ]
    for client, to, words in steps:
        answer = client.post(page(assignment), {"to": to, "words": words})
        assert answer.status_code == 302, to
        assignment.refresh_from_db()
        assert assignment.state == to
    assert (assignment.report, assignment.remark) == ("Акт і фото", "Додайте фото")
    told = OutboxMessage.objects.filter(kind="appeals.reported")
    assert {one.user for one in told} == {people.head}


def test_report_needs_words_and_keeps_the_page(story, client_of, helper):
    assignment = issue(story, helper)
    theirs = sign_in(client_of(None), helper)
    theirs.post(page(assignment), {"to": "accepted"})
    answer = theirs.post(page(assignment), {"to": "reported", "words": "  "})
    assert answer.status_code == 422
    assert "Напишіть, що зроблено." in answer.content.decode()


@pytest.mark.parametrize(("days", "code"), [(-1, "past"), (400, "too_late")])
def test_term_lies_between_today_and_that_of_the_case(story, helper, days, code):
    with pytest.raises(RuleBroken) as refused:
        issue(story, helper, days=days)
    assert refused.value.code == code


def test_of_an_overdue_case_any_day_to_come_may_be_set(story, helper):
    case = story.in_progress()
    yesterday = clock.today() - timedelta(days=1)
    Case.objects.filter(pk=case.pk).update(due_on=yesterday, target_on=yesterday)
    assert issue(story, helper, Case.objects.get(pk=case.pk), days=4).state == "new"


def test_term_is_extended_by_the_issuer_within_the_case(story, client_of, helper):
    assignment = issue(story, helper, days=2)
    later = clock.today() + timedelta(days=5)
    with pytest.raises(NotAllowed):
        appeals.extend_assignment(assignment, later, helper, clock.now())
    said = {"to": "extend", "due_on": later.strftime("%d.%m.%Y")}
    assert client_of("head").post(page(assignment), said).status_code == 302
    assignment.refresh_from_db()
    assert (assignment.due_on, assignment.is_extended) == (later, True)
    early = {"to": "extend", "due_on": clock.today().strftime("%d.%m.%Y")}
    assert client_of("head").post(page(assignment), early).status_code == 422


def test_nobody_works_or_judges_in_anothers_place(story, people, helper):
    assignment = issue(story, helper)
    with pytest.raises(NotAllowed):
        appeals.move_assignment(assignment, "accepted", people.head, clock.now())
    appeals.move_assignment(assignment, "accepted", helper, clock.now())
    appeals.move_assignment(assignment, "reported", helper, clock.now(), words="Готово")
    for person in (helper, people.moderator, people.clerk):
        with pytest.raises(NotAllowed):
            appeals.move_assignment(assignment, "approved", person, clock.now())


def test_only_heads_and_moderators_charge(story, people, helper):
    case = story.in_progress()
    due = clock.today() + timedelta(days=2)
    for person in (people.clerk, people.executor):
        with pytest.raises(NotAllowed):
            appeals.issue_assignment(case, helper, "Акт", due, person, clock.now())


def test_end_of_the_case_ends_its_assignments(story, people, helper):
    case = story.drafted()
    assignment = issue(story, helper, case)
    appeals.sign_reply(case, people.head, clock.now())
    assignment.refresh_from_db()
    assert (assignment.state, assignment.is_open) == ("cancelled", False)
    with pytest.raises(Conflict):
        issue(story, helper, Case.objects.get(pk=case.pk))


def test_double_press_makes_one_step(story, client_of, helper):
    assignment = issue(story, helper)
    theirs = sign_in(client_of(None), helper)
    first = theirs.post(page(assignment), {"to": "accepted"})
    second = theirs.post(page(assignment), {"to": "accepted"})
    assert (first.status_code, second.status_code) == (302, 409)


@pytest.mark.parametrize("to", ["", "explode", "new"])
def test_unknown_step_is_no_page(story, client_of, helper, to):
    assignment = issue(story, helper)
    assert client_of("head").post(page(assignment), {"to": to}).status_code == 404


@pytest.mark.parametrize("name", ["resident", "stranger", "operator", "analyst", "admin"])
def test_foreign_assignment_is_no_page(story, client_of, helper, name):
    assignment = issue(story, helper)
    client = client_of(name)
    assert client.get(page(assignment)).status_code == 404
    assert client.post(page(assignment), {"to": "cancelled", "words": "x"}).status_code == 404


def test_register_costs_few_statements_however_long(
    story, client_of, helper, django_assert_max_num_queries
):
    case = story.in_progress()
    for _turn in range(12):
        issue(story, helper, case)
    head = client_of("head")
    head.get("/desk/assignments/?whose=issued")
    with django_assert_max_num_queries(8):
        assert head.get("/desk/assignments/?whose=issued").status_code == 200
    assert Assignment.objects.count() == 12
