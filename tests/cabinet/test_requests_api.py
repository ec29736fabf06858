"""A resident's own requests for programs: the same rules and refusals as the site (6.1, PD-04)."""

import json

import pytest
from django.test import Client

from core import clock
from core.audit.models import Viewing
from core.notify.models import OutboxMessage
from crm.cases.models import Attachment, Case
from crm.requests import services as requests
from tests.desk.stories import make_story
from tests.factories.accounts import make_token
from tests.files import pdf

pytestmark = pytest.mark.django_db

URL = "/api/v1/requests"
SCOPES = ("requests:read", "requests:write")


class Program:
    """A client with somebody's token."""

    def __init__(self, user, *scopes: str) -> None:
        _token, raw = make_token(user, *(scopes or SCOPES))
        self.headers = {"Authorization": f"Bearer {raw}"}
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path: str = "", url: str = URL, **query):
        return self.client.get(url + path, query, headers=self.headers)

    def post(self, path: str = "", body=None, key: str = "", **form):
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        if body is None:
            return self.client.post(URL + path, form, headers=headers)
        raw = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.client.post(URL + path, raw, content_type="application/json", headers=headers)


@pytest.fixture
def story(people):
    return make_story(people)


@pytest.fixture
def program(story):
    return Program(story.people.resident)


@pytest.fixture
def asked(story):
    return {
        "kind": "information",
        "addressee": story.addressee.slug,
        "subject": "Кошторис ремонту школи",
        "body": "Прошу копію кошторису ремонту школи № 3.",
    }


@pytest.fixture
def wished(story):
    return {
        "kind": "personal_data",
        "addressee": story.addressee.slug,
        "right": "view",
        "body": "Які дані про мене є?",
    }


def is_problem(response, status: int) -> dict:
    assert response.status_code == status, response.content.decode()[:500]
    assert response["Content-Type"].startswith("application/problem+json")
    return response.json()


def test_program_files_reads_and_lists(program, asked, story):
    filed = program.post(body=asked)
    assert filed.status_code == 201, filed.content.decode()
    told, case = filed.json(), Case.objects.get()
    assert (told["id"], told["number"]) == (case.public_id, case.number)
    assert (case.kind, case.channel, case.author) == ("information", "api", story.people.resident)
    assert case.clocks.count() == 4 and told["due_on"] == case.due_on.isoformat()
    read = program.get(f"/{case.public_id}").json()
    assert read["body"] == asked["body"]
    assert [event["kind"] for event in read["timeline"]] == ["submitted"]
    assert Viewing.objects.filter(screen="api", actor=story.people.resident).count() == 1
    listed = program.get().json()
    assert [one["number"] for one in listed["items"]] == [case.number]
    assert "body" not in listed["items"][0]


def test_program_uses_a_right_to_data(program, wished, story):
    told = program.post(body=wished).json()
    case = Case.objects.get()
    assert (case.kind, case.channel, told["right"]) == ("personal_data", "api", "view")
    assert {one.purpose for one in case.clocks.all()} == {"study", "reply"}


def test_the_same_key_files_one_request(program, asked, wished, story):
    first, second = (program.post(body=asked, key="a-key-of-mine") for _press in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    other = program.post(body={**asked, "subject": "Інше"}, key="a-key-of-mine")
    assert is_problem(other, 409)["type"].endswith("idempotency_key_reused")
    is_problem(program.post(body=wished, key="a-key-of-mine"), 409)
    stranger = Program(story.people.stranger).post(body=asked, key="a-key-of-mine")
    assert stranger.status_code == 201
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"body": ""}, "body"),
        ({"body": "я" * 10_001}, "body"),
        ({"reply_by": "pigeon"}, "reply_by"),
        ({"reply_by": "post"}, "post_address"),
        ({"addressee": "nobody"}, "addressee"),
        ({"kind": "personal_data"}, "right"),
        ({"kind": "personal_data", "right": "everything"}, "right"),
    ],
)
def test_what_is_wrong_is_named_and_files_nothing(program, asked, change, field):
    problem = is_problem(program.post(body={**asked, **change}), 422)
    assert field in [one["field"] for one in problem["errors"]]
    assert not Case.objects.exists()


@pytest.mark.parametrize("body", ['{"kind": ', "[]", '{"kind": "appeal"}', '{"role": "admin"}'])
def test_what_is_no_request_is_refused(program, body):
    assert is_problem(program.post(body=body), program.post(body=body).status_code)["status"] in (
        400,
        422,
    )
    assert not Case.objects.exists()


