"""Paging by the key of the last row: page 4,000 costs what page 1 does, and nothing is counted."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from crm.desk.rules import Cursor, Sort


@dataclass
class Page:
    """Rows in order, and the cursors of its neighbours ("" when there is none)."""

    rows: list[Any]
    previous: str = ""
    next: str = ""


def page_of(found: QuerySet, sort: Sort, cursor: Cursor | None, size: int) -> Page:
    """One page of the queryset in this order; rows without a value in the column come last.

    One statement; a second one only where the page reaches rows without a value.
    """
    backward = cursor is not None and cursor.is_backward
    rows: list[Any] = []
    for part in _parts(found, sort, cursor, backward):
        if len(rows) <= size:
            rows += part[: size + 1 - len(rows)]
    more, rows = len(rows) > size, rows[:size]
    if backward:
        rows.reverse()
    if not rows:
        return Page([])
    has_previous, has_next = (more, True) if backward else (cursor is not None, more)
    return Page(
        rows,
        _edge(rows[0], sort, is_backward=True) if has_previous else "",
        _edge(rows[-1], sort, is_backward=False) if has_next else "",
    )


def _parts(found: QuerySet, sort: Sort, cursor: Cursor | None, backward: bool) -> list[QuerySet]:
    """The rows with a value and those without, each narrowed by the cursor, in reading order."""
    column = sort.column
    falling = sort.is_descending != backward
    minus = "-" if falling else ""
    filled = found.filter(**{f"{column}__isnull": False}).order_by(f"{minus}{column}", f"{minus}pk")
    # The empty tail follows the same direction of keys as the rest.
    empty = found.filter(**{f"{column}__isnull": True}).order_by(f"{minus}pk")
    if not _may_be_empty(found, column):
        empty = None
    beyond = "lt" if falling else "gt"
    if cursor is None:
        parts = [filled, empty]
    elif cursor.value is None:
        tail = None if empty is None else empty.filter(**{f"pk__{beyond}": cursor.pk})
        parts = [tail, filled] if backward else [tail]
    else:
        # `column >= value` is said apart so that the index starts right at the cursor.
        edge = Q(**{f"{column}__{beyond}e": cursor.value})
        past = Q(**{f"{column}__{beyond}": cursor.value}) | Q(**{f"pk__{beyond}": cursor.pk})
        parts = [filled.filter(edge, past)] + ([] if backward else [empty])
    return [part for part in parts if part is not None]


def _may_be_empty(found: QuerySet, column: str) -> bool:
    return found.model._meta.get_field(column).null


def _edge(row: Any, sort: Sort, *, is_backward: bool) -> str:
    value = getattr(row, sort.column)
    return Cursor(value.isoformat() if value else None, row.pk, is_backward).as_text()
