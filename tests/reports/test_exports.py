"""Taking a list away: whose right, whose rows, hidden names, the worker, the journal."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from core.audit.models import Entry
from crm.cases.models import Case
from crm.desk.exports import find_for, wish_for
from crm.reports import exporting
from crm.reports.exporting import make_export, order_export
from crm.reports.lists import HEADER, rows_of
from crm.reports.models import Export

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
NEW = reverse("desk:export_new")


def lines_of(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.fixture
def by_worker(monkeypatch):
    """Everything is too long to wait for."""
    monkeypatch.setattr(exporting, "AT_ONCE", dict.fromkeys(exporting.AT_ONCE, 0))


@pytest.fixture
def order(town, people, private_root):
    def make(kind: str = "csv", query: str = "open=all", owner=None) -> Export:
        owner = owner or people.clerk
        wish, _found = wish_for(owner, kind, query, AT)
        return order_export(wish, owner, AT)

    return make


def test_a_short_list_comes_at_once_with_exactly_its_rows(town, client_of, people):
    query = "state=answered&kind=complaint"
    answer = client_of("clerk").post(NEW, {"kind": "csv", "query": query})
    head, *rows = lines_of(answer)
    expected = Case.objects.filter(state="answered", appeal__appeal_kind="complaint")
    assert [row[0] for row in rows] == [
        case.number for case in expected.order_by("registered_on", "pk")
    ]
    assert head == [str(one) for one in HEADER]


def test_who_took_what_and_how_much_is_written_down(town, client_of, people):
    client_of("clerk").post(NEW, {"kind": "csv", "query": "state=answered&q=Дорошенко"})
    entry = Entry.objects.get(action="list.exported")
    assert entry.actor == people.clerk
    assert entry.facts["filter"] == {"state": "answered", "q": "…"}
    assert entry.facts["rows"] == Case.objects.filter(state="answered", hide_identity=False).count()


@pytest.mark.parametrize(
    "who",
    ["operator", "supervisor", "moderator", "executor", "deputy", "analyst", "admin", "resident"],
)
def test_whoever_may_not_report_takes_nothing(town, client_of, who):
    assert client_of(who).post(NEW, {"kind": "csv", "query": ""}).status_code == 404
    assert not Entry.objects.filter(action="list.exported").exists()


def test_a_head_takes_only_the_own_branch_and_no_complaint_about_it(town, client_of, people):
    answer = client_of("head").post(NEW, {"kind": "csv", "query": "open=all"})
    numbers = {row[0] for row in lines_of(answer)[1:]}
    branch = {body.pk for body in town.bodies[:2]}
    expected = {c.number for c in town.cases if c.addressee_id in branch and c.against_id is None}
    assert numbers == expected


def test_a_hidden_name_stays_hidden_in_the_file(town, people):
    hidden = Case.objects.filter(hide_identity=True, addressee=town.bodies[0], against=None)
    assert hidden.exists()
    for row in rows_of(hidden, people.head):
        assert row[3] == "Імʼя приховано"
        assert row[4] == ""
    assert all("Дорошенко" in row[3] for row in rows_of(hidden, people.clerk))


def test_what_is_only_proposed_is_no_result(town, people):
    drafts = Case.objects.filter(is_open=True, appeal__result="9.1")
    assert drafts.exists()
    assert all(row[-1] == "" for row in rows_of(drafts, people.clerk))


@pytest.mark.parametrize(
    ("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF")]
)
def test_the_worker_makes_the_file_and_its_owner_opens_it(order, client_of, kind, begins):
    export = order(kind)
    assert make_export(export.pk, find_for, AT)
    export.refresh_from_db()
    assert export.state == "done"
    assert export.rows_done == export.rows_total == Case.objects.count()
    client = client_of("clerk")
    assert client.get(reverse("desk:export", args=[export.public_id])).status_code == 200
    answer = client.get(reverse("desk:export_file", args=[export.public_id]))
    assert b"".join(answer.streaming_content).startswith(begins)


def test_the_workbook_of_the_worker_holds_every_row(order, client_of):
    export = order("xlsx")
    make_export(export.pk, find_for, AT)
    export.refresh_from_db()
    with export.file.open("rb") as made:
        rows = list(load_workbook(made).active.iter_rows(values_only=True))
    numbers = [row[0] for row in rows if str(row[0]).startswith("Т-")]
    assert len(numbers) == Case.objects.count()


def test_a_long_list_is_ordered_shown_and_fetched(
    town, client_of, by_worker, private_root, django_capture_on_commit_callbacks
):
    client = client_of("clerk")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(NEW, {"kind": "xlsx", "query": "open=all"})
    export = Export.objects.get()
    assert answer["Location"] == reverse("desk:export", args=[export.public_id])
    assert export.state == "done"
    assert (
        reverse("desk:export_file", args=[export.public_id])
        in client.get(answer["Location"]).content.decode()
    )


def test_a_file_that_is_being_made_tells_how_far_it_is(order, client_of, monkeypatch):
    export = order()
    Export.objects.filter(pk=export.pk).update(state="running", rows_done=60, rows_total=240)
    client = client_of("clerk")
    told = client.get(reverse("desk:export_progress", args=[export.public_id])).json()
    assert told == {"done": 60, "percent": 25, "is_over": False}
    assert (
        client_of("clerk").get(reverse("desk:export_file", args=[export.public_id])).status_code
        == 404
    )


def test_progress_is_written_while_rows_go_by(order, monkeypatch):
    monkeypatch.setattr(exporting, "_STEP", 50)
    export, seen = order(), []
    update = Export.objects.filter(pk=export.pk).values_list("rows_done", flat=True)

    def watched(*args):
        for number, row in enumerate(rows_of(*args)):
            if number % 50 == 10:
                seen.append(update.get())
            yield row

    monkeypatch.setattr(exporting, "rows_of", watched)
    make_export(export.pk, find_for, AT)
    assert seen[:3] == [0, 50, 100]


def test_nobody_else_opens_the_file(order, client_of, people):
    export = order()
    make_export(export.pk, find_for, AT)
    for name in ("export", "export_progress", "export_file"):
        where = reverse(f"desk:{name}", args=[export.public_id])
        assert client_of("head").get(where).status_code == 404
        assert client_of("admin").get(where).status_code == 404


def test_whoever_lost_the_right_since_gets_no_file(order, people):
    export = order()
    people.clerk.role_grants.all().delete()
    people.clerk.role_codes = []
    people.clerk.save()
    with pytest.raises(Exception, match="права"):
        make_export(export.pk, find_for, AT)
    export.refresh_from_db()
    assert (export.state, bool(export.file)) == ("failed", False)


def test_a_second_worker_makes_nothing_twice(order):
    export = order()
    assert make_export(export.pk, find_for, AT)
    assert not make_export(export.pk, find_for, AT)


def test_a_worker_that_died_is_followed_by_another(order):
    export = order()
    Export.objects.filter(pk=export.pk).update(state="running", started_at=AT)
    assert not make_export(export.pk, find_for, AT + timedelta(minutes=5))
    assert make_export(export.pk, find_for, AT + timedelta(minutes=12))


def test_files_are_forgotten_after_a_week(order, private_root, django_capture_on_commit_callbacks):
    export = order()
    make_export(export.pk, find_for, AT)
    with django_capture_on_commit_callbacks(execute=True):
        assert exporting.forget_exports(AT + timedelta(days=6)) == 0
        assert exporting.forget_exports(AT + timedelta(days=8)) == 1
    assert not Export.objects.exists()
    assert not [path for path in private_root.rglob("*") if path.is_file()]


def test_a_few_files_at_a_time(order, client_of, by_worker):
    for _time in range(3):
        order()
    Export.objects.update(created_at=clock.now())
    answer = client_of("clerk").post(NEW, {"kind": "csv", "query": "open=all"}, follow=True)
    assert Export.objects.count() == 3
    assert answer.redirect_chain[-1][0].startswith(reverse("desk:list"))


def test_a_pdf_of_too_many_rows_is_refused_with_a_sentence(town, client_of, monkeypatch):
    monkeypatch.setattr(exporting, "PDF_LIMIT", 10)
    answer = client_of("clerk").post(NEW, {"kind": "pdf", "query": "open=all"}, follow=True)
    assert "PDF вміщує до 10 рядків" in answer.content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"kind": "exe"}, {"kind": "csv", "query": "state=\x00&q=%ff"}]
)
def test_a_forged_wish_does_not_break(town, client_of, data):
    assert client_of("clerk").post(NEW, data).status_code in {200, 302}


def test_the_list_behind_a_figure_can_be_taken_away(town, client_of):
    query = "behind=quarter~2026-01-01~2026-12-31~individual~~total~complaints"
    rows = lines_of(client_of("clerk").post(NEW, {"kind": "csv", "query": query}))[1:]
    assert rows
    assert {row[6] for row in rows} == {"Скарга"}
