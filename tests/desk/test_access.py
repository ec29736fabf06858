"""Who comes to the desk and who finds nothing there: success and refusal from one set-up."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.accounts.services import open_break_glass
from core.audit.models import Viewing
from crm.cases.models import Attachment
from crm.desk.services import add_files
from tests.desk.stories import downloaded

pytestmark = pytest.mark.django_db

STAFF = ["clerk", "moderator", "head", "executor"]
STRANGERS = ["resident", "stranger", "analyst", "editor", "auditor", "admin"]
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


ABSENT = "2" * 20


def card(case):
    return f"/desk/cases/{case.public_id}/"


@pytest.mark.parametrize("name", STAFF)
def test_staff_open_the_list_and_the_card(story, client_of, name):
    case = story.assigned()
    client = client_of(name)
    assert client.get("/desk/").status_code == 200
    answer = client.get(card(case))
    assert answer.status_code == 200
    assert case.number in answer.content.decode()


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("path", ["/desk/", "/desk/filters/", "/desk/counts/", "/desk/find/?q=1"])
def test_others_find_no_desk(story, client_of, name, path):
    story.assigned()
    assert client_of(name).get(path).status_code == 404


@pytest.mark.parametrize("name", [*STRANGERS, "deputy", "operator"])
def test_others_find_no_card(story, client_of, name):
    case = story.assigned(author=story.people.resident)
    client = client_of(name)
    assert client.get(card(case)).status_code == 404
    assert client.get(card(case) + "print/").status_code == 404
    assert client.post(card(case) + "note/", {"text": "x"}).status_code == 404
    assert case.events.filter(kind="note").count() == 0


def test_foreign_card_is_the_same_page_as_an_absent_one(story, client_of):
    case = story.assigned()
    client = client_of("deputy")
    foreign = client.get(card(case))
    absent = client.get(f"/desk/cases/{ABSENT}/")
    assert foreign.status_code == absent.status_code == 404
    # The address itself is on the page, in the form that changes its look.
    assert foreign.content.replace(case.public_id.encode(), b"") == absent.content.replace(
        ABSENT.encode(), b""
    )


@pytest.mark.parametrize("path", ["/desk/", "/desk/audit/"])
def test_signed_out_person_is_asked_to_sign_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_looking_at_a_card_is_written_down(story, client_of, people):
    case = story.assigned()
    client_of("clerk").get(card(case))
    seen = Viewing.objects.about(case).by(people.clerk)
    assert [row.screen for row in seen] == ["desk.case"]


def test_administrator_reads_only_in_an_open_session(story, client_of, people):
    case = story.assigned()
    client = client_of("admin")
    assert client.get(card(case)).status_code == 404
    session = open_break_glass(people.admin, "Шукаю помилку в картці", at=clock.now())
    assert client.get(card(case)).status_code == 200
    assert Viewing.objects.about(case).by(people.admin).get().break_glass_id == session.pk
    answer = client.post(card(case) + "note/", {"text": "x"})
    assert answer.status_code == 409
    assert case.events.filter(kind="note").count() == 0


def test_own_appeal_of_a_clerk_is_read_in_the_cabinet(story, client_of, people):
    case = story.submitted(author=people.clerk)
    client = client_of("clerk")
    answer = client.get(card(case))
    assert answer.status_code == 302
    assert answer["Location"] == f"/cabinet/appeals/{case.public_id}/"
    assert client.post(card(case) + "register/", {"kind": "statement"}).status_code == 404


def test_file_goes_to_those_who_see_the_case(story, client_of, people, private_root):
    case = story.assigned()
    sent = SimpleUploadedFile("довідка.pdf", PDF)
    add_files(case, [sent], people.clerk, clock.now(), for_author=False)
    path = f"/desk/files/{Attachment.objects.get().public_id}/"
    answer = client_of("executor").get(path)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert downloaded(answer) == PDF
    for name in ("resident", "deputy", "auditor"):
        assert client_of(name).get(path).status_code == 404


def test_hidden_name_is_shown_to_the_office_and_the_executor_only(story, client_of, people):
    case = story.assigned(hide_identity=True)
    surname = people.resident.last_name
    for name, sees in [("clerk", True), ("executor", True), ("moderator", False)]:
        client = client_of(name)
        assert (surname in client.get(card(case)).content.decode()) is sees, name
        assert (surname in client.get("/desk/").content.decode()) is sees, name
        assert (surname in client.get("/desk/find/?q=стеля").content.decode()) is sees, name
        assert (surname in client.get(card(case) + "print/").content.decode()) is sees, name


def test_journal_is_for_auditors_only(client_of, story):
    case = story.submitted()
    answer = client_of("auditor").get("/desk/audit/")
    assert answer.status_code == 200
    assert "appeal.submitted" in answer.content.decode()
    viewings = client_of("auditor").get("/desk/audit/?journal=viewings")
    assert viewings.status_code == 200
    narrow = client_of("auditor").get(f"/desk/audit/?target=crm_cases.case:{case.pk}")
    assert "appeal.submitted" in narrow.content.decode()
    other = client_of("auditor").get("/desk/audit/?target=crm_cases.case:0")
    assert "appeal.submitted" not in other.content.decode()
    for name in ("clerk", "head", "admin", "resident"):
        assert client_of(name).get("/desk/audit/").status_code == 404


def test_journal_is_paged_by_key(client_of, story, monkeypatch):
    monkeypatch.setattr("crm.desk.journal.PAGE_SIZE", 2)
    story.answered()
    client, seen, address = client_of("auditor"), [], "/desk/audit/"
    for _guard in range(30):
        page = client.get(address).context["page"]
        seen += [row.pk for row in page.rows]
        if not page.older:
            break
        address = f"/desk/audit/?at={page.older}"
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) > 4