def test_personal_data_need_a_filled_profile(program, wished, story):
    story.people.resident.last_name = ""
    story.people.resident.save()
    is_problem(program.post(body=wished), 422)
    assert not Case.objects.exists()


def test_a_sign_nobody_can_keep_is_left_out(program, asked):
    assert program.post(body={**asked, "body": "Про\x00шу копію"}).status_code == 201
    assert "\x00" not in Case.objects.get().information_request.body


def test_author_adds_text_and_files_until_the_answer(program, asked, story):
    told = program.post(body=asked).json()
    case, people, at = Case.objects.get(), story.people, clock.now()
    added = program.post(f"/{told['id']}/additions", text="Ще й акти", files=[pdf()])
    assert added.status_code == 201, added.content.decode()
    last = added.json()["timeline"][-1]
    assert last["text"] == "Ще й акти"
    url = last["files"][0]["url"]
    served = program.client.get(url, headers=program.headers)
    assert b"".join(served.streaming_content).startswith(b"%PDF")
    assert OutboxMessage.objects.filter(kind="requests.added").exists()
    is_problem(program.post(f"/{told['id']}/additions", text=" "), 422)
    requests.register_inquiry(case, people.clerk, at)
    requests.take_inquiry(case, people.moderator, at)
    requests.sign_answer(case, "Надаємо копію.", people.head, at, version=0)
    is_problem(program.post(f"/{told['id']}/additions", text="Пізно"), 409)
    read = program.get(f"/{told['id']}").json()
    assert read["answer"]["text"] == "Надаємо копію." and read["can_add"] is False
    assert read["answer"]["is_refusal"] is False


def test_a_draft_of_an_answer_is_not_told(program, asked, story):
    told = program.post(body=asked).json()
    case, people, at = Case.objects.get(), story.people, clock.now()
    requests.register_inquiry(case, people.clerk, at)
    requests.take_inquiry(case, people.moderator, at)
    requests.draft_answer(case, "Таємний проєкт", people.moderator, at, version=0)
    read = program.get(f"/{told['id']}")
    assert read.json()["answer"] is None and "Таємний" not in read.content.decode()


def test_author_withdraws_once(program, asked):
    told = program.post(body=asked).json()
    gone = program.post(f"/{told['id']}/withdrawal", body={"reason": "Знайшов"})
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")
    is_problem(program.post(f"/{told['id']}/withdrawal", body={}), 409)


def test_a_foreign_request_is_absent_everywhere(program, asked, story):
    foreign = Program(story.people.stranger)
    told = foreign.post(body=asked).json()
    foreign.post(f"/{told['id']}/additions", files=[pdf()])
    file = Attachment.objects.get()
    for answer in (
        program.get(f"/{told['id']}"),
        program.get(f"/files/{file.public_id}"),
        program.get(after=told["id"]),
        program.post(f"/{told['id']}/additions", text="Ще"),
        program.post(f"/{told['id']}/withdrawal", body={}),
    ):
        is_problem(answer, 404)
    assert program.get().json()["items"] == []


def test_an_appeal_is_no_request_and_the_other_way_about(program, asked, story):
    appeal = story.submitted()
    is_problem(program.get(f"/{appeal.public_id}"), 404)
    assert program.get().json()["items"] == []
    told = program.post(body=asked).json()
    program.post(f"/{told['id']}/additions", files=[pdf()])
    reader = Program(story.people.resident, "appeals:read")
    file = Attachment.objects.get(case__public_id=told["id"])
    is_problem(reader.get(f"/{told['id']}", url="/api/v1/appeals"), 404)
    is_problem(reader.get(f"/files/{file.public_id}", url="/api/v1/appeals"), 404)


def test_each_right_of_a_token_is_its_own(asked, story, client):
    resident = story.people.resident
    is_problem(client.get(URL), 401)
    is_problem(Program(resident, "requests:read").post(body=asked), 403)
    is_problem(Program(resident, "requests:write").get(), 403)
    is_problem(Program(resident, "appeals:read", "appeals:write").get(), 403)
    assert not Case.objects.exists()


def test_pages_follow_one_another(program, asked):
    numbers = [
        program.post(body={**asked, "subject": f"Запит {n}"}).json()["number"] for n in "123"
    ]
    first = program.get(limit=2).json()
    second = program.get(limit=2, after=first["next"]).json()
    got = [one["number"] for one in first["items"] + second["items"]]
    assert got == numbers[::-1] and second["next"] is None
