"""Storing figures (crm.publishing) and reading them (pages, API)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from blocks.figures import rules
from blocks.figures.models import DailyFigure
from core.web.cache import forget_public_pages


@dataclass(frozen=True)
class Row:
    """One figure to be published; `addressee_id` None means the whole city."""

    addressee_id: int | None
    date: date
    key: str
    value: Decimal | int | float | None
    is_suppressed: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure as it is shown."""

    key: str
    label: str
    date: date
    value: Decimal | None
    is_suppressed: bool

    @property
    def words(self) -> str:
        return rules.words(self.key, self.value, self.is_suppressed)


@transaction.atomic
def store_figures(rows: Iterable[Row]) -> int:
    """Replace the figures of the same days and keys by these; running it twice changes nothing.

    A suppressed row loses its value here, whatever the caller sent.
    """
    records = [
        DailyFigure(
            addressee_id=row.addressee_id,
            date=row.date,
            key=row.key,
            value=None if row.is_suppressed or row.value is None else Decimal(str(row.value)),
            is_suppressed=row.is_suppressed,
        )
        for row in rows
    ]
    for key, day in {(record.key, record.date) for record in records}:
        DailyFigure.objects.filter(key=key, date=day).delete()
    DailyFigure.objects.bulk_create(records, batch_size=500)
    transaction.on_commit(forget_public_pages)
    return len(records)


def figures_of(addressee: Any = None) -> list[Figure]:
    """The newest year figures of an addressee (None: of the city), in the order of YEAR_KEYS.

    Keys are published together, so the newest day's rows are the newest of each; one statement.
    """
    newest = list(
        DailyFigure.objects.of(addressee)
        .filter(key__in=rules.YEAR_KEYS)
        .newest_first()[: len(rules.YEAR_KEYS)]
    )
    shown = {row.key: _shown(row) for row in newest if row.date == newest[0].date}
    return [shown[key] for key in rules.YEAR_KEYS if key in shown]


def months_of(
    addressee: Any = None, key: str = rules.MONTH_IN_TIME, months: int = 12
) -> list[Figure]:
    """The last months of one key, oldest first: for the line on the home page."""
    rows = DailyFigure.objects.of(addressee).filter(key=key).newest_first()[:months]
    return [_shown(row) for row in reversed(rows)]


def _shown(row: DailyFigure) -> Figure:
    return Figure(
        key=row.key,
        label=str(rules.KINDS[row.key].label),
        date=row.date,
        value=row.value,
        is_suppressed=row.is_suppressed,
    )
