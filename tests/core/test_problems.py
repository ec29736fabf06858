"""core.web.problems: refusals of an API, RFC 9457."""

import json

import pytest
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import override
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.security import HttpBearer
from ninja.testing import TestClient

from core.errors import Conflict, RuleBroken
from core.web.problems import CONTENT_TYPE, from_form, handle_with_problems, problem_response

RAISED = {
    "rule": RuleBroken("Підпишіть згоду.", field="consent", code="consent_missing"),
    "whole": RuleBroken("Прийом закрито.", code="closed"),
    "conflict": Conflict("Уже відкликано.", code="state_not_allowed"),
    "fields": ValidationError(
        {"email": ["Не схоже на адресу."], "name": ["Порожньо.", "Коротко."]}
    ),
    "plain": ValidationError("Щось не так.", code="odd"),
    "absent": Http404("appeal 77 of Дорошенко"),
    "forbidden": PermissionDenied(),
    "unknown": AuthenticationError(),
    "teapot": HttpError(418, "Чайник"),
    "throttled": Throttled(wait=30),
}


class Body(Schema):
    age: int
    name: str


class Nobody(HttpBearer):
    def authenticate(self, request, token):
        return None


@pytest.fixture(scope="module")
def api():
    api = NinjaAPI(urls_namespace="problems-under-test")
    handle_with_problems(api)

    @api.get("/raise/{name}")
    def raise_it(request, name: str):
        raise RAISED[name]

    @api.post("/typed")
    def typed(request, payload: Body, page: int = 1):
        return {}

    @api.get("/closed", auth=Nobody())
    def closed(request):
        return {}

    return TestClient(api)


def _problem(response, status: int) -> dict:
    assert response.status_code == status
    assert response["Content-Type"] == CONTENT_TYPE
    body = json.loads(response.content)
    assert body["status"] == status
    assert body["title"]
    return body


def test_broken_rule_is_422_and_names_its_field(api):
    body = _problem(api.get("/raise/rule"), 422)
    assert body["type"] == "urn:vikno:problem:consent_missing"
    assert body["detail"] == "Підпишіть згоду."
    assert body["errors"] == [
        {"field": "consent", "code": "consent_missing", "detail": "Підпишіть згоду."}
    ]


def test_rule_about_the_whole_has_no_fields(api):
    assert "errors" not in _problem(api.get("/raise/whole"), 422)


def test_record_that_moved_on_is_409(api):
    assert _problem(api.get("/raise/conflict"), 409)["detail"] == "Уже відкликано."


def test_validation_lists_every_place(api):
    errors = _problem(api.get("/raise/fields"), 422)["errors"]
    assert [(one["field"], one["detail"]) for one in errors] == [
        ("email", "Не схоже на адресу."),
        ("name", "Порожньо."),
        ("name", "Коротко."),
    ]
    errors = _problem(api.get("/raise/plain"), 422)["errors"]
    assert errors == [{"field": "__all__", "code": "odd", "detail": "Щось не так."}]


def test_wrong_types_are_named_by_their_members(api):
    body = _problem(api.post("/typed?page=x", json={"age": "ten"}), 422)
    assert {one["field"] for one in body["errors"]} == {"age", "name", "page"}
    assert all(one["detail"] and one["code"] for one in body["errors"])


def test_unreadable_body_is_a_problem_too(api):
    _problem(api.post("/typed", data="{", content_type="application/json"), 400)


def test_absent_record_tells_nothing_of_the_reason(api):
    response = api.get("/raise/absent")
    _problem(response, 404)
    assert "Дорошенко" not in response.content.decode()


def test_doors_answer_with_problems(api):
    assert api.get("/closed")["WWW-Authenticate"] == "Bearer"
    _problem(api.get("/closed"), 401)
    _problem(api.get("/raise/unknown"), 401)
    _problem(api.get("/raise/forbidden"), 403)
    assert _problem(api.get("/raise/teapot"), 418)["detail"] == "Чайник"
    throttled = api.get("/raise/throttled")
    _problem(throttled, 429)
    assert throttled["Retry-After"] == "30"


def test_sentences_are_in_the_askers_language():
    with override("en"):
        english = json.loads(problem_response(404).content)["title"]
    with override("uk"):
        ukrainian = json.loads(problem_response(404).content)["title"]
    assert english == "Nothing is found here"
    assert ukrainian == "Тут нічого не знайдено"


def test_errors_of_a_form_become_a_problem():
    class Name(forms.Form):
        name = forms.CharField()

    body = json.loads(from_form(Name({})).content)
    assert [(one["field"], one["code"]) for one in body["errors"]] == [("name", "required")]


def test_plain_view_may_add_members():
    body = json.loads(problem_response(409, code="taken", detail="Зайнято.", next="11:00").content)
    assert body["next"] == "11:00"
    assert problem_response(409)["Cache-Control"] == "no-store"
