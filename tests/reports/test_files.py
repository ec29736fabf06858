"""Reports as files say the same as on screen, and who took them is written down."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.audit.models import Entry
from crm.reports.asking import Question
from crm.reports.building import TITLES, build_report
from crm.reports.files import data_of, file_of
from crm.reports.periods import Period

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
YEAR = Question(Period.year(2026))
ASKED = {"since": "2026-01-01", "until": "2026-12-31"}


@pytest.fixture
def town(lasting_town, db):
    return lasting_town


@pytest.fixture
def people(lasting_town, db):
    return lasting_town.people


def values_of(report):
    """Label and figures of every line, as the file must say them."""
    return [
        [line.label, *("…" if one.is_hidden else one.value for one in line.figures)]
        for section in report.sections
        for line in section.lines
    ]


@pytest.mark.parametrize("code", list(TITLES))
def test_the_workbook_holds_every_cell(town, people, code):
    report = build_report(code, YEAR, people.clerk, AT)
    book = load_workbook(io.BytesIO(file_of(report, "xlsx", people.clerk, AT)))
    assert len(book.sheetnames) == len(report.sections)
    found = []
    for page, section in zip(book, report.sections, strict=True):
        rows = list(page.iter_rows(values_only=True))[-len(section.lines) :]
        found += [list(row[: 1 + len(section.columns)]) for row in rows]
    assert found == values_of(report)


@pytest.mark.parametrize("code", list(TITLES))
def test_csv_holds_every_cell(town, people, code):
    report = build_report(code, YEAR, people.clerk, AT)
    text = file_of(report, "csv", people.clerk, AT).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    for row in values_of(report):
        assert ["" if one is None else str(one) for one in row] in lines


@pytest.mark.parametrize("code", list(TITLES))
def test_the_pdf_is_set_from_every_cell(town, people, code):
    report = build_report(code, YEAR, people.clerk, AT)
    data = data_of(report, people.clerk, AT)
    cells = [row["figures"] for section in data["sections"] for row in section["rows"]]
    assert cells == [
        ["…" if one.is_hidden else _said(one.value) for one in line.figures]
        for section in report.sections
        for line in section.lines
    ]
    assert file_of(report, "pdf", people.clerk, AT).startswith(b"%PDF")


def _said(value):
    if value is None:
        return "—"
    return f"{value:,}".removesuffix(".0").replace(",", "\u202f").replace(".", ",")


@pytest.mark.parametrize(
    ("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF")]
)
def test_a_report_is_taken_away_and_written_down(town, client_of, people, kind, begins):
    where = reverse("desk:report", args=["quarter"])
    answer = client_of("analyst").get(where, {**ASKED, "format": kind})
    assert answer.content.startswith(begins)
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.get(action="report.exported")
    assert entry.actor == people.analyst
    assert entry.facts == {
        "report": "quarter",
        "period": "2026-01-01–2026-12-31",
        "format": kind,
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-03-01", "until": "2026-01-01"},
        {"since": "сьогодні", "until": "2026-01-01"},
        {"since": "1990-01-01", "until": "2026-01-01"},
        {"addressee": "999999999"},
        {"addressee": "x"},
        {"applicant": "nobody"},
    ],
)
def test_a_question_that_makes_no_sense_comes_back_with_its_error(town, client_of, asked):
    where = reverse("desk:report", args=["quarter"])
    answer = client_of("clerk").get(where, {**ASKED, **asked, "format": "csv"})
    assert answer.status_code == 422
    assert "<table" not in answer.content.decode()


@pytest.mark.parametrize(
    "behind",
    [
        "",
        "x",
        "quarter~~~~~~",
        "quarter~2026-01-01~2026-12-31~individual~~x~total",
        "quarter~2026-01-01~2026-12-31~individual~-5~total~total",
        "addressee~2026-01-01~2026-12-31~all~~9" + "9" * 30 + "~late",
        "topic~2026-01-01~2026-12-31~all~~Q\x00~total",
        "'; DROP TABLE~1~2~3~4~5~6",
    ],
)
def test_a_forged_set_is_an_empty_or_a_plain_list(town, client_of, behind):
    answer = client_of("clerk").get(reverse("desk:list"), {"behind": behind})
    assert answer.status_code == 200


def test_the_list_behind_a_figure_says_which_figure(town, client_of):
    behind = "quarter~2026-04-01~2026-06-30~individual~~post~complaints"
    page = client_of("clerk").get(reverse("desk:list"), {"behind": behind}).content.decode()
    assert "II квартал 2026 року: Поштою (електронною поштою) – скарг" in page


@pytest.mark.parametrize("who", ["operator", "executor", "editor", "admin", "auditor", "resident"])
def test_whoever_has_no_right_to_figures_finds_no_reports(town, client_of, who):
    assert client_of(who).get(reverse("desk:report", args=["quarter"])).status_code == 404


def test_periods_know_their_names_and_the_year_before():
    assert Period.quarter(2026, 4).until == date(2026, 12, 31)
    assert Period.quarter(2026, 1).label == "I квартал 2026 року"
    assert Period.year(2025).label == "2025 рік"
    assert Period(date(2026, 1, 5), date(2026, 2, 1)).label == "05.01.2026–01.02.2026"
    assert Period(date(2024, 2, 29), date(2024, 2, 29)).a_year_ago().since == date(2023, 2, 28)
    assert Period.before(date(2026, 1, 3), months=1) == Period.month(2025, 12)
    assert Period.before(date(2026, 5, 1), months=3) == Period.quarter(2026, 1)
