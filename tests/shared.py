"""What tests of one module share: made once, taken back at the end.

Each test works in a savepoint of its own, so what it changes is gone for the next. Objects in
memory stay as a test leaves them: only for tests that read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import override_settings


@contextmanager
def taken_back(blocker: Any, private: Path) -> Iterator[None]:
    """A transaction around a whole module, with residents' files in a folder of its own."""
    with blocker.unblock(), override_settings(PRIVATE_ROOT=private), transaction.atomic():
        yield
        transaction.set_rollback(True)
