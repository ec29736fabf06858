"""A report as a file: CSV, XLSX with a sheet a section, PDF by the city's template."""

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import paper
from core.tables import Sheet, csv_lines, write_xlsx
from crm.cases.papers import frame_of, print_kind
from crm.reports.shapes import Figure, Report, Section

FORMATS = ("csv", "xlsx", "pdf")
PAPERS = Path(__file__).parent / "papers"
HIDDEN = "…"


def file_of(report: Report, kind: str, viewer: Any, at: datetime) -> bytes:
    """The bytes of the file; a report is small whatever it counts."""
    match kind:
        case "csv":
            return b"".join(_csv(report))
        case "xlsx":
            return _xlsx(report)
        case _:
            return _pdf(report, viewer, at)


def _csv(report: Report) -> Iterator[bytes]:
    """One table under another: each section with its own heads."""
    rows: list[list[Any]] = [[f"{report.period.label}; {report.scope}"]]
    for section in report.sections:
        rows += [[], [section.title], [section.head, *section.columns], *_rows(section)]
    rows += [[], *([note] for note in report.notes)]
    return csv_lines([report.title], rows)


def _xlsx(report: Report) -> bytes:
    above = [report.title, f"{report.period.label}; {report.scope}", *report.notes]
    sheets = [
        Sheet(
            section.title,
            [section.head, *section.columns],
            _rows(section),
            [*above, section.title],
            frozenset({0}),
        )
        for section in report.sections
    ]
    with tempfile.TemporaryFile() as target:
        write_xlsx(target, sheets)
        target.seek(0)
        return target.read()


def _rows(section: Section) -> Iterator[list[Any]]:
    for line in section.lines:
        yield [line.label, *(_value(figure) for figure in line.figures)]


def _value(figure: Figure) -> Any:
    return HIDDEN if figure.is_hidden else figure.value


def _pdf(report: Report, viewer: Any, at: datetime) -> bytes:
    kind = paper.kind_named("report")
    assert kind is not None
    return print_kind(kind, data_of(report, viewer, at))


def data_of(report: Report, viewer: Any, at: datetime) -> dict[str, Any]:
    return {
        **frame_of(at, viewer, f"{report.title}, {report.period.label}"),
        "title": f"{report.title}, {report.period.label}",
        "heading": report.title,
        "period": report.period.label,
        "scope": report.scope,
        "notes": list(report.notes),
        "sections": [
            {
                "title": section.title,
                "head": section.head,
                "columns": list(section.columns),
                "rows": [
                    {
                        "label": line.label,
                        "is_total": line.is_total,
                        "is_part": line.is_part,
                        "figures": [words_of(figure) for figure in line.figures],
                    }
                    for line in section.lines
                ],
            }
            for section in report.sections
        ],
    }


def words_of(figure: Figure) -> str:
    """A figure as people write it: thousands apart, a comma, a dash for nothing."""
    if figure.is_hidden:
        return HIDDEN
    if figure.value is None:
        return "—"
    text = f"{figure.value:,}".removesuffix(".0")
    return text.replace(",", "\u202f").replace(".", ",")


def _sample(template: Path) -> Any:
    """Invented figures for whoever edits the template."""
    return lambda: json.loads(template.with_suffix(".json").read_text("utf-8"))


def register_kinds() -> None:
    """Told at start-up, so that administrators can edit the templates."""
    hints = {
        "report": gettext_lazy("Tables of figures: quarterly, discipline, comparison, summary."),
        "list": gettext_lazy("A list of the desk taken away as PDF."),
    }
    labels = {"report": gettext_lazy("Report"), "list": gettext_lazy("List of appeals")}
    for code, label in labels.items():
        template = PAPERS / f"{code}.typ"
        paper.register(paper.PaperKind(code, label, template, _sample(template), hints[code]))


def name_of(report: Report, kind: str) -> str:
    since, until = report.period.since, report.period.until
    return f"{_('report')}-{report.code}-{since}-{until}.{kind}"
