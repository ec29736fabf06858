"""A late complaint is said so on its card (A-13); some appeals are considered first (A-16)."""

from datetime import UTC, datetime

import pytest

from core import clock
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.appeals.models import Registration
from tests.desk.stories import HOUSING
from tests.desk.test_access import card
from tests.desk.test_actions import act

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(story, people):
    typed = {"decision_on": "2025-06-16", "learned_on": "2025-07-14", "kind": "complaint"}
    at = datetime(2025, 8, 15, 8, 0, tzinfo=UTC)
    case = story.submitted(at=at, **typed, against_text="Відмовили у ремонті даху")
    return appeals.confirm_registration(case, people.clerk, clock.now(), questions=HOUSING)


def test_late_complaint_warns_and_proposes_not_to_consider(late, client_of):
    page = client_of("head").get(f"{card(late)}?tab=refuse").content.decode()
    assert "останнім днем було 14 серпня 2025" in page
    assert "Скаргу подано після 14 серпня 2025" in page
    assert "статтею 17" in page


def test_head_restores_the_term_and_the_warning_goes(late, client_of):
    head = client_of("head")
    assert act(head, late, "restore", reason="").status_code == 422
    assert act(head, late, "restore", reason="Лікувалася").status_code == 302
    page = head.get(card(late)).content.decode()
    assert "останнім днем було" not in page
    assert "Лікувалася" in page
    again = act(head, late, "restore", reason="Ще раз")
    assert again.status_code == 409
    assert "Строк уже поновлено" in again.content.decode()


def test_author_is_told_that_the_term_is_restored(late, client_of, people):
    """A-13: a letter with a link in the same transaction, and a line in the cabinet."""
    act(client_of("head"), late, "restore", reason="Лікувалася")
    letter = OutboxMessage.objects.get(kind="appeals.restored")
    assert letter.user == people.resident
    assert late.number in letter.body_text and "Лікувалася" not in letter.body_text
    page = client_of("resident").get(f"/cabinet/appeals/{late.public_id}/").content.decode()
    assert "Строк подання скарги поновлено" in page
    act(client_of("head"), late, "restore", reason="Ще раз")
    assert OutboxMessage.objects.filter(kind="appeals.restored").count() == 1


def test_a_letter_that_cannot_be_kept_restores_nothing(late, people, monkeypatch):
    monkeypatch.setattr("crm.appeals.notices.post", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        appeals.restore_term(late, "Лікувалася", people.head, clock.now())
    assert not Registration.objects.get(case=late).term_restored


def test_clerk_is_not_offered_to_restore_it(late, client_of):
    codes = {one.code for one in client_of("clerk").get(card(late)).context["card"].panels}
    assert "restore" not in codes
    assert act(client_of("clerk"), late, "restore", reason="Так").status_code == 409


def test_complaint_in_time_offers_nothing_of_it(story, client_of):
    case = story.registered()
    panels = client_of("head").get(card(case)).context["card"].panels
    assert "restore" not in {one.code for one in panels}


def test_appeals_considered_first_are_marked_and_found_and_keep_their_term(story, client_of):
    plain = story.registered(subject="Звичайне питання")
    first = story.registered(subject="Пільгове питання", author_category=["7.5"])
    assert first.due_on == plain.due_on
    clerk = client_of("clerk")
    page = clerk.get("/desk/").content.decode()
    assert page.count('class="first-mark"') == 1
    only = clerk.get("/desk/?first=yes").content.decode()
    assert "Пільгове питання" in only and "Звичайне питання" not in only


def test_head_is_told_whose_appeals_are_considered_in_person(story, client_of):
    case = story.registered(author_category=["7.12"])
    words = "керівник розглядає особисто"
    assert words in client_of("head").get(card(case)).content.decode()
    Registration.objects.filter(case=case).update(categories=["7.5"])
    assert words not in client_of("head").get(card(case)).content.decode()
