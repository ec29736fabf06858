"""A resident's own appeals for programs: the same rules and refusals as on the site."""

import json

import pytest
from django.test import Client

from core.audit.models import Viewing
from crm.appeals.models import AppealDraft
from crm.cases.models import Attachment, Case
from tests.desk.stories import BODY
from tests.factories.accounts import make_token
from tests.factories.directory import AddresseeFactory
from tests.files import archive, pdf

pytestmark = pytest.mark.django_db

URL = "/api/v1/appeals"
SCOPES = ("appeals:read", "appeals:write")


class Program:
    """A client with somebody's token."""

    def __init__(self, user, *scopes: str) -> None:
        _token, raw = make_token(user, *(scopes or SCOPES))
        self.headers = {"Authorization": f"Bearer {raw}"}
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path: str = "", **query):
        return self.client.get(URL + path, query, headers=self.headers)

    def post(self, path: str = "", body=None, key: str = "", **form):
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        if body is None:
            return self.client.post(URL + path, form, headers=headers)
        raw = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.client.post(URL + path, raw, content_type="application/json", headers=headers)


@pytest.fixture
def program(story):
    return Program(story.people.resident)


@pytest.fixture
def letter(story, form):
    return {
        "addressee": story.addressee.slug,
        "form": form.slug,
        "kind": "statement",
        "subject": "Протекла стеля",
        "body": BODY,
    }


def is_problem(response, status: int) -> dict:
    assert response.status_code == status, response.content.decode()[:500]
    assert response["Content-Type"].startswith("application/problem+json")
    return response.json()


def test_program_files_reads_and_lists(program, letter, story):
    filed = program.post(body={**letter, "values": {"representative": "Донька"}})
    assert filed.status_code == 201, filed.content.decode()
    told = filed.json()
    case = Case.objects.get()
    assert (told["id"], told["number"]) == (case.public_id, case.number)
    label = "Ким Ви є цій особі й на якій підставі дієте"
    assert told["answers"] == [{"label": label, "text": "Донька"}]
    assert (case.channel, case.author) == ("api", story.people.resident)
    read = program.get(f"/{case.public_id}").json()
    assert read["body"] == BODY
    assert [event["kind"] for event in read["timeline"]] == ["submitted"]
    assert Viewing.objects.filter(screen="api", actor=story.people.resident).count() == 1
    listed = program.get().json()
    assert [one["number"] for one in listed["items"]] == [case.number]
    assert "body" not in listed["items"][0]


def test_same_key_is_the_same_appeal(program, letter):
    first = program.post(body=letter, key="key-number-one")
    again = program.post(body=letter, key="key-number-one")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    assert Case.objects.count() == 1


def test_key_of_another_appeal_is_a_conflict(program, letter):
    program.post(body=letter, key="key-number-one")
    problem = is_problem(program.post(body={**letter, "body": "Інше"}, key="key-number-one"), 409)
    assert problem["type"].endswith("idempotency_key_reused")
    elsewhere = AddresseeFactory(listed=True).slug
    other = program.post(body={**letter, "addressee": elsewhere}, key="key-number-one")
    is_problem(other, 422)


def test_key_of_one_resident_means_nothing_for_another(program, letter, story):
    program.post(body=letter, key="key-number-one")
    other = Program(story.people.stranger).post(body=letter, key="key-number-one")
    assert other.status_code == 201
    assert Case.objects.count() == 2


def test_program_does_not_touch_what_is_being_typed_on_the_site(program, letter, story):
    draft = story.draft(body="Пишу на сайті")
    assert program.post(body=letter).status_code == 201
    draft.refresh_from_db()
    assert (draft.data["body"], draft.state) == ("Пишу на сайті", "open")


def test_all_that_is_missing_is_named_at_once_and_can_be_sent_again(program, letter):
    bad = {**letter, "subject": "", "kind": "complaint", "against_text": "ні"}
    problem = is_problem(program.post(body=bad, key="key-number-one"), 422)
    assert {error["field"] for error in problem["errors"]} == {"subject", "against_text"}
    assert not Case.objects.exists()
    assert program.post(body=letter, key="key-number-one").status_code == 201


def test_files_come_first_under_the_key(program, letter, private_root):
    head = {"addressee": letter["addressee"], "form": letter["form"]}
    kept = program.post("/files", key="key-number-one", files=[pdf("акт.pdf")], **head)
    assert kept.status_code == 201, kept.content.decode()
    listed = program.post(
        "/files",
        key="key-number-one",
        files=[pdf("підписи.pdf")],
        field="representative_file",
        **head,
    )
    assert [one["name"] for one in listed.json()["files"]] == ["акт.pdf", "підписи.pdf"]
    told = program.post(body=letter, key="key-number-one").json()
    files = told["timeline"][0]["files"]
    assert [one["name"] for one in files] == ["акт.pdf", "підписи.pdf"]
    assert Attachment.objects.get(name="підписи.pdf").field_code == "representative_file"
    got = program.client.get(files[0]["url"], headers=program.headers)
    assert b"".join(got.streaming_content).startswith(b"%PDF")
    assert "attachment" in got["Content-Disposition"]


@pytest.mark.parametrize("name", ["стеля.pdf", "стеля.jpg"])
def test_zip_under_another_name_is_refused(program, letter, private_root, name):
    head = {"addressee": letter["addressee"], "form": letter["form"]}
    sent = program.post("/files", key="key-number-one", files=[archive(name)], **head)
    assert is_problem(sent, 422)["errors"][0]["field"] == "files"
    assert not AppealDraft.objects.filter(files__isnull=False).exists()


