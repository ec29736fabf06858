"""What is done on a card: the plain path, who may not, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.notify.models import OutboxMessage
from crm.cases.models import Attachment, Case, CaseEvent
from directory.models import Duty
from tests.desk.stories import CARD, REPLY, downloaded
from tests.desk.test_access import PDF, card
from tests.factories.directory import AddresseeFactory
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


def act(client, case, code, **data):
    return client.post(f"{card(case)}{code}/", data)


def fresh(case):
    return Case.objects.select_related("appeal").get(pk=case.pk)


def test_plain_path_from_submission_to_closing(story, client_of, people):
    case = story.submitted()
    clerk, executor, head = client_of("clerk"), client_of("executor"), client_of("head")
    done = [
        act(clerk, case, "register", **{**CARD, "kind": "complaint"}),
        act(head, case, "assign", executor=people.executor.pk, resolution="Оглянути дах"),
        act(executor, case, "accept"),
        act(executor, case, "reply", text="Чернетка", result="9.1", version=0),
        act(head, case, "rework", remark="Додайте дату", version=1),
        act(executor, case, "reply", text=REPLY, result="9.1", version=1),
        act(head, case, "sign", text=REPLY + " Підпис.", version=2),
        act(clerk, case, "close"),
    ]
    assert [answer.status_code for answer in done] == [302] * len(done)
    case = fresh(case)
    assert case.state == "closed"
    assert case.appeal.appeal_kind == "complaint"
    assert case.appeal.reply_text == REPLY + " Підпис."
    assert case.appeal.reply_signed_by == people.head
    letter = OutboxMessage.objects.filter(kind="appeals.answered").get()
    assert letter.user == people.resident
    assert REPLY not in letter.body_text


@pytest.mark.parametrize(
    ("who", "code", "data", "state"),
    [
        ("clerk", "forward", {"to_body": "Облрада", "reason": "Їхня компетенція"}, "forwarded"),
        ("clerk", "return", {"reason": "Немає адреси", "ground": "form"}, "returned"),
        ("head", "refuse", {"reason": "Вдруге", "ground": "repeated"}, "not_considered"),
    ],
)
def test_an_appeal_ends_early_and_the_author_is_told(story, client_of, who, code, data, state):
    case = story.registered()
    assert act(client_of(who), case, code, **data).status_code == 302
    assert fresh(case).state == state
    told = fresh(case).events.filter(visibility=CaseEvent.Visibility.AUTHOR).order_by("-pk")[0]
    assert told.text


@pytest.mark.parametrize(
    ("name", "bring", "code", "data"),
    [
        ("moderator", "submitted", "register", CARD),
        ("executor", "assigned", "assign", {"resolution": "Собі"}),
        ("moderator", "assigned", "accept", {}),
        ("executor", "drafted", "sign", {"text": "Сам підписую"}),
        ("clerk", "drafted", "sign", {"text": "Підписую"}),
        ("executor", "answered", "close", {}),
        ("moderator", "registered", "refuse", {"reason": "Не хочу"}),
        ("executor", "in_progress", "forward", {"to_body": "Кудись"}),
    ],
)
def test_step_is_refused_to_whom_it_is_not_given(story, client_of, people, name, bring, code, data):
    case = getattr(story, bring)()
    before = fresh(case).state
    if code == "assign":
        data = {**data, "executor": people.executor.pk}
    assert act(client_of(name), case, code, **data).status_code == 409
    assert fresh(case).state == before


def test_step_out_of_turn_is_a_conflict_and_keeps_what_was_typed(story, client_of):
    case = story.answered()
    answer = act(client_of("executor"), case, "reply", text="Довга відповідь", result="9.1")
    assert answer.status_code == 409
    assert "Довга відповідь" in answer.content.decode()


def test_unfinished_form_comes_back_with_what_was_typed(story, client_of):
    case = story.in_progress()
    answer = act(client_of("executor"), case, "reply", text="Довга відповідь", result="")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Довга відповідь" in page
    assert fresh(case).state == "in_progress"


def test_complaint_is_not_assigned_to_whom_it_blames(story, client_of, people):
    blamed = AddresseeFactory(parent=story.addressee, listed=True)
    worker = make_person("executor")
    Duty.objects.create(addressee=blamed, user=worker, role="executor")
    case = story.registered(
        kind="complaint", against=blamed.slug, against_text="Відмова оглянути дах"
    )
    answer = act(client_of("head"), case, "assign", executor=worker.pk, resolution="Розібратися")
    assert answer.status_code == 422
    assert fresh(case).assignee is None
    assert "Розібратися" in answer.content.decode()
    assert sign_in(client_of(None), worker).get(card(case)).status_code == 404


def test_note_is_seen_by_staff_and_not_by_the_author(story, client_of):
    case = story.assigned()
    assert act(client_of("moderator"), case, "note", text="Ключ у двірника").status_code == 302
    assert "Ключ у двірника" in client_of("clerk").get(card(case)).content.decode()
    own = client_of("resident").get(f"/cabinet/appeals/{case.public_id}/")
    assert "Ключ у двірника" not in own.content.decode()


@pytest.mark.parametrize("for_author", [False, True])
def test_files_of_staff_reach_the_author_only_when_told_so(
    story, client_of, private_root, for_author
):
    case = story.assigned()
    data = {"files": [SimpleUploadedFile("акт.pdf", PDF)]}
    if for_author:
        data["for_author"] = "on"
    assert act(client_of("executor"), case, "files", **data).status_code == 302
    public_id = Attachment.objects.get().public_id
    answer = client_of("resident").get(f"/cabinet/files/{public_id}/")
    assert answer.status_code == (200 if for_author else 404)
    if for_author:
        assert downloaded(answer) == PDF


def test_wrong_file_is_refused_beside_the_field(story, client_of, private_root):
    case = story.assigned()
    wrong = SimpleUploadedFile("акт.pdf", b"PK\x03\x04zip called pdf")
    answer = act(client_of("executor"), case, "files", files=[wrong])
    assert answer.status_code == 422
    assert not Attachment.objects.exists()


def test_unknown_step_is_no_page(story, client_of):
    case = story.assigned()
    assert act(client_of("clerk"), case, "explode").status_code == 404


def test_address_of_a_step_leads_to_its_card(story, client_of):
    case = story.assigned()
    answer = client_of("clerk").get(f"{card(case)}note/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{card(case)}?tab=note"


def test_card_offers_only_what_this_person_may_do_now(story, client_of):
    case = story.registered()
    offered = {
        name: {panel.code for panel in client_of(name).get(card(case)).context["card"].panels}
        for name in ("clerk", "moderator", "head")
    }
    assert offered["clerk"] == {
        *("note", "files", "forward", "return", "card", "join", "control"),
    }
    assert offered["moderator"] == {"note", "files", "assign", "charge"}
    assert offered["head"] == {
        *("note", "files", "assign", "charge", "refuse", "extend", "forward", "return"),
        "control",
    }


def test_card_of_a_long_story_costs_at_most_twelve_statements(
    story, client_of, people, django_assert_max_num_queries
):
    case = story.in_progress()
    CaseEvent.objects.bulk_create(
        CaseEvent(case=case, at=case.received_at, kind="note", actor=people.clerk, text=f"№ {n}")
        for n in range(500)
    )
    for name in ("clerk", "moderator", "executor"):
        client = client_of(name)
        client.get(card(case))
        with django_assert_max_num_queries(12):
            assert client.get(card(case)).status_code == 200
    assert len(client.get(card(case) + "?all").content) > len(client.get(card(case)).content)


def test_double_press_takes_one_step(story, client_of):
    case = story.submitted()
    clerk = client_of("clerk")
    first = act(clerk, case, "register", **CARD)
    second = act(clerk, case, "register", **CARD)
    assert (first.status_code, second.status_code) == (302, 409)
    assert fresh(case).events.filter(kind="state").count() == 1


def test_forged_request_is_refused(story, people):
    from django.test import Client

    case = story.submitted()
    client = sign_in(Client(enforce_csrf_checks=True), people.clerk)
    assert act(client, case, "register", **CARD).status_code == 403
    assert fresh(case).state == "submitted"


def test_markup_in_an_appeal_is_shown_as_text(story, client_of):
    case = story.submitted(subject="<script>alert(1)</script>", body="<img src=x onerror=1>")
    for path in (card(case), "/desk/", card(case) + "print/"):
        page = client_of("clerk").get(path).content.decode()
        assert "<script>alert(1)" not in page and "<img src=x" not in page


def test_head_extends_the_term_and_sends_an_interim_reply(story, client_of):
    case = story.in_progress()
    head, later = client_of("head"), case.due_on + timedelta(days=3)
    answer = act(head, case, "extend", until=later.isoformat(), reason="Чекаємо акта")
    assert answer.status_code == 302
    assert fresh(case).is_extended
    assert fresh(case).due_on >= later
    assert act(head, case, "interim", text="Акт складено").status_code == 302
    page = head.get(card(case)).content.decode()
    assert "Термін продовжено" in page
    assert "Акт складено" in page
    assert fresh(case).state == "in_progress"


def test_a_term_too_long_is_refused_beside_its_field_with_what_was_typed(story, client_of):
    case = story.in_progress()
    later = case.due_on + timedelta(days=90)
    answer = act(client_of("head"), case, "extend", until=later.isoformat(), reason="Чекаємо акта")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Загальний строк не може перевищувати 45" in page.replace("\u00a0", " ")
    assert "Чекаємо акта" in page
    assert later.isoformat() in page
    assert not fresh(case).is_extended


@pytest.mark.parametrize("until", ["", "завтра", "2026-02-31", "0001-01-01", "'; DROP TABLE"])
def test_a_term_that_is_no_day_is_an_error_of_the_field(story, client_of, until):
    case = story.in_progress()
    answer = act(client_of("head"), case, "extend", until=until, reason="Чекаємо акта")
    assert answer.status_code == 422
    assert not fresh(case).is_extended
