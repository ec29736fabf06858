"""Booking by programs: the same rules and refusals as the site."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from crm.tickets import states
from crm.tickets.models import Ticket
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.factories.accounts import make_token

pytestmark = pytest.mark.django_db
URL = "/api/v1/tickets"
WHO = {"visitor": "Дорошенко Олена Василівна", "phone": "067 123 45 67"}


class Program:
    """A client with somebody's token."""

    def __init__(self, user, *scopes):
        _token, raw = make_token(user, *(scopes or ("tickets:read", "tickets:write")))
        self.headers = {"Authorization": f"Bearer {raw}"}
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path="", **query):
        return self.client.get(URL + path, query, headers=self.headers)

    def post(self, path="", body=None, key=""):
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        raw = json.dumps(body or {})
        return self.client.post(URL + path, raw, content_type="application/json", headers=headers)

    def delete(self, path):
        return self.client.delete(URL + path, headers=self.headers)


@pytest.fixture
def visit(people):
    with clock.frozen(EIGHT):
        yield make_visit(people)


@pytest.fixture
def program(visit, people):
    return Program(people.resident)


def wished(visit, at=None, **more):
    at = (at or kyiv(9)).isoformat()
    return {"queue": visit.queue.slug, "service": visit.service.pk, "at": at, **more}


def booked(program, visit):
    held = program.post("/holds", wished(visit)).json()
    return program.post(f"/holds/{held['id']}/booking", WHO).json()


def test_free_times_need_no_key(client, visit):
    visit.hold(holder="ihor")
    answer = client.get(f"/api/v1/times/{visit.queue.slug}", {"service": visit.service.pk}).json()
    assert answer["items"][0] == {"at": "2026-03-10T07:20:00Z", "day": "2026-03-10", "places": 1}
    narrow = {"service": visit.service.pk, "first": "2026-03-12", "last": "2026-03-12"}
    days = client.get(f"/api/v1/times/{visit.queue.slug}", narrow).json()["items"]
    assert {one["day"] for one in days} == {"2026-03-12"} and len(days) == 9


