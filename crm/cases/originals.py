"""What was written stays as it was written (R-09): the database itself refuses to change it."""

from typing import Any

from django.db.migrations.operations.base import Operation

_FUNCTION = """
    CREATE OR REPLACE FUNCTION crm_kept_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT anonymised_at FROM crm_cases_case WHERE id = OLD.case_id) IS NULL THEN
            RAISE EXCEPTION 'what was written is not changed' USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
    END $$
"""


class KeptAsWritten(Operation):
    """A migration step: these fields of a model with a `case` never change, but when the record is
    anonymised after its time of keeping (R-08, PD-07).

    On SQLite an operation that makes the table anew has to be followed by this one again.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, fields: list[str]) -> None:
        self.model, self.fields = model, fields

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models know nothing of it."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table, columns = self._place(app_label, to_state)
        changed = " OR ".join(f'OLD."{one}" IS DISTINCT FROM NEW."{one}"' for one in columns)
        of = ", ".join(f'"{one}"' for one in columns)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_FUNCTION)
            schema_editor.execute(
                f"CREATE OR REPLACE TRIGGER {table}_kept BEFORE UPDATE OF {of} ON {table}"
                f" FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION crm_kept_as_written()"
            )
            return
        schema_editor.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {of} ON {table}"
            f" WHEN ({changed.replace('IS DISTINCT FROM', 'IS NOT')}) AND"
            " (SELECT anonymised_at FROM crm_cases_case WHERE id = OLD.case_id) IS NULL"
            " BEGIN SELECT RAISE(ABORT, 'what was written is not changed'); END"
        )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table, _columns = self._place(app_label, from_state)
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_kept{on}")

    def _place(self, app_label: str, state: Any) -> tuple[str, list[str]]:
        meta = state.apps.get_model(app_label, self.model)._meta
        return meta.db_table, [meta.get_field(name).column for name in self.fields]

    def describe(self) -> str:
        return f"Keep as written: {', '.join(self.fields)} of {self.model}"
