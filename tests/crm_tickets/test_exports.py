"""Visits as files and for programs of document flow (F1.46, Q-20)."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from core.accounts.services import create_token
from core.audit.models import Entry
from core.words import Text
from crm.tickets import services as tickets
from crm.tickets.models import Ticket
from directory.models import Duty
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit

pytestmark = pytest.mark.django_db
LATER = EIGHT + timedelta(minutes=1)


@pytest.fixture
def visit(people):
    with clock.frozen(LATER):
        found = make_visit(people, max_active=9, max_a_day=9, max_a_month=9)
        Duty.objects.create(
            addressee=found.queue.addressee, user=people.moderator, role="moderator"
        )
        yield found


def taken(client, visit, kind, **more):
    url = reverse("tickets:export", args=[visit.queue.slug])
    asked = {"since": "2026-03-10", "until": "2026-03-10", "format": kind, **more}
    answer = client.get(url, asked)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def formula(visit):
    ticket = visit.booked()
    Ticket.objects.filter(pk=ticket.pk).update(
        visitor="=HYPERLINK(1)", outcome_words=Text(uk="@SUM(1)")
    )
    return ticket


def test_csv_holds_visits_without_people_unless_asked_and_no_formula(client_of, visit):
    ticket = formula(visit)
    visit.hold(when=kyiv(11), holder="ihor")
    client = client_of("moderator")
    text = taken(client, visit, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Талон"] for row in rows] == [ticket.number], "a held place is no visit"
    assert rows[0]["Результат"] == "'@SUM(1)" and "HYPERLINK" not in text
    text = taken(client, visit, "csv", people="on").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert rows[0]["Відвідувач"] == "'=HYPERLINK(1)" and rows[0]["Телефон"].endswith("671234567")


def test_xlsx_opens_and_holds_texts_not_formulas(client_of, visit):
    ticket = formula(visit)
    book = load_workbook(io.BytesIO(taken(client_of("moderator"), visit, "xlsx", people="on")))
    head, line = list(book.worksheets[0].iter_rows())
    found = dict(zip([cell.value for cell in head], line, strict=True))
    assert found["Талон"].value == ticket.number
    assert found["Відвідувач"].value == "=HYPERLINK(1)" and found["Відвідувач"].data_type == "s"


def test_json_is_read_back(client_of, visit):
    ticket = visit.booked()
    (found,) = json.loads(taken(client_of("moderator"), visit, "json"))
    assert (found["number"], found["state"]) == (ticket.number, "booked")
    assert found["starts_at"] == "2026-03-10T09:00:00+02:00" and "visitor" not in found
    assert json.loads(taken(client_of("moderator"), visit, "json", since="2026-03-09"))


def test_who_took_which_visits_is_in_the_journal(client_of, visit, people):
    visit.booked()
    taken(client_of("moderator"), visit, "csv", people="on")
    entry = Entry.objects.get(action="queue.visits_exported")
    assert entry.actor == people.moderator
    assert (entry.facts["people"], entry.facts["rows"], entry.facts["kind"]) == (True, 1, "csv")


def test_the_form_refuses_a_period_that_is_wrong(client_of, visit):
    client, url = client_of("moderator"), reverse("tickets:export", args=[visit.queue.slug])
    assert client.get(url).status_code == 200
    for odd in (
        {"since": "2026-03-10", "until": "2026-03-01"},
        {"since": "2020-01-01", "until": "2026-03-01"},
        {"since": "x"},
        {"format": "exe"},
    ):
        assert client.get(url, odd).status_code == 422


@pytest.mark.parametrize("who", ["executor", "head", "admin", "resident"])
def test_who_does_not_answer_for_the_queue_takes_nothing(client_of, visit, people, who):
    visit.queue.windows.get().specialists.add(people.executor)
    url = reverse("tickets:export", args=[visit.queue.slug])
    assert client_of(who).get(url, {"format": "csv"}).status_code == 404


# --- programs


def asked(client, person, visit, scopes=("visits:read",), **query):
    _token, raw = create_token(person, "document flow", scopes, at=LATER)
    query = {"queue": visit.queue.slug, **query}
    headers = {"Authorization": f"Bearer {raw}"}
    return client.get("/api/v1/visits", query, headers=headers)


def test_a_program_reads_what_has_changed_page_by_page(client, visit, people):
    first = visit.booked(when=kyiv(9))
    second = visit.booked(when=kyiv(10))
    with clock.frozen(LATER):
        page = asked(client, people.moderator, visit, limit=1).json()
        assert [one["number"] for one in page["items"]] == [first.number] and page["has_more"]
        assert page["items"][0]["visitor"] is None, "no people unless asked"
        page = asked(client, people.moderator, visit, after=page["next"]).json()
        assert [one["number"] for one in page["items"]] == [second.number]
        assert not page["has_more"]
    with clock.frozen(LATER + timedelta(minutes=5)):
        tickets.cancel(first, people.moderator, LATER, by_office=True, reason="Хвороба")
        page = asked(client, people.moderator, visit, after=page["next"]).json()
        assert [(one["number"], one["state"]) for one in page["items"]] == [
            (first.number, "cancelled_by_office")
        ]
        since = {"changed_since": LATER.isoformat(), "people": "true"}
        page = asked(client, people.moderator, visit, **since).json()
        assert page["items"][0]["visitor"] == first.visitor
    assert Entry.objects.filter(action="queue.visits_read").count() == 4


def test_a_change_is_told_when_it_has_settled(client, visit, people):
    visit.booked()
    with clock.frozen(EIGHT + timedelta(seconds=1)):
        assert asked(client, people.moderator, visit).json()["items"] == []


def test_refusals_are_problems(client, visit, people):
    for query in ({"after": "x"}, {"after": "2026-03-10T06:00:00~1"}, {"limit": "0"}):
        answer = asked(client, people.moderator, visit, **query)
        assert answer.status_code in (400, 422), query
        assert answer["Content-Type"].startswith("application/problem+json")
    answer = asked(client, people.moderator, visit, changed_since="2026-03-10T06:00:00")
    assert answer.status_code in (400, 422)
    assert asked(client, people.head, visit).status_code == 404, "a foreign queue"
    assert asked(client, people.moderator, visit, scopes=("appeals:read",)).status_code == 403
    assert client.get("/api/v1/visits", {"queue": visit.queue.slug}).status_code == 401
