"""No file without its row: what a rolled-back transaction wrote is deleted again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)

_saved: ContextVar[list[tuple[Any, str]] | None] = ContextVar("saved_private_files", default=None)


@contextmanager
def no_orphans() -> Iterator[None]:
    """Around a transaction that stores files: if it fails, so do the files.

    with no_orphans(), transaction.atomic(): …
    """
    outer = _saved.get()
    mine: list[tuple[Any, str]] = []
    token = _saved.set(mine)
    try:
        yield
    except BaseException:
        for storage, name in mine:
            _delete(storage, name)
        raise
    else:
        if outer is not None:
            outer.extend(mine)
    finally:
        _saved.reset(token)


def note_saved(storage: Any, name: str) -> None:
    """Called by the storage for each file written."""
    saved = _saved.get()
    if saved is not None:
        saved.append((storage, name))


def forget_file(fieldfile: Any) -> None:
    """Delete a file once the transaction that drops its row is committed; never before."""
    if fieldfile:
        storage, name = fieldfile.storage, fieldfile.name
        transaction.on_commit(lambda: _delete(storage, name), robust=True)


def _delete(storage: Any, name: str) -> None:
    try:
        storage.delete(name)
    except OSError:
        logger.exception("A private file could not be deleted; forget_orphans will try again.")
