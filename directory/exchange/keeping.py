"""Prices of copies and times of keeping in a file; of another first day is another record."""

from typing import Any

from directory.exchange.located import Row
from directory.exchange.rows import check, only
from directory.models import CopyingFee, RetentionTerm

FEE = ("valid_from", "valid_until", "free_pages", "page_price", "basis")
RETENTION = ("kind", "name", "years", "valid_from", "valid_until", "basis")

Kept = CopyingFee | RetentionTerm


def kept_row(record: Kept, names: tuple[str, ...]) -> dict[str, Any]:
    """As it is written to a file: words by language, money and days as text."""
    row = {name: getattr(record, name) for name in names}
    return {name: _plain(value) for name, value in row.items()}


def apply_fee(row: Row) -> tuple[Kept, bool | None]:
    """The record and whether it has changed; None for a new one."""
    only(row, FEE, ("valid_from", "free_pages", "page_price"))
    return _apply(CopyingFee(), row, FEE, ("valid_from",))


def apply_retention(row: Row) -> tuple[Kept, bool | None]:
    """The same for a time of keeping."""
    only(row, RETENTION, ("kind", "name", "years", "valid_from"))
    return _apply(RetentionTerm(), row, RETENTION, ("kind", "valid_from"))


def _apply(
    wanted: Kept, row: Row, names: tuple[str, ...], keys: tuple[str, ...]
) -> tuple[Kept, bool | None]:
    for name in row:
        setattr(wanted, name, row[name])
    check(wanted, row)
    found = {name: getattr(wanted, name) for name in keys}
    model: Any = type(wanted)
    known = model.objects.select_for_update().filter(**found).first()
    if known is None:
        wanted.save()
        return wanted, None
    before = kept_row(known, names)
    for name in row:
        setattr(known, name, getattr(wanted, name))
    is_other = kept_row(known, names) != before
    if is_other:
        known.save()
    return known, is_other


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (int, str)):
        return value
    return dict(value) if isinstance(value, dict) else f"{value}"
