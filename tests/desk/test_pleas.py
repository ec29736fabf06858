"""What the author asks for while the answer is awaited: to attend, to see, a shorter term."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.errors import Conflict, RuleBroken
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.appeals.services.pleas import Plea
from crm.cases.models import CaseEvent
from crm.desk.services import add_files
from tests.desk.stories import downloaded
from tests.desk.test_access import PDF, card
from tests.desk.test_actions import act, fresh

pytestmark = pytest.mark.django_db

WHY = "Маю фото, яких немає в зверненні."
ANSWER = "Комісія прийде у вівторок о десятій."


def page_of(case):
    return f"/cabinet/appeals/{case.public_id}/"


def plead(client, case, **data):
    return client.post(f"{page_of(case)}ask/", data)


def letters(kind):
    return OutboxMessage.objects.filter(kind=f"appeals.{kind}")


def asked(case):
    return case.events.filter(kind=CaseEvent.Kind.ADDITION)


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("attend", "Прохання бути присутнім під час перевірки"),
        ("materials", "Прохання ознайомити з матеріалами"),
    ],
)
def test_author_asks_once_and_is_answered_on_the_card(story, client_of, people, what, title):
    """A-18: to take part in the check, to see the materials."""
    case, author, executor = story.in_progress(), client_of("resident"), client_of("executor")
    assert "Попросити" in author.get(page_of(case)).content.decode()
    assert plead(author, case, what=what, words=WHY).status_code == 302
    again = plead(author, case, what=what, words="Ще раз те саме")
    assert again.status_code == 409 and "Ще раз те саме" in again.content.decode()
    assert asked(case).count() == 1
    letter = letters("pleaded").get()
    assert letter.user == people.executor
    assert WHY not in letter.body_text and case.public_id in letter.body_text
    assert title in author.get(page_of(case)).content.decode()
    shown = executor.get(card(case)).content.decode()
    assert title in shown and WHY in shown and f"?tab={what}" in shown
    assert act(executor, case, what, text=" ").status_code == 422
    assert act(executor, case, what, text=ANSWER).status_code == 302
    assert ANSWER in author.get(page_of(case)).content.decode()
    told = letters("plea_answered").get()
    assert told.user == people.resident and ANSWER not in told.body_text
    assert act(executor, case, what, text="Вдруге").status_code == 409
    assert plead(author, case, what=what).status_code == 302


def test_staff_open_chosen_materials_to_the_author_and_no_others(story, client_of, people):
    """A-18: non-restricted materials; what was not chosen stays closed."""
    case, other = story.in_progress(), story.in_progress(author=people.stranger)
    for one, name in ((case, "акт.pdf"), (case, "службова.pdf"), (other, "чужий.pdf")):
        file = SimpleUploadedFile(name, PDF, content_type="application/pdf")
        add_files(one, [file], people.executor, clock.now(), for_author=False)
    act_, closed = case.attachments.order_by("pk")
    foreign = other.attachments.get()
    author, executor = client_of("resident"), client_of("executor")
    plead(author, case, what="materials")
    forged = act(executor, case, "materials", text="Так", opened=[act_.pk, foreign.pk])
    assert forged.status_code == 422
    answered = act(executor, case, "materials", text="Акт відкрито.", opened=[act_.pk])
    assert answered.status_code == 302
    page = author.get(page_of(case)).content.decode()
    assert "акт.pdf" in page and "службова.pdf" not in page
    assert downloaded(author.get(f"/cabinet/files/{act_.public_id}/")) == PDF
    assert author.get(f"/cabinet/files/{closed.public_id}/").status_code == 404
    foreign.refresh_from_db()
    assert not foreign.for_author


def test_wish_for_a_shorter_term_stands_on_the_card_where_the_head_decides(
    story, client_of, people
):
    """A-15: in writing, with reasons; the head decides."""
    case, author, head = story.in_progress(), client_of("resident"), client_of("head")
    bare = plead(author, case, what="shorter", words="  ")
    assert bare.status_code == 422 and not asked(case).exists()
    assert plead(author, case, what="shorter", words=WHY).status_code == 302
    kept = fresh(case).registration
    assert kept.asks_shorter_term and kept.shorter_term_reason == WHY
    assert kept.shorter_term_asked_by == people.resident.full_name
    assert {one.user for one in letters("pleaded")} == {people.executor, people.head}
    assert WHY in head.get(f"{card(case)}?tab=shorter").content.decode()
    assert plead(author, case, what="shorter", words="Швидше").status_code == 409
    done = act(head, case, "shorter", decision="refuse", words="Потрібна експертиза")
    assert done.status_code == 302
    again = plead(author, case, what="shorter", words="І все ж прошу")
    told = again.content.decode()
    assert again.status_code == 409
    assert "уже відмовив скоротити строк" in told and "І все ж прошу" in told
    assert fresh(case).registration.shorter_term_reason == WHY


@pytest.mark.parametrize("forged", [{}, {"what": "money", "words": WHY}, {"words": "x" * 3_001}])
def test_unknown_wish_is_an_error_at_its_field(story, client_of, forged):
    case = story.in_progress()
    assert plead(client_of("resident"), case, **forged).status_code == 422
    assert not asked(case).exists()


def test_nothing_is_asked_of_an_answered_appeal(story, client_of, people):
    case = story.answered()
    author = client_of("resident")
    assert "/ask/" not in author.get(page_of(case)).content.decode()
    late = plead(author, case, what="attend", words=WHY)
    assert late.status_code == 409 and WHY in late.content.decode()
    with pytest.raises(Conflict):
        appeals.plead(case, Plea.SHORTER, WHY, people.resident, clock.now())


@pytest.mark.parametrize("name", ["stranger", "executor", "head"])
def test_nobody_else_asks_in_the_authors_name(story, client_of, people, name):
    case = story.in_progress()
    assert plead(client_of(name), case, what="attend").status_code == 404
    with pytest.raises(RuleBroken):
        appeals.plead(case, "attend", "", getattr(people, name), clock.now())
    assert not asked(case).exists()


def test_what_nobody_asked_is_not_answered(story, client_of):
    case = story.in_progress()
    for what in ("attend", "materials"):
        assert act(client_of("executor"), case, what, text=ANSWER).status_code == 409
    assert not letters("plea_answered").exists()
