"""Up, ready, and what is shown when the database is gone."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client

from core import clock
from core.tasks import heartbeats
from core.web import health

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def alive(db):
    """Both processes were heard a minute ago."""
    with clock.frozen(NOON):
        for name in (heartbeats.WORKER, heartbeats.OUTBOX):
            heartbeats.beat(name, NOON - timedelta(minutes=1))
        yield


@pytest.fixture
def database_down(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(connection, "cursor", refuse)


def test_the_process_is_up_without_asking_anything(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_when_everything_is_heard(client, alive):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (200, {})


@pytest.mark.parametrize("name", [heartbeats.WORKER, heartbeats.OUTBOX])
def test_not_ready_when_a_process_went_silent(client, alive, name):
    heartbeats.beat(name, NOON - timedelta(hours=1))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert list(answer.json()["reasons"]) == [name]


@pytest.mark.django_db
def test_not_ready_when_a_process_never_started(client):
    assert set(client.get("/readyz").json()["reasons"]) >= {"worker", "outbox"}


def test_not_ready_when_the_schema_is_old(client, alive, monkeypatch):
    monkeypatch.setattr(health, "_schema", {"is_current": False})
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert list(client.get("/readyz").json()["reasons"]) == ["migrations"]


@pytest.mark.django_db
def test_not_ready_without_a_database(client, database_down):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert list(answer.json()["reasons"]) == ["database"]


@pytest.mark.django_db
def test_a_page_without_a_database_asks_to_come_back(database_down):
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert answer["Cache-Control"] == "no-store"
    assert "<h1>" in answer.text


@pytest.mark.django_db
def test_the_api_without_a_database_answers_with_a_problem(monkeypatch, database_down, rf):
    answer = health.service_unavailable(rf.get("/api/v1/addressees"))
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == 503


def test_another_fault_is_a_plain_500(rf):
    try:
        raise ValueError("a fault of ours")
    except ValueError:
        assert health.server_error(rf.get("/")).status_code == 500
