"""Which edition of something seldom changed the database holds: tokens that it changes by itself.

Rules, calendars and profiles are read with every appeal, timetables with every look at free times;
both change a few times a year. Whoever knows the token may keep what was read under it: a change
in any process, by a form, a file or a statement, gives another token, which never comes back, not
even after a rollback.
"""

from collections.abc import Iterator, Sequence
from typing import Any

TERMS, OFFERS = "terms", "offers"
"""By what terms are counted; when somebody receives."""

TABLES = {
    TERMS: ("directory_deadlinerule", "directory_workingcalendar", "directory_profile"),
    OFFERS: (
        "directory_schedule",
        "directory_schedulewindow",
        "directory_scheduleexception",
        "directory_leave",
        "directory_workingcalendar",
    ),
}

ADDRESSEES = "directory_addressee"
_BRANCHES = {
    "INSERT": "NEW.profile_id IS NOT NULL",
    "UPDATE": "OLD.profile_id {differs} NEW.profile_id"
    " OR (NEW.profile_id IS NOT NULL AND OLD.path <> NEW.path)",
    "DELETE": "OLD.profile_id IS NOT NULL",
}
"""Which changes of an addressee change whose law holds where (Addressee.profile)."""

_POSTGRESQL_FUNCTION = """
    CREATE OR REPLACE FUNCTION directory_edition_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE directory_edition SET token = gen_random_uuid()::text WHERE name = TG_ARGV[0];
        RETURN NULL;
    END $$
"""

_VERBS = ("INSERT", "UPDATE", "DELETE")


def install(connection: Any) -> None:
    """Put the triggers of the directory's own tables in place; may be repeated."""
    if connection.vendor == "postgresql":
        _run(connection, [_POSTGRESQL_FUNCTION])
    for edition, tables in TABLES.items():
        watch(connection, edition, tables)
    _run(connection, _watching_branches(connection.vendor))


def remove(connection: Any) -> None:
    for edition, tables in TABLES.items():
        unwatch(connection, edition, tables)
    of_table = f" ON {ADDRESSEES}" if connection.vendor == "postgresql" else ""
    _run(
        connection,
        [f"DROP TRIGGER IF EXISTS {_branch_trigger(verb)}{of_table}" for verb in _BRANCHES],
    )


def watch(connection: Any, edition: str, tables: Sequence[str]) -> None:
    """Any change of these tables is another edition; rooms above watch their own tables so."""
    _run(connection, _watching(connection.vendor, edition, tables))


def unwatch(connection: Any, edition: str, tables: Sequence[str]) -> None:
    if connection.vendor == "postgresql":
        names = [f"{table}_{edition} ON {table}" for table in tables]
    else:
        names = [f"{table}_{edition}_{verb.lower()}" for table in tables for verb in _VERBS]
    _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in names])


def _watching(vendor: str, edition: str, tables: Sequence[str]) -> Iterator[str]:
    for table in tables:
        if vendor == "postgresql":
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_{edition}"
                f" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION directory_edition_changed('{edition}')"
            )
            continue
        for verb in _VERBS:
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_{edition}_{verb.lower()}"
                f" AFTER {verb} ON {table} BEGIN {_new_token(edition)}; END"
            )


def _watching_branches(vendor: str) -> Iterator[str]:
    for verb, condition in _BRANCHES.items():
        if vendor == "postgresql":
            yield (
                f"CREATE OR REPLACE TRIGGER {_branch_trigger(verb)}"
                f" AFTER {verb} ON {ADDRESSEES} FOR EACH ROW"
                f" WHEN ({condition.format(differs='IS DISTINCT FROM')})"
                f" EXECUTE FUNCTION directory_edition_changed('{TERMS}')"
            )
        else:
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {_branch_trigger(verb)}"
                f" AFTER {verb} ON {ADDRESSEES} WHEN {condition.format(differs='IS NOT')}"
                f" BEGIN {_new_token(TERMS)}; END"
            )


def _branch_trigger(verb: str) -> str:
    return f"{ADDRESSEES}_{TERMS}_{verb.lower()}"


def _new_token(edition: str) -> str:
    return (
        f"UPDATE directory_edition SET token = lower(hex(randomblob(16))) WHERE name = '{edition}'"
    )


def _run(connection: Any, statements: Iterator[str] | Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
