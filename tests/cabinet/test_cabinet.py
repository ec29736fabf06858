"""The resident's own area: one's own appeals, what may be done with them, and nobody else's."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.audit.models import Viewing
from crm.appeals import services as appeals
from crm.cases.models import Attachment, Case
from crm.cases.services import add_note
from tests.desk.stories import BODY, REPLY, downloaded
from tests.desk.test_access import PDF

pytestmark = pytest.mark.django_db


def path(case, rest=""):
    return f"/cabinet/appeals/{case.public_id}/{rest}"


def text_of(answer):
    return answer.content.decode()


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_author_finds_the_appeal_with_its_state_and_day(story, client_of):
    case = story.registered()
    page = text_of(client_of("resident").get("/cabinet/"))
    assert case.number in page
    assert f'href="{path(case)}"' in page


@pytest.mark.parametrize("name", ["stranger", "clerk", "moderator", "executor", "admin"])
@pytest.mark.parametrize("rest", ["", "print/"])
def test_nobody_else_reads_it_in_the_cabinet(story, client_of, name, rest):
    case = story.assigned()
    assert client_of("resident").get(path(case, rest)).status_code == 200
    assert client_of(name).get(path(case, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["add/", "withdraw/"])
def test_nobody_else_changes_it(story, client_of, rest):
    case = story.assigned()
    answer = client_of("stranger").post(path(case, rest), {"text": "чуже", "reason": "чуже"})
    assert answer.status_code == 404
    assert fresh(case).state == "assigned"
    assert not case.events.filter(kind="addition").exists()


def test_signed_out_person_is_asked_to_sign_in_and_comes_back(story, client):
    case = story.submitted()
    answer = client.get(path(case))
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={path(case)}")
    assert client.post(path(case, "add/"), {"text": "x"}).status_code == 302


def test_reply_is_read_in_the_cabinet(story, client_of):
    case = story.answered()
    page = text_of(client_of("resident").get(path(case)))
    assert REPLY in page and BODY in page
    assert "можна оскаржити" in page


def test_draft_reply_note_and_resolution_stay_inside(story, client_of, people):
    case = story.drafted()
    add_note(case, "Лише для колег", people.executor, clock.now())
    page = text_of(client_of("resident").get(path(case)))
    assert REPLY not in page
    assert "Лише для колег" not in page
    assert "Оглянути" not in page


def test_steps_inside_the_office_are_told_once(story, client_of):
    case = story.drafted()
    timeline = client_of("resident").get(path(case)).context["timeline"]
    titles = [step.title for step in timeline if step.kind == "state"]
    assert len(titles) == len(set(titles)) == 2


def test_author_adds_text_and_files_until_the_reply(story, client_of, private_root):
    case = story.in_progress()
    client = client_of("resident")
    sent = {"text": "Знову капало", "files": [SimpleUploadedFile("фото.pdf", PDF)]}
    assert client.post(path(case, "add/"), sent).status_code == 302
    page = text_of(client.get(path(case)))
    assert "Знову капало" in page and "фото.pdf" in page
    file = Attachment.objects.get()
    answer = client.get(f"/cabinet/files/{file.public_id}/")
    assert answer.status_code == 200 and downloaded(answer) == PDF
    assert client_of("stranger").get(f"/cabinet/files/{file.public_id}/").status_code == 404


def test_nothing_is_added_after_the_reply_and_what_was_typed_is_kept(story, client_of):
    case = story.answered()
    answer = client_of("resident").post(path(case, "add/"), {"text": "Ще одне"})
    assert answer.status_code == 409
    assert "Ще одне" in text_of(answer)
    assert not case.events.filter(kind="addition").exists()


def test_empty_addition_and_wrong_file_are_refused(story, client_of, private_root):
    case = story.submitted()
    client = client_of("resident")
    assert client.post(path(case, "add/"), {"text": " "}).status_code == 422
    wrong = SimpleUploadedFile("фото.pdf", b"PK\x03\x04zip called pdf")
    answer = client.post(path(case, "add/"), {"text": "Дивіться фото", "files": [wrong]})
    assert answer.status_code == 422
    assert "Дивіться фото" in text_of(answer)
    assert not Attachment.objects.exists()


def test_withdrawal_asks_once_and_names_the_appeal(story, client_of):
    case = story.registered()
    client = client_of("resident")
    question = client.get(path(case, "withdraw/"))
    assert case.number in text_of(question)
    assert fresh(case).state == "registered"
    assert client.post(path(case, "withdraw/"), {}).status_code == 302
    assert fresh(case).state == "withdrawn"
    assert client.post(path(case, "withdraw/"), {}).status_code == 302


def test_answered_appeal_cannot_be_withdrawn(story, client_of):
    case = story.answered()
    assert client_of("resident").post(path(case, "withdraw/"), {}).status_code == 302
    assert fresh(case).state == "answered"


def test_write_again_is_offered_after_the_end(story, client_of):
    client = client_of("resident")
    assert not client.get(path(story.assigned())).context["again"]
    again = client.get(path(story.answered(subject="Інше"))).context["again"]
    assert again == f"/appeals/new/{story.addressee.slug}/appeal-individual/"


def test_unread_reply_waits_until_it_is_opened(story, client_of):
    case = story.answered()
    client = client_of("resident")
    waiting = client.get("/cabinet/").context["overview"].waiting
    assert (waiting.kind, waiting.case) == ("reply", case)
    client.get(path(case))
    assert client.get("/cabinet/").context["overview"].waiting is None


def test_returned_appeal_waits_to_be_read(story, client_of, people):
    case = appeals.return_to_author(
        story.registered(), "Немає суті", people.clerk, clock.now(), ground="form"
    )
    waiting = client_of("resident").get("/cabinet/").context["overview"].waiting
    assert (waiting.kind, waiting.case) == ("ended", case)
    assert "Немає суті" in text_of(client_of("resident").get(path(case)))


def test_draft_begun_waits_to_be_continued(story, client_of):
    draft = story.draft()
    overview = client_of("resident").get("/cabinet/").context["overview"]
    assert overview.waiting.kind == "draft"
    assert overview.drafts == [draft]
    assert client_of("stranger").get("/cabinet/").context["overview"].drafts == []


def test_nothing_waits_for_a_newcomer(client_of):
    overview = client_of("resident").get("/cabinet/").context["overview"]
    assert overview.waiting is None and overview.rows == []


def test_appeals_are_paged_and_none_is_lost(story, client_of, monkeypatch):
    monkeypatch.setattr("crm.cabinet.paging.PAGE_SIZE", 2)
    made = {story.submitted(subject=f"Справа {n}").number for n in range(5)}
    client, seen, older = client_of("resident"), [], ""
    for _guard in range(5):
        overview = client.get("/cabinet/", {"after": older}).context["overview"]
        seen += [row.case.number for row in overview.rows]
        older = overview.page.older
        if not older:
            break
    assert sorted(seen) == sorted(made)
    assert client.get("/cabinet/?after=нісенітниця").status_code == 200


def test_export_holds_what_is_mine_and_nothing_of_others(story, client_of):
    mine, other = story.answered(), story.submitted(author=story.people.stranger)
    answer = client_of("resident").post("/cabinet/my-data/export/")
    found = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert [one["number"] for one in found["appeals"]] == [mine.number]
    assert found["account"]["email"] == story.people.resident.email
    assert other.number not in text_of(answer)
    assert "password" not in text_of(answer)


def test_export_is_asked_for_by_a_button(client_of):
    assert client_of("resident").get("/cabinet/my-data/export/").status_code == 405


def test_own_data_page_opens(story, client_of):
    story.submitted()
    assert client_of("resident").get("/cabinet/my-data/").status_code == 200


def test_reading_is_written_down(story, client_of, people):
    case = story.submitted()
    client_of("resident").get(path(case))
    assert Viewing.objects.about(case).by(people.resident).get().screen == "cabinet.appeal"


def test_pages_cost_few_statements(story, client_of, django_assert_max_num_queries):
    case = story.answered()
    client = client_of("resident")
    for address, most in [("/cabinet/", 8), (path(case), 10)]:
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_markup_of_the_author_is_shown_as_text(story, client_of):
    case = story.submitted(subject="<script>alert(1)</script>", body="<b>жирно</b>")
    for address in ("/cabinet/", path(case), path(case, "print/")):
        page = text_of(client_of("resident").get(address))
        assert "<script>alert(1)" not in page and "<b>жирно" not in page
