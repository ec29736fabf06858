"""The quarterly report of the demo city, cell by cell, in the workbook and in the document."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from cms.demo import build
from core import clock
from core.accounts.models import User
from crm.reports.asking import Question
from crm.reports.building import build_report
from crm.reports.files import data_of, file_of, words_of
from crm.reports.periods import Period
from tests.reports.test_reconciling import by_cell, cases_of, figures_of, marks_of, sources_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_every_figure_of_the_demo_city_is_the_one_counted_by_hand():
    at = clock.now()
    build.build(at)
    clerk = User.objects.get(email="clerk@demo.test")
    today = clock.local(at).date()
    periods = {Period.quarter_of(today - timedelta(days=90 * back)) for back in range(4)}
    for period in sorted(periods, key=lambda one: one.since):
        question = Question(period)
        cases = cases_of(question)
        assert cases
        report = build_report("quarter", question, clerk, at)
        table = report.sections[0]
        for (row, column), figure in figures_of(table, by_cell).items():
            counted = [case for case in cases if row in sources_of(case)]
            if column == "citizens":
                expected = sum(case.registration.signatories_count for case in counted)
            else:
                expected = sum(column in marks_of(case) for case in counted)
            assert figure.value == expected, (period, row, column)
        book = load_workbook(io.BytesIO(file_of(report, "xlsx", clerk, at)))
        rows = list(book.worksheets[0].iter_rows(values_only=True))[-len(table.lines) :]
        values = [[figure.value for figure in line.figures] for line in table.lines]
        assert [list(row[1:]) for row in rows] == values
        data = data_of(report, clerk, at)["sections"][0]["rows"]
        said = [[words_of(figure) for figure in line.figures] for line in table.lines]
        assert [row["figures"] for row in data] == said
        assert file_of(report, "pdf", clerk, at).startswith(b"%PDF")
