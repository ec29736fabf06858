"""Registration numbers without gaps and public ids nobody can guess."""

import secrets

from django.db import connection
from django.db.transaction import TransactionManagementError

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u to misread
PUBLIC_ID_LENGTH = 20  # 5 bits a sign: 100 bits

_TAKE = """
    INSERT INTO ids_numberseries (name, last) VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET last = ids_numberseries.last + 1
    RETURNING last
"""


def public_id() -> str:
    """A fresh id fit for an address: it tells nothing and cannot be guessed or counted."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


def next_number(series: str) -> int:
    """The next number of a series, starting from 1, without gaps and without doubles.

    Holds the row of the series until the caller's transaction ends: a rolled-back record gives
    its number back, and the next one waits. Call it late in the transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A number is taken inside the transaction that uses it.")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [series])
        return cursor.fetchone()[0]
