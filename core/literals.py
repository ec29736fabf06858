"""Conditions whose values stand in the statement itself and are no parameters.

Statements asked often are prepared, and after a few runs PostgreSQL may keep one plan for all
values. For a value that is rare among frequent ones (a word, a state of a case) that plan reads a
million rows for a handful; written out, each value has a plan of its own. Of use only where the
values are few or the plan is not worth keeping.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.db.models.lookups import Contains, In


class WrittenOut:
    """A lookup whose parameters are composed into its text on PostgreSQL."""

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list]:
        sql, params = self.as_sql(compiler, connection)  # type: ignore[attr-defined]
        connection.ensure_connection()
        return connection.ops.compose_sql(sql, params).replace("%", "%%"), []


class HasPart(WrittenOut, Contains):
    """For `filter()`: the column holds this text as it is written."""

    def __init__(self, column: str, part: str) -> None:
        super().__init__(F(column), part)


class OneOf(WrittenOut, In):
    """For `filter()`: the column is one of these few well-known values."""

    def __init__(self, column: str, values: Iterable[str]) -> None:
        super().__init__(F(column), list(values))
