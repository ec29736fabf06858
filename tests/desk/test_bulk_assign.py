"""Several appeals get one executor: each by itself, once, and by whoever may."""

import pytest
from django.test import Client

from core import clock
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.cases.models import Case, CaseEvent
from crm.desk import bulk
from directory.models import Duty
from tests.desk.stories import HOUSING
from tests.factories.directory import AddresseeFactory
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/desk/assign/"


def look(client, *cases):
    return client.get(PAGE, {"case": [case.public_id for case in cases]})


def press(client, executor, *cases, resolution="Оглянути", **data):
    """Press the button of the page that shows these cases."""
    page = look(client, *cases)
    seen = {
        f"seen-{one.case.public_id}": one.stamp for one in page.context["ticked"] if not one.why
    }
    sent = {"case": [case.public_id for case in cases], **seen, **data}
    return client.post(PAGE, {**sent, "executor": executor.pk, "resolution": resolution})


def fresh(case):
    return Case.objects.get(pk=case.pk)


def told(answer):
    return {one.case.number: (one.is_done, one.words) for one in answer.context["outcomes"]}


@pytest.fixture
def pair(story, people):
    return story.registered(), story.registered(author=people.stranger)


def test_rows_are_ticked_by_heads_and_moderators_only(story, client_of):
    case = story.registered()
    for who, may in (("head", True), ("moderator", True), ("clerk", False), ("deputy", False)):
        page = client_of(who).get("/desk/").content.decode()
        assert (f'value="{case.public_id}" data-tick' in page) == may, who
        assert ("data-tick-all" in page) == may, who


def test_chosen_appeals_get_one_executor_each_by_itself(pair, client_of, people):
    head = client_of("head")
    page = look(head, *pair).content.decode()
    assert all(case.number in page and case.public_id in page for case in pair)
    answer = press(head, people.executor, *pair)
    assert answer.status_code == 200
    assert all(is_done for is_done, _words in told(answer).values())
    for case in pair:
        case = fresh(case)
        assert (case.state, case.assignee) == ("assigned", people.executor)
        assert case.events.get(kind=CaseEvent.Kind.RESOLUTION).text == "Оглянути"
    assert OutboxMessage.objects.filter(kind="appeals.assigned").count() == 2


def test_pressed_twice_each_is_assigned_once(pair, client_of, people):
    """Also by a head, who might name another executor of what has one already."""
    head = client_of("head")
    page = look(head, *pair)
    seen = {f"seen-{one.case.public_id}": one.stamp for one in page.context["ticked"]}
    sent = {"case": [case.public_id for case in pair], **seen}
    sent |= {"executor": people.executor.pk, "resolution": "Оглянути"}
    first, second = head.post(PAGE, sent), head.post(PAGE, sent)
    assert [is_done for is_done, _words in told(first).values()] == [True, True]
    assert [is_done for is_done, _words in told(second).values()] == [True, True]
    assert "уже" in next(iter(told(second).values()))[1]
    assert CaseEvent.objects.filter(kind=CaseEvent.Kind.RESOLUTION).count() == 2
    assert OutboxMessage.objects.filter(kind="appeals.assigned").count() == 2


def test_what_has_changed_since_it_was_looked_at_is_left_alone(pair, client_of, people):
    one, other = pair
    head = client_of("head")
    page = look(head, *pair)
    seen = {f"seen-{x.case.public_id}": x.stamp for x in page.context["ticked"]}
    appeals.return_to_author(one, "Ст. 5", people.clerk, clock.now(), ground="form")
    sent = {"case": [one.public_id, other.public_id], **seen}
    answer = head.post(PAGE, {**sent, "executor": people.executor.pk, "resolution": "Так"})
    assert told(answer)[one.number][0] is False
    assert told(answer)[other.number][0] is True
    assert fresh(one).state == "returned"


def test_page_says_which_cannot_be_assigned_and_why(story, client_of, people):
    waiting = story.submitted()
    given = story.assigned(author=people.stranger)
    done = story.answered(author=make_person("resident"))
    free = story.registered(author=make_person("resident"))
    why = {
        one.case.number: one.why
        for one in look(client_of("moderator"), waiting, given, done, free).context["ticked"]
    }
    assert why[waiting.number] == "Його ще не зареєстровано."
    assert "лише керівник" in why[given.number]
    assert "У стані «Надано відповідь»" in why[done.number]
    assert why[free.number] == ""
    of_head = look(client_of("head"), given).context["ticked"]
    assert of_head[0].why == "", "a head names another"
    answer = press(client_of("moderator"), people.executor, waiting, given, done, free)
    assert [number for number, (is_done, _w) in told(answer).items() if is_done] == [free.number]
    assert fresh(waiting).assignee is None


