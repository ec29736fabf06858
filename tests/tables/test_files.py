"""Tables as files: nothing of a resident's becomes a formula, and memory stays flat."""

import csv
import io
import tracemalloc
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from core.tables import Sheet, csv_lines, write_xlsx

FORMULAS = ["=1+1", "+380", "-5", "@SUM(A1)", "\tтаб", '=HYPERLINK("http://x";"y")']


def read_csv(*rows):
    text = b"".join(csv_lines(["Назва", "Число"], rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def read_xlsx(*sheets):
    made = io.BytesIO()
    write_xlsx(made, sheets)
    made.seek(0)
    return load_workbook(made)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    assert read_csv([text, 1])[1][0] == f"'{text}"
    page = read_xlsx(Sheet("Аркуш", ["Назва"], [[text]])).active
    assert page["A2"].data_type == "s"
    assert page["A2"].value == text


def test_quotes_semicolons_and_line_breaks_survive():
    nasty = 'а;б "в"\nг'
    assert read_csv([nasty, 2])[1] == [nasty, "2"]


def test_signs_that_no_spreadsheet_opens_are_left_out():
    assert read_csv(["а\x00б\x1fв\ud800", 0])[1][0] == "абв"
    assert read_xlsx(Sheet("А", ["Н"], [["а\x00б\x1fв\ud800"]])).active["A2"].value == "абв"


def test_days_and_moments_are_those_of_the_city():
    moment = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)
    assert read_csv([moment, date(2026, 3, 11)])[1] == ["2026-03-11 00:30", "2026-03-11"]
    page = read_xlsx(Sheet("А", ["Н", "К"], [[moment, date(2026, 3, 11)]])).active
    assert page["A2"].value.isoformat() == "2026-03-11T00:30:00"
    assert page["B2"].number_format == "dd.mm.yyyy"


def test_a_sheet_keeps_its_name_within_the_rules():
    name = "Звіт [2026/1]: усі*? джерела та дуже довга назва аркуша"
    assert len(read_xlsx(Sheet(name, ["Н"], [])).active.title) <= 31


def test_sheets_of_one_name_are_told_apart():
    long = "Однакова назва двох аркушів одного звіту"
    titles = read_xlsx(Sheet(long, ["Н"], []), Sheet(long, ["Н"], []), Sheet("", [], [])).sheetnames
    assert len(set(titles)) == 3
    assert all(0 < len(title) <= 31 for title in titles)


def test_heads_are_bold_and_stay_in_sight_below_the_explanation():
    sheet = Sheet("А", ["Назва & «код»", "К"], [["а  б ", 1.5]], ["Запит <2026>"], frozenset({0}))
    page = read_xlsx(sheet).active
    assert page["A1"].value == "Запит <2026>"
    assert page["A2"].value == "Назва & «код»"
    assert page["A2"].font.bold and not page["A3"].font.bold
    assert page.freeze_panes == "A3"
    assert (page["A3"].value, page["B3"].value) == ("а  б ", 1.5)
    assert page.column_dimensions["A"].width > page.column_dimensions["B"].width


def test_empty_cells_and_truths_keep_their_places():
    page = read_xlsx(Sheet("А", ["Н", "К", "Т", "Д"], [[None, "", True, 0]])).active
    assert [cell.value for cell in page[2]] == [None, None, True, 0]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_many_rows_do_not_need_more_memory(kind, tmp_path):
    """Four times the rows, the same peak: rows go by, they are not gathered."""

    def peak(rows: int) -> int:
        lines = ([f"рядок {number}", number, "текст " * 20] for number in range(rows))
        tracemalloc.start()
        with (tmp_path / f"{kind}{rows}").open("wb") as target:
            if kind == "csv":
                target.writelines(csv_lines(["а", "б", "в"], lines))
            else:
                write_xlsx(target, [Sheet("А", ["а", "б", "в"], lines)])
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(8_000) < 1.5 * peak(2_000)
