"""XLSX by XlsxWriter, row by row in flat memory: a row that is written is kept on disk."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO, NamedTuple

from core.tables.cells import local, plain

_WIDE, _NARROW = 40, 14
_BAD_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
NAME_LENGTH = 31
# Whatever a text begins with, no spreadsheet may take it for a formula or a link.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Sheet(NamedTuple):
    """One sheet: its name, heads of columns, rows, lines of explanation above, wide columns."""

    name: str
    header: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    above: Sequence[str] = ()
    wide: frozenset[int] = frozenset()


def write_xlsx(target: BinaryIO, sheets: Iterable[Sheet]) -> None:
    """Write the sheets one after another; what `rows` raises leaves no half-made workbook."""
    from xlsxwriter import Workbook

    book = Workbook(target, _OPTIONS)
    formats = _Formats(
        book.add_format({"bold": True}),
        book.add_format({"num_format": "dd.mm.yyyy"}),
        book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
    )
    names: list[str] = []
    for sheet in sheets:
        names.append(_name(sheet.name, names))
        _write(book.add_worksheet(names[-1]), sheet, formats)
    book.close()


class _Formats(NamedTuple):
    head: Any
    day: Any
    moment: Any


def _name(wanted: str, taken: Sequence[str]) -> str:
    """As a spreadsheet allows it, and another one for each sheet."""
    first = plain(wanted).translate(_BAD_IN_NAME).strip("' ")[:NAME_LENGTH] or "1"
    name, number = first, 1
    while name.lower() in {one.lower() for one in taken}:
        number += 1
        name = f"{first[: NAME_LENGTH - len(str(number))]}{number}"
    return name


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    """Lines of explanation, bold heads that stay in sight, rows."""
    top = len(sheet.above)
    for place in range(len(sheet.header)):
        page.set_column(place, place, _WIDE if place in sheet.wide else _NARROW)
    page.freeze_panes(top + 1, 0)
    for number, line in enumerate(sheet.above):
        page.write_string(number, 0, plain(str(line)))
    for place, head in enumerate(sheet.header):
        page.write_string(top, place, plain(str(head)), formats.head)
    for number, row in enumerate(sheet.rows, top + 1):
        for place, value in enumerate(row):
            _cell(page, number, place, value, formats)


def _cell(page: Any, row: int, place: int, value: Any, formats: _Formats) -> None:
    """Numbers and days as spreadsheets count them, everything else as a text."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, place, value)
    elif isinstance(value, (int, float)):
        page.write_number(row, place, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, place, local(value), formats.moment)
    elif isinstance(value, date):
        page.write_datetime(row, place, value, formats.day)
    else:
        page.write_string(row, place, plain(str(value)))
