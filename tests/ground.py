"""The database that tests stand on: migrated and furnished once, copied for each worker.

Migrations are most of what a run would do before its first test, and every worker would do them
anew. The first to come makes the original, the others wait for it; the last to go takes it away.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests import database


def make(keep: bool = False) -> None:
    """Migrations, then what a real start puts there."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=keep)
    furnish()


def furnish() -> None:
    """The calendars, deadline rules, classifiers and pages of a real start."""
    from wagtail.search.models import IndexEntry

    from directory.services import load_reference_data
    from tests.factories.home import make_page_tree

    load_reference_data()
    make_page_tree()
    # SQLite's full-text tables would not take the same rows a second time.
    IndexEntry.objects.all().delete()


@contextmanager
def alone(keep: bool) -> Iterator[None]:
    """The database of a run without workers."""
    before = connection.settings_dict["NAME"]
    make(keep)
    yield
    database.send_others_away()
    connection.creation.destroy_test_db(before, verbosity=0, keepdb=keep)


@contextmanager
def copied(worker: str, shared: Path) -> Iterator[None]:
    """A worker's own copy; `shared` is a folder of this run that all its workers see."""
    creation, before = connection.creation, connection.settings_dict["NAME"]
    mine = shared / f"{worker}.database"
    with _one_at_a_time(shared):
        original = creation._get_test_db_name()
        if not list(shared.glob("*.database")):
            make()
        mine.touch()
        _turn_to(original)
        creation.clone_test_db(worker, verbosity=0, autoclobber=True)
        _turn_to(creation.get_test_db_clone_settings(worker)["NAME"])
    yield
    database.send_others_away()
    with _one_at_a_time(shared):
        creation.destroy_test_db(before, verbosity=0)
        mine.unlink()
        if not list(shared.glob("*.database")):
            _turn_to(original)
            creation.destroy_test_db(before, verbosity=0)


def _turn_to(name: str) -> None:
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = name
    connection.settings_dict["NAME"] = name


@contextmanager
def _one_at_a_time(shared: Path) -> Iterator[None]:
    with (shared / "database.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
