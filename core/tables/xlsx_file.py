"""XLSX by openpyxl's write-only mode: rows go to a temporary file as they come."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO, NamedTuple

from core.tables.cells import local, plain

_DATE, _MOMENT = "dd.mm.yyyy", "dd.mm.yyyy hh:mm"
_WIDE, _NARROW = 40, 14
_SPECIAL = ("=", "#")
_BAD_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
NAME_LENGTH = 31


class Sheet(NamedTuple):
    """One sheet: its name, heads of columns, rows, lines of explanation above, wide columns."""

    name: str
    header: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    above: Sequence[str] = ()
    wide: frozenset[int] = frozenset()


def write_xlsx(target: BinaryIO, sheets: Iterable[Sheet]) -> None:
    """Write the sheets; texts stay texts, whatever they begin with."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    book.save(target)


def _write(book: Any, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(plain(sheet.name).translate(_BAD_IN_NAME)[:NAME_LENGTH] or "1")
    for place in range(len(sheet.header)):
        width = _WIDE if place in sheet.wide else _NARROW
        page.column_dimensions[get_column_letter(place + 1)].width = width
    page.freeze_panes = f"A{len(sheet.above) + 2}"
    for line in sheet.above:
        page.append([_cell(page, WriteOnlyCell, line)])
    heads = [WriteOnlyCell(page, plain(str(one))) for one in sheet.header]
    for head in heads:
        head.data_type, head.font = "s", Font(bold=True)
    page.append(heads)
    for row in sheet.rows:
        page.append([_cell(page, WriteOnlyCell, one) for one in row])


def _cell(page: Any, kind: Any, value: Any) -> Any:
    """Numbers and plain texts as they are: a cell of its own costs ten times as much.

    A text that openpyxl would take for a formula or an error is marked as a text.
    """
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, date):
        cell = kind(page, local(value))
        cell.number_format = _MOMENT if isinstance(value, datetime) else _DATE
        return cell
    text = plain(str(value))
    if not text.startswith(_SPECIAL):
        return text
    cell = kind(page, text)
    cell.data_type = "s"
    return cell
