"""Two people at one draft of a reply: nobody overwrites or signs a text they have not seen."""

import pytest

from core import clock
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from tests.desk.stories import REPLY
from tests.desk.test_access import card
from tests.desk.test_actions import act, fresh

pytestmark = pytest.mark.django_db

NEWER = "Дах полагодять до середи, підрядника названо."
MINE = "Мій старіший текст, який не має пропасти."


def version_on(page, code):
    """What the browser was given in the hidden field of a form."""
    panel = next(one for one in page.context["card"].panels if one.code == code)
    return panel.form["version"].value()


def redrafted(case, people):
    """A colleague of the signer has it written anew while the first page stands open."""
    at = clock.now()
    appeals.return_for_rework(case, "Назвіть день.", people.head, at)
    return appeals.draft_reply(case, NEWER, "9.1", people.executor, at)


def panel_of(answer, code):
    return next(one for one in answer.context["card"].panels if one.code == code)


def test_signer_with_an_older_page_does_not_overwrite_the_newer_draft(story, client_of, people):
    case, head = story.drafted(), client_of("head")
    seen = version_on(head.get(f"{card(case)}?tab=sign"), "sign")
    redrafted(case, people)
    answer = act(head, case, "sign", text=MINE, version=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert MINE in page and NEWER in page and people.executor.short_name in page
    assert panel_of(answer, "sign").form.errors
    assert fresh(case).state == "reply_draft"
    assert fresh(case).appeal.reply_text == NEWER
    assert not OutboxMessage.objects.filter(kind="appeals.answered").exists()
    compared = panel_of(answer, "sign").form["version"].value()
    assert act(head, case, "sign", text=MINE, version=compared).status_code == 302
    assert fresh(case).appeal.reply_text == MINE


def test_signer_does_not_return_a_draft_that_was_not_read(story, client_of, people):
    case, head = story.drafted(), client_of("head")
    seen = version_on(head.get(f"{card(case)}?tab=rework"), "rework")
    redrafted(case, people)
    answer = act(head, case, "rework", remark="Назвіть день ще раз.", version=seen)
    assert answer.status_code == 409
    assert "Назвіть день ще раз." in answer.content.decode()
    assert NEWER in answer.content.decode()
    assert fresh(case).state == "reply_draft"


def test_executors_older_tab_does_not_overwrite_the_newer_draft(story, client_of, people):
    case, executor = story.in_progress(), client_of("executor")
    seen = version_on(executor.get(f"{card(case)}?tab=reply"), "reply")
    appeals.draft_reply(case, NEWER, "9.3", people.executor, clock.now())
    passed = act(executor, case, "reply", text=MINE, result="9.1", version=seen)
    assert passed.status_code == 409
    assert MINE in passed.content.decode() and NEWER in passed.content.decode()
    appeals.return_for_rework(case, "Назвіть день.", people.head, clock.now())
    answer = act(executor, case, "reply", text=MINE, result="9.1", version=seen)
    assert answer.status_code == 409
    assert MINE in answer.content.decode() and NEWER in answer.content.decode()
    appeal = fresh(case).appeal
    assert (appeal.reply_text, appeal.result) == (NEWER, "9.3")
    compared = panel_of(answer, "reply").form["version"].value()
    again = act(executor, case, "reply", text=MINE, result="9.1", version=compared)
    assert again.status_code == 302
    assert fresh(case).appeal.reply_text == MINE


@pytest.mark.parametrize("forged", [{}, {"version": ""}, {"version": "x"}, {"version": "99"}])
def test_forged_form_that_read_no_draft_signs_nothing(story, client_of, forged):
    case, head = story.drafted(), client_of("head")
    answer = act(head, case, "sign", text=MINE, **forged)
    assert answer.status_code == 409
    assert MINE in answer.content.decode() and REPLY in answer.content.decode()
    assert fresh(case).appeal.reply_text == REPLY


@pytest.mark.parametrize("forged", [{}, {"version": "-1"}, {"version": "9" * 40}])
def test_forged_form_writes_no_first_draft(story, client_of, forged):
    case, executor = story.in_progress(), client_of("executor")
    answer = act(executor, case, "reply", text=MINE, result="9.1", **forged)
    assert answer.status_code == 409
    assert MINE in answer.content.decode()
    assert fresh(case).state == "in_progress"
