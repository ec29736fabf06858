"""Control (R-06): taken off only by the official who put it on, or the one they named."""

import pytest

from core import clock
from core.errors import Conflict
from crm.appeals import services as appeals
from crm.appeals.services.rights import NotAllowed
from crm.cases.models import CaseParticipant
from tests.desk.test_access import card
from tests.desk.test_actions import act, fresh
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


def offered(client, case):
    return {panel.code for panel in client.get(card(case)).context["card"].panels}


def test_head_puts_on_control_and_only_the_head_takes_off(story, client_of, people):
    case = story.in_progress()
    head, clerk = client_of("head"), client_of("clerk")
    assert act(head, case, "control", reason="Простежити за дахом").status_code == 302
    assert fresh(case).registration.is_on_control
    assert "control" not in offered(clerk, case) and "uncontrol" not in offered(clerk, case)
    assert {"delegate", "uncontrol"} <= offered(head, case)
    assert act(clerk, case, "uncontrol").status_code == 409
    assert act(head, case, "uncontrol", reason="").status_code == 302
    taken = fresh(case).registration
    assert (taken.is_on_control, taken.off_control_by) == (False, people.head)


def test_answered_appeal_on_control_is_not_filed_by_another(story, client_of, people):
    case = story.drafted()
    appeals.put_on_control(case, "", people.head, clock.now())
    appeals.sign_reply(case, people.head, clock.now())
    answer = act(client_of("clerk"), case, "close")
    assert answer.status_code == 422
    assert people.head.short_name in answer.content.decode()
    appeals.delegate_control(case, people.clerk, people.head, clock.now())
    assert act(client_of("clerk"), case, "close").status_code == 302
    assert fresh(case).registration.off_control_by == people.clerk


def test_interim_reply_does_not_take_off_control(story, people):
    case = story.in_progress()
    appeals.put_on_control(case, "", people.clerk, clock.now())
    appeals.send_interim_reply(case, "Триває експертиза.", people.head, clock.now())
    assert fresh(case).registration.is_on_control


def test_second_official_is_told_who_was_first(story, people):
    case = story.registered()
    appeals.put_on_control(case, "", people.clerk, clock.now())
    with pytest.raises(Conflict) as refused:
        appeals.put_on_control(case, "", people.head, clock.now())
    assert people.clerk.short_name in str(refused.value)


def test_control_is_no_matter_of_executors(story, people):
    case = story.in_progress()
    for person in (people.executor, people.moderator, people.stranger):
        with pytest.raises(NotAllowed):
            appeals.put_on_control(case, "", person, clock.now())


def test_control_is_delegated_to_those_who_may_control(story, client_of, people):
    case = story.in_progress()
    appeals.put_on_control(case, "", people.clerk, clock.now())
    clerk = client_of("clerk")
    wrong = act(clerk, case, "delegate", person=people.executor.pk)
    assert wrong.status_code == 422
    assert act(clerk, case, "delegate", person=people.head.pk).status_code == 302
    assert "uncontrol" in offered(client_of("head"), case)
    with pytest.raises(NotAllowed):
        appeals.delegate_control(case, people.clerk, people.head, clock.now())


def test_timeline_tells_control_to_staff_only(story, client_of, people):
    case = story.in_progress()
    appeals.put_on_control(case, "Простежити", people.clerk, clock.now())
    assert "Поставлено на контроль" in client_of("clerk").get(card(case)).content.decode()
    seen = client_of("resident").get(f"/cabinet/appeals/{case.public_id}/").content.decode()
    assert "Простежити" not in seen


def test_co_executor_reads_and_does_not_control(story, client_of, people):
    case = story.in_progress()
    helper = make_person("executor")
    CaseParticipant.objects.create(case=case, user=helper, role="co_executor")
    assert offered(sign_in(client_of(None), helper), case) <= {"note", "files"}