def test_author_adds_and_withdraws(program, story, private_root):
    case = story.submitted()
    words = {"text": "Ще\x00 фото", "files": [pdf("фото.pdf")]}
    added = program.post(f"/{case.public_id}/additions", **words)
    assert added.status_code == 201, added.content.decode()
    last = added.json()["timeline"][-1]
    assert (last["text"], last["files"][0]["name"]) == ("Ще фото", "фото.pdf")
    gone = program.post(f"/{case.public_id}/withdrawal", body={"reason": "Уже\x00 полагодили"})
    assert gone.json()["state"] == "withdrawn"
    again = program.post(f"/{case.public_id}/additions", text="Ще")
    is_problem(again, 409)


def test_reply_is_read_once_it_is_signed_and_not_before(program, story):
    case = story.drafted()
    assert program.get(f"/{case.public_id}").json()["reply"] is None
    assert "Дах полагодять" not in program.get(f"/{case.public_id}").content.decode()
    from core import clock
    from crm.appeals.services import sign_reply

    sign_reply(case, story.people.head, clock.now())
    reply = program.get(f"/{case.public_id}").json()["reply"]
    assert reply["text"].startswith("Дах полагодять")
    assert reply["result"] == "9.1"


@pytest.mark.parametrize("name", ["stranger", "clerk", "moderator", "head", "executor", "admin"])
def test_token_gives_ones_own_appeals_only(story, private_root, name):
    """Staff tokens too: the desk is not served to programs."""
    case = story.in_progress()
    file = story_file(story, case)
    other = Program(getattr(story.people, name))
    absent = other.get("/00000000000000000000")
    for response in (
        other.get(f"/{case.public_id}"),
        other.get(f"/files/{file.public_id}"),
        other.post(f"/{case.public_id}/additions", text="Чуже"),
        other.post(f"/{case.public_id}/withdrawal", body={}),
        other.get("", after=case.public_id),
    ):
        assert is_problem(response, 404) == absent.json()
    assert other.get().json()["items"] == []


def story_file(story, case):
    from core import clock
    from crm.appeals.services import add_to_appeal

    add_to_appeal(case, "", [pdf()], story.people.resident, clock.now())
    return Attachment.objects.get(case=case)


def test_without_a_token_or_with_a_wrong_one_nothing_is_told(letter, story):
    client = Client()
    for headers in ({}, {"Authorization": "Bearer vikno_wrong"}, {"Authorization": "Basic eDp5"}):
        is_problem(client.get(URL, headers=headers), 401)
        sent = client.post(URL, letter, content_type="application/json", headers=headers)
        is_problem(sent, 401)
    client.force_login(story.people.resident)
    is_problem(client.get(URL), 401)


def test_reading_token_cannot_write(letter, story):
    reader = Program(story.people.resident, "appeals:read")
    assert reader.get().status_code == 200
    is_problem(reader.post(body=letter), 403)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe not json",
        "[]",
        "null",
        '{"addressee": 5}',
        '{"addressee": null, "form": []}',
        json.dumps({"subject": {"a": 1}}),
        json.dumps({"values": ["a"]}),
        json.dumps({"values": {"x": {"y": 1}}}),
        json.dumps({"nobody_knows": 1}),
    ],
)
def test_wrong_types_are_refused_and_never_a_server_error(program, letter, body):
    if isinstance(body, str) and body.startswith('{"') and "addressee" not in body:
        body = json.dumps(letter | json.loads(body))
    response = program.post(body=body)
    assert response.status_code in (400, 422)
    assert response["Content-Type"].startswith("application/problem+json")
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "strange",
    [
        {"subject": "a\x00b", "body": BODY + "\x00"},
        {"subject": "\u202eтсет\u202c"},
        {"subject": "'; DROP TABLE crm_cases_case; --", "body": "<script>alert(1)</script>"},
        {"values": {"representative": "'; --\x00"}},
        {"signatories_count": 1, "is_collective": True, "signatories": "\x00;;;;"},
        {"author_category": ["'; --"], "sex": "\x00"},
        {"values": {"unknown": "x", "representative_file": "../../etc/passwd"}},
        {"body": "я" * 20_001},
        {"reply_channel": "pigeon"},
        {"against": "nobody", "kind": "complaint", "against_text": "Не прийшли тричі"},
        {"learned_on": "2999-01-01"},
        {"addressee": "нема"},
        {"form": "нема"},
    ],
)
def test_strange_values_are_kept_as_text_or_refused(program, letter, strange):
    response = program.post(body={**letter, **strange})
    assert response.status_code in (201, 422), response.content.decode()[:500]
    if response.status_code == 201:
        assert "\x00" not in response.json()["body"] + response.json()["subject"]
        assert program.get().status_code == 200


def test_ten_megabytes_or_two_hundred_files_are_too_much(program, letter, private_root):
    is_problem(program.post(body={**letter, "body": "x" * 10_000_000}), 413)
    head = {"addressee": letter["addressee"], "form": letter["form"]}
    many = [pdf(f"{n}.pdf") for n in range(200)]
    is_problem(program.post("/files", key="key-number-one", files=many, **head), 413)
    eleven = many[:11]
    is_problem(program.post("/files", key="key-number-one", files=eleven, **head), 422)
    assert not Case.objects.exists()
    assert not AppealDraft.objects.filter(files__isnull=False).exists()


def test_list_goes_on_by_key_and_skips_nothing(program, story):
    cases = [story.submitted() for _turn in range(5)]
    seen, after = [], ""
    while True:
        page = program.get("", limit=2, **({"after": after} if after else {})).json()
        seen += [one["id"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [case.public_id for case in reversed(cases)]


def test_incomplete_profile_is_refused_as_on_the_site(program, letter, story):
    story.people.resident.addr_street = ""
    story.people.resident.save()
    problem = is_problem(program.post(body=letter), 422)
    assert problem["type"].endswith("profile")
