"""Tests that commit leave the database as the migrations made it.

Django empties every table after such a test, which takes seconds where there are two hundred.
Here only tables with rows are emptied, and the rows that migrations wrote (sites, locales, groups)
come back from a copy, so that tests may run in any order and a kept database stays usable; the
journal's triggers, which refuse to forget, are lifted for that moment.
"""

from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

COPY = "kept_by_tests_"

_kept: dict[str, str] = {}
"""Tables with rows of the migrations, each with its stored columns; known after the first test."""


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
    if _kept:
        return
    columns = {
        model._meta.db_table: ", ".join(
            connection.ops.quote_name(field.column)
            for field in model._meta.local_concrete_fields
            if not field.generated
        )
        for model in apps.get_models(include_auto_created=True)
    }
    with connection.cursor() as cursor:
        for table in _with_rows(cursor):
            cursor.execute(f'DROP TABLE IF EXISTS "{COPY}{table}"')
            cursor.execute(
                f'CREATE TABLE "{COPY}{table}" AS SELECT {columns[table]} FROM "{table}"'
            )
            _kept[table] = columns[table]


def _teardown(self: Any) -> None:
    from core.audit import triggers

    # Foreign keys are looked at when the transaction ends: the order of tables is nobody's care.
    with triggers.lifted(connection), transaction.atomic(), connection.cursor() as cursor:
        for table in _with_rows(cursor):
            cursor.execute(f'DELETE FROM "{table}"')
        for table, columns in _kept.items():
            cursor.execute(
                f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{COPY}{table}"'
            )
    ContentType.objects.clear_cache()


def _with_rows(cursor: Any) -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
    cursor.execute(" UNION ALL ".join(asked))
    return [name for (name,) in cursor.fetchall()]


def send_others_away() -> None:
    """End sessions that threads of a test's server left open: a database in use is not dropped."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
