"""Figures of a queue as a file: CSV, or XLSX with a sheet a table."""

import tempfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.tables import Sheet, csv_lines, write_xlsx
from crm.tickets.load import Load, hour_words
from crm.tickets.load_rules import Grid, Tally

FORMATS = ("csv", "xlsx")

COLUMNS = (
    ("places", gettext_lazy("Places")),
    ("booked", pgettext_lazy("visits", "Booked")),
    ("walk_ins", pgettext_lazy("visits", "Without booking")),
    ("arrived", pgettext_lazy("visits", "Came")),
    ("served", pgettext_lazy("visits", "Served")),
    ("missed", pgettext_lazy("visits", "Did not come")),
    ("missed_share", gettext_lazy("Did not come, percent")),
    ("by_visitor", gettext_lazy("Cancelled by visitors")),
    ("by_office", gettext_lazy("Cancelled by the office")),
    ("left", gettext_lazy("Left without waiting")),
    ("wait_mean", gettext_lazy("Wait, mean, min")),
    ("wait_ninth", gettext_lazy("Wait of nine in ten, at most, min")),
    ("service_mean", gettext_lazy("Visit, mean, min")),
    ("service_ninth", gettext_lazy("Visit of nine in ten, at most, min")),
    ("lead_mean", gettext_lazy("From booking to visit, days")),
)


def tables_of(load: Load) -> list[tuple[str, str, list[Tally]]]:
    """Title, head of the first column, lines."""
    return [
        (_("By days"), _("Day"), load.days),
        (_("By hours"), _("Hour"), load.hours),
        (_("By windows"), _("Window"), load.windows),
    ]


def grids_of(load: Load) -> list[tuple[str, str, Grid]]:
    return [
        (_("Visits by weekday and hour"), _("Day"), load.heat),
        (_("Windows busy, percent of open time"), _("Window"), load.busy),
    ]


def file_of(load: Load, kind: str) -> bytes:
    return _csv(load) if kind == "csv" else _xlsx(load)


def name_of(load: Load, kind: str) -> str:
    return f"{load.queue.slug}-{load.since}-{load.until}.{kind}"


def _title(load: Load) -> str:
    return f"{load.queue.name}, {load.since:%d.%m.%Y}–{load.until:%d.%m.%Y}"


def _heads(first: str) -> list[str]:
    return [first, *(str(label) for _name, label in COLUMNS)]


def _lines(load: Load, tallies: list[Tally]) -> Iterator[list[Any]]:
    for one in [*tallies, load.total]:
        yield [one.label, *(getattr(one, name) for name, _label in COLUMNS)]


def _grid_lines(grid: Grid) -> Iterator[list[Any]]:
    for label, cells in grid.rows:
        yield [label, *(cell.value for cell in cells)]


def _csv(load: Load) -> bytes:
    """One table under another, each with its own heads."""
    rows: list[list[Any]] = []
    for title, head, tallies in tables_of(load):
        rows += [[], [title], _heads(head), *_lines(load, tallies)]
    for title, head, grid in grids_of(load):
        rows += [[], [title], [head, *map(hour_words, grid.hours)], *_grid_lines(grid)]
    return b"".join(csv_lines([_title(load)], rows))


def _xlsx(load: Load) -> bytes:
    sheets = [
        Sheet(title, _heads(head), _lines(load, tallies), [_title(load), title], frozenset({0}))
        for title, head, tallies in tables_of(load)
    ]
    sheets += [
        Sheet(
            title,
            [head, *map(hour_words, grid.hours)],
            _grid_lines(grid),
            [_title(load), title],
            frozenset({0}),
        )
        for title, head, grid in grids_of(load)
    ]
    with tempfile.TemporaryFile() as target:
        write_xlsx(target, sheets)
        target.seek(0)
        return target.read()
