"""XLSX as it goes: each sheet is written row by row into the archive, in flat memory.

A list of a hundred thousand rows is text that must be put between tags; a library that makes an
object of every cell takes four times as long. Texts stand in their cells and are typed as texts,
so whatever they begin with, no spreadsheet takes them for a formula.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any, BinaryIO, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from core.tables.cells import local, plain

_WIDE, _NARROW = 40, 14
_BAD_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
NAME_LENGTH = 31
_PIECE = 500
_DAY_ZERO = date(1899, 12, 30).toordinal()
_A_DAY = 86_400
_PLAIN, _BOLD, _DATE, _MOMENT = range(4)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>
<numFmt numFmtId="165" formatCode="dd.mm.yyyy hh:mm"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""
_EDGES = re.compile(r"^\s|\s$|\n")


class Sheet(NamedTuple):
    """One sheet: its name, heads of columns, rows, lines of explanation above, wide columns."""

    name: str
    header: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    above: Sequence[str] = ()
    wide: frozenset[int] = frozenset()


def write_xlsx(target: BinaryIO, sheets: Iterable[Sheet]) -> None:
    """Write the sheets one after another; what a workbook says of them comes last."""
    names: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        for sheet in sheets:
            names.append(_name(sheet.name, names))
            with book.open(f"xl/worksheets/sheet{len(names)}.xml", "w", force_zip64=True) as page:
                for piece in _pieces(_page(sheet)):
                    page.write(piece)
        for path, text in _around(names):
            book.writestr(path, text)


def _name(wanted: str, taken: Sequence[str]) -> str:
    """As a spreadsheet allows it, and another one for each sheet."""
    first = plain(wanted).translate(_BAD_IN_NAME).strip("' ")[:NAME_LENGTH] or "1"
    name, number = first, 1
    while name.lower() in {one.lower() for one in taken}:
        number += 1
        name = f"{first[: NAME_LENGTH - len(str(number))]}{number}"
    return name


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    kept: list[str] = []
    for line in lines:
        kept.append(line)
        if len(kept) >= _PIECE:
            yield "".join(kept).encode()
            kept = []
    yield "".join(kept).encode()


def _page(sheet: Sheet) -> Iterator[str]:
    """Lines of explanation, bold heads that stay in sight, rows."""
    top = len(sheet.above) + 1
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews>"
    if sheet.header:
        yield f"<cols>{''.join(_columns(sheet))}</cols>"
    yield "<sheetData>"
    for line in sheet.above:
        yield f"<row>{_cell(str(line))}</row>"
    yield f"<row>{''.join(_text(str(one), _BOLD) for one in sheet.header)}</row>"
    for row in sheet.rows:
        yield f"<row>{''.join(map(_cell, row))}</row>"
    yield "</sheetData></worksheet>"


def _columns(sheet: Sheet) -> Iterator[str]:
    for place in range(len(sheet.header)):
        width, number = _WIDE if place in sheet.wide else _NARROW, place + 1
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'


def _cell(value: Any) -> str:
    """Numbers and days as spreadsheets count them, everything else as a text."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if isinstance(value, (int, float)):
        return f"<c><v>{value!r}</v></c>"
    if isinstance(value, datetime):
        here = local(value)
        passed = (here.hour * 60 + here.minute) * 60 + here.second
        days = here.toordinal() - _DAY_ZERO + passed / _A_DAY
        return f'<c s="{_MOMENT}"><v>{days:.10f}</v></c>'
    if isinstance(value, date):
        return f'<c s="{_DATE}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'
    return _text(str(value), _PLAIN)


def _text(text: str, style: int) -> str:
    text = plain(text)
    space = ' xml:space="preserve"' if _EDGES.search(text) else ""
    marked = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{marked}><is><t{space}>{escape(text)}</t></is></c>'


def _around(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The small parts of the archive: what there is and how it hangs together."""
    numbers = range(1, len(names) + 1)
    kinds = chain(
        [
            ("/xl/workbook.xml", f"{_KIND}.sheet.main+xml"),
            ("/xl/styles.xml", f"{_KIND}.styles+xml"),
        ],
        ((f"/xl/worksheets/sheet{number}.xml", f"{_KIND}.worksheet+xml") for number in numbers),
    )
    listed = "".join(f'<Override PartName="{path}" ContentType="{kind}"/>' for path, kind in kinds)
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>',
    )
    yield "_rels/.rels", _links([("officeDocument", "xl/workbook.xml")])
    pages = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", _links([*pages, ("styles", "styles.xml")])
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    spaces = f'xmlns="{_MAIN}" xmlns:r="{_OFFICE}"'
    yield "xl/workbook.xml", f"{_HEAD}<workbook {spaces}><sheets>{sheets}</sheets></workbook>"
    yield "xl/styles.xml", _STYLES


def _links(parts: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{path}"/>'
        for number, (kind, path) in enumerate(parts, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