@pytest.mark.parametrize(
    ("queue", "query", "status"),
    [
        ("absent", {"service": 1}, 404), ("", {"service": 10**8}, 404), ("", {}, 422),
        ("", {"service": "x"}, 422), ("", {"service": 10**30}, 422),
        ("", {"service": 1, "first": "2026-99-01"}, 422), ("", {"service": 1, "people": 0}, 422),
    ],
)  # fmt: skip
def test_bad_questions_about_times_are_told(client, visit, queue, query, status):
    answer = client.get(f"/api/v1/times/{queue or visit.queue.slug}", query)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_place_is_kept_extended_and_booked_once(program, visit, people):
    held = program.post("/holds", wished(visit))
    assert held.status_code == 201 and held.json()["state"] == "held"
    path = f"/holds/{held.json()['id']}"
    with clock.frozen(EIGHT + timedelta(minutes=3)):
        longer = program.post(f"{path}/extension").json()
    assert longer["held_until"] > held.json()["held_until"]
    answers = [program.post(f"{path}/booking", WHO) for _press in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    assert answers[0].json()["number"] == answers[1].json()["number"] == "А-001"
    ticket = Ticket.objects.get(state=states.BOOKED)
    assert (ticket.channel, ticket.author) == ("api", people.resident)


def test_the_same_key_keeps_the_same_place(program, visit):
    first, again = (program.post("/holds", wished(visit), key="my-place-1") for _press in "12")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    other = program.post("/holds", wished(visit, kyiv(10)), key="my-place-1")
    assert other.status_code == 409
    assert other.json()["type"].endswith("idempotency_key_reused")
    assert Ticket.objects.count() == 1


def test_keys_of_different_people_never_meet(program, visit, people):
    program.post("/holds", wished(visit), key="my-place-1")
    other = Program(people.stranger).post("/holds", wished(visit, kyiv(10)), key="my-place-1")
    assert other.status_code == 201


def test_a_lost_race_tells_the_nearest_free_times(program, visit):
    visit.hold(holder="ihor")
    answer = program.post("/holds", wished(visit))
    assert answer.status_code == 409
    body = answer.json()
    assert body["type"] == "urn:vikno:problem:place_taken"
    assert body["nearest"][0].startswith("2026-03-10T07:20")


def test_a_place_let_go_is_free_and_cannot_be_booked(program, visit):
    held = program.post("/holds", wished(visit)).json()
    for _press in range(2):
        assert program.delete(f"/holds/{held['id']}").status_code == 204
    assert "09:00" in visit.times()
    assert program.post(f"/holds/{held['id']}/booking", WHO).status_code == 409


def test_tickets_are_listed_moved_and_cancelled(program, visit):
    ticket = booked(program, visit)
    assert [one["id"] for one in program.get().json()["items"]] == [ticket["id"]]
    later = {"at": kyiv(11).isoformat()}
    moved = [program.post(f"/{ticket['id']}/move", later).json() for _press in range(2)]
    assert moved[0]["id"] == moved[1]["id"] != ticket["id"]
    assert program.get(f"/{ticket['id']}").json()["moved_to"] == moved[0]["id"]
    path = f"/{moved[0]['id']}/cancellation"
    gone = [program.post(path).json()["state"] for _press in range(2)]
    assert gone == [states.BY_VISITOR] * 2
    page = program.get(limit=1).json()
    rest = program.get(limit=1, after=page["next"]).json()
    assert len(page["items"]) == len(rest["items"]) == 1 and rest["next"] is None


def test_limits_and_lateness_are_told_in_words(program, visit):
    ticket = booked(program, visit)
    held = program.post("/holds", wished(visit, kyiv(10))).json()
    refused = program.post(f"/holds/{held['id']}/booking", WHO)
    assert refused.status_code == 422 and refused.json()["type"].endswith("limit_active")
    with clock.frozen(kyiv(8, 30)):
        late = program.post(f"/{ticket['id']}/cancellation")
    assert late.status_code == 422 and late.json()["type"].endswith("too_late")


@pytest.mark.parametrize(
    "odd",
    [
        {"at": "x"}, {"at": "2026-03-10T09:00:00"}, {"queue": "absent"}, {"service": 0},
        {"service": 999_999}, {"people": 0}, {"people": 50}, {"window": 10**12}, {"extra": 1},
        {"at": "9999-12-31T23:59:59+00:00"}, {"at": "0001-01-01T00:00:00+00:00"},
    ],
)  # fmt: skip
def test_odd_wishes_are_refused(program, visit, odd):
    answer = program.post("/holds", wished(visit) | odd)
    assert answer.status_code in (404, 409, 422), answer.content
    assert answer["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize("odd", [{"phone": "12"}, {"visitor": "x" * 250}, {"values": {"x": [1]}}])
def test_odd_details_are_refused_or_left_out(program, visit, odd):
    held = program.post("/holds", wished(visit)).json()
    answer = program.post(f"/holds/{held['id']}/booking", WHO | odd)
    assert answer.status_code == (201 if "values" in odd else 422)


def test_what_is_somebody_elses_is_absent(program, visit, people):
    ticket = booked(program, visit)
    held = program.post("/holds", wished(visit, kyiv(10))).json()
    other = Program(people.stranger)
    assert other.get(f"/{ticket['id']}").status_code == 404
    assert other.get().json()["items"] == []
    for path in (f"/{ticket['id']}/cancellation", f"/holds/{held['id']}/extension"):
        assert other.post(path).status_code == 404
    assert other.post(f"/{ticket['id']}/move", {"at": kyiv(11).isoformat()}).status_code == 404
    assert other.post(f"/holds/{held['id']}/booking", WHO).status_code == 404
    assert other.delete(f"/holds/{held['id']}").status_code == 404


def test_a_token_without_the_scope_is_refused(visit, people):
    reader = Program(people.resident, "tickets:read")
    assert reader.post("/holds", wished(visit)).status_code == 403
    assert Program(people.resident, "appeals:read").get().status_code == 403
    assert Client().get(URL).status_code == 401
