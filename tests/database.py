"""Tests that commit leave the database as the migrations made it.

Django empties every table after such a test. Here the rows that migrations wrote
(sites, locales, groups) come back afterwards, so that tests may run in any order and a
kept database stays usable; and the journal's triggers, which refuse to forget, are
lifted for that moment.
"""

import json
from typing import Any
from urllib.parse import quote

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

_state: dict[str, list[str]] = {}


def address_for_processes() -> str:
    """DATABASE_URL of the test database, for a process that a test starts."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    login = quote(facts["USER"]) + (f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else "")
    host = f"{facts['HOST']}:{facts['PORT'] or 5432}"
    return f"postgresql://{login}@{host}/{facts['NAME']}"


def keep_what_migrations_wrote() -> None:
    TransactionTestCase._fixture_setup = classmethod(_setup)
    TransactionTestCase._fixture_teardown = _teardown


def _setup(cls: Any) -> None:
    if "rows" not in _state:
        rows = json.loads(connection.creation.serialize_db_to_string())
        types = [row for row in rows if row["model"] == "contenttypes.contenttype"]
        others = [row for row in rows if row["model"] != "contenttypes.contenttype"]
        _state["rows"] = [json.dumps(types), json.dumps(others)]


def _teardown(self: Any) -> None:
    from core.audit import triggers

    with triggers.lifted(connection):
        call_command(
            "flush",
            verbosity=0,
            interactive=False,
            reset_sequences=False,
            inhibit_post_migrate=True,
        )
    ContentType.objects.clear_cache()
    # Types first: Wagtail's tasks ask for theirs as soon as they are built, and would make it.
    for rows in _state["rows"]:
        connection.creation.deserialize_db_from_string(rows)
