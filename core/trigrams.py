"""An index that finds any part of a word (pg_trgm); PostgreSQL only, for nothing else needs one.

The demo's SQLite reads its few rows through; a column there needs no such index.
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import TrigramExtension
from django.db.migrations.operations.base import Operation

PENDING_KB = 256
"""Rows wait to be merged up to this size: every search reads them through, every insert is spared
the merging."""


class AddTrigramIndex(Operation):
    """A migration step: LIKE '%part%' on these columns of a model is answered by an index.

    The extension is a trusted one: the owner of the database may create it.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, fields: list[str], name: str) -> None:
        self.model_name, self.fields, self.name = model_name, fields, name

    @property
    def _index(self) -> GinIndex:
        opclasses = ["gin_trgm_ops"] * len(self.fields)
        return GinIndex(
            fields=self.fields,
            name=self.name,
            opclasses=opclasses,
            gin_pending_list_limit=PENDING_KB,
        )

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models know nothing of it: the same code runs on a database without it."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        TrigramExtension().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.add_index(to_state.apps.get_model(app_label, self.model_name), self._index)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        model = from_state.apps.get_model(app_label, self.model_name)
        schema_editor.remove_index(model, self._index)

    def describe(self) -> str:
        return f"Find any part of a word in {', '.join(self.fields)} of {self.model_name}"
