"""Which edition of terms the directory holds: a token that the database changes by itself.

Rules, calendars and profiles are read with every appeal and change a few times a year. Whoever
knows the token may keep what was read under it: a change in any process, by a form, a file or a
statement, gives another token, which never comes back, not even after a rollback.
"""

from collections.abc import Iterator
from typing import Any

TABLES = ("directory_deadlinerule", "directory_workingcalendar", "directory_profile")

ADDRESSEES = "directory_addressee"
_BRANCHES = {
    "INSERT": "NEW.profile_id IS NOT NULL",
    "UPDATE": "OLD.profile_id {differs} NEW.profile_id"
    " OR (NEW.profile_id IS NOT NULL AND OLD.path <> NEW.path)",
    "DELETE": "OLD.profile_id IS NOT NULL",
}
"""Which changes of an addressee change whose law holds where (Addressee.profile)."""

_POSTGRESQL_FUNCTION = """
    CREATE OR REPLACE FUNCTION directory_terms_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN UPDATE directory_termsedition SET token = gen_random_uuid()::text; RETURN NULL; END $$
"""

_NEW_TOKEN = "UPDATE directory_termsedition SET token = lower(hex(randomblob(16)))"


def install(connection: Any) -> None:
    """Put the triggers in place; may be repeated."""
    with connection.cursor() as cursor:
        for statement in _creating(connection.vendor):
            cursor.execute(statement)


def remove(connection: Any) -> None:
    with connection.cursor() as cursor:
        for statement in _dropping(connection.vendor):
            cursor.execute(statement)


def _creating(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield _POSTGRESQL_FUNCTION
        for table in TABLES:
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_edition"
                f" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION directory_terms_changed()"
            )
        for verb, condition in _BRANCHES.items():
            yield (
                f"CREATE OR REPLACE TRIGGER {ADDRESSEES}_edition_{verb.lower()}"
                f" AFTER {verb} ON {ADDRESSEES} FOR EACH ROW"
                f" WHEN ({condition.format(differs='IS DISTINCT FROM')})"
                " EXECUTE FUNCTION directory_terms_changed()"
            )
        return
    for table in TABLES:
        for verb in ("INSERT", "UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_edition_{verb.lower()}"
                f" AFTER {verb} ON {table} BEGIN"
                f" {_NEW_TOKEN}; END"
            )
    for verb, condition in _BRANCHES.items():
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {ADDRESSEES}_edition_{verb.lower()}"
            f" AFTER {verb} ON {ADDRESSEES} WHEN {condition.format(differs='IS NOT')}"
            f" BEGIN {_NEW_TOKEN}; END"
        )


def _dropping(vendor: str) -> Iterator[str]:
    for table in TABLES:
        if vendor == "postgresql":
            yield f"DROP TRIGGER IF EXISTS {table}_edition ON {table}"
        else:
            for verb in ("insert", "update", "delete"):
                yield f"DROP TRIGGER IF EXISTS {table}_edition_{verb}"
    for verb in ("insert", "update", "delete"):
        of_table = f" ON {ADDRESSEES}" if vendor == "postgresql" else ""
        yield f"DROP TRIGGER IF EXISTS {ADDRESSEES}_edition_{verb}{of_table}"
