"""Voters share a survey; closing and counting anew have it alone."""

from django.db import connection

_SPACE = 0x501  # a number of ours, so that other users of advisory locks are not met


def share(survey: int) -> None:
    """Until the end of the transaction; voters do not wait for one another.

    An advisory lock leaves no trace in rows: nothing tells later who was here together. On SQLite
    writing transactions follow one another anyway.
    """
    _lock("pg_advisory_xact_lock_shared", survey)


def have_alone(survey: int) -> None:
    """Waits for voters in progress; those who come later wait for the end of the transaction."""
    _lock("pg_advisory_xact_lock", survey)


def _lock(function: str, survey: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [_SPACE, survey])