def test_whoever_is_complained_about_is_refused_and_the_others_are_assigned(story, people):
    """A-08: the executor works in the body that one of the appeals is about."""
    mayor = story.mayor()
    blamed = AddresseeFactory(parent=story.addressee, listed=True)
    worker = make_person("executor")
    Duty.objects.create(addressee=blamed, user=worker, role=Duty.Role.EXECUTOR)
    plain = story.registered()
    complaint = story.submitted(author=people.stranger)
    Case.objects.filter(pk=complaint.pk).update(against=blamed)
    appeals.confirm_registration(fresh(complaint), people.clerk, clock.now(), questions=HOUSING)
    client = sign_in(Client(), mayor)
    page = look(client, plain, complaint).content.decode()
    assert "не може бути виконавцем" in page
    answer = press(client, worker, plain, complaint)
    assert told(answer)[plain.number][0] is True
    is_done, words = told(answer)[complaint.number]
    assert not is_done and "на кого подано скаргу" in words
    assert fresh(complaint).assignee is None


def test_foreign_appeals_are_as_if_they_were_not_there(pair, story, client_of, people):
    mine, _other = pair
    elsewhere = AddresseeFactory(listed=True)
    foreign = story.registered(author=make_person("resident"), addressee=elsewhere)
    moderator = client_of("moderator")
    absent = look(moderator, mine, Case(public_id="2" * 20))
    answer = look(moderator, mine, foreign)
    assert [one.case.pk for one in answer.context["ticked"]] == [mine.pk]
    assert foreign.number not in answer.content.decode()
    assert len(answer.content) == len(absent.content), "no hint that there is one"
    stamp = {f"seen-{foreign.public_id}": bulk.stamp_of(foreign)}
    answer = press(moderator, people.executor, mine, foreign, **stamp)
    assert set(told(answer)) == {mine.number}
    assert fresh(foreign).assignee is None


@pytest.mark.parametrize("ids", [[], ["2" * 20], ["'; DROP TABLE"], ["", "я" * 400]])
def test_nothing_chosen_says_so(client_of, ids):
    answer = client_of("head").get(PAGE, {"case": ids})
    assert answer.status_code == 200
    assert "Не обрано жодного звернення" in answer.content.decode()
    assert client_of("head").post(PAGE, {"case": ids}).status_code == 422


def test_what_is_missing_is_said_beside_its_field_and_the_rest_stays(pair, client_of, people):
    head = client_of("head")
    answer = press(head, people.executor, *pair, resolution=" ")
    assert answer.status_code == 422
    assert answer.context["form"].errors["resolution"]
    assert f'<option value="{people.executor.pk}" selected' in answer.content.decode()
    assert press(head, people.resident, *pair).context["form"].errors["executor"]
    assert not Case.objects.exclude(assignee=None).exists()


def test_forged_stamps_assign_nothing(pair, client_of, people):
    case = pair[0]
    sent = {"case": case.public_id, "executor": people.executor.pk, "resolution": "Так"}
    for stamp in ({}, {f"seen-{case.public_id}": "2026-01-01"}):
        answer = client_of("head").post(PAGE, {**sent, **stamp})
        assert told(answer)[case.number][0] is False
    assert fresh(case).assignee is None


def test_executor_of_another_branch_is_refused_for_the_appeal_of_this_one(story, people):
    """One head over two trees: the person offered for one of them is nobody in the other."""
    other = AddresseeFactory(listed=True, head=people.head)
    here = story.registered()
    there = story.registered(author=people.stranger, addressee=other)
    head = sign_in(Client(), people.head)
    answer = press(head, people.executor, here, there)
    assert told(answer)[here.number][0] is True
    is_done, words = told(answer)[there.number]
    assert not is_done and "не працює в підрозділах" in words


def test_page_costs_the_same_however_many_are_ticked(
    story, client_of, people, django_assert_max_num_queries
):
    cases = [story.registered(author=make_person("resident")) for _number in range(6)]
    head = client_of("head")
    look(head, cases[0])
    with django_assert_max_num_queries(10):
        assert len(look(head, *cases).context["ticked"]) == 6
