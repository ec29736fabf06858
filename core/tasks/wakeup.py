"""Waiting for news: LISTEN on PostgreSQL, a plain pause elsewhere.

A table whose rows are news says so itself (`WakesAtInsert`): whoever writes them, one at a time or
a million by one statement, neither has to think of it nor waits for another round trip.
"""

import contextlib
import logging
import threading
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.operations.base import Operation

log = logging.getLogger(__name__)


class Pause:
    """The wait of SQLite: sleep, but stop at once when asked to."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop

    def __call__(self, seconds: float) -> None:
        self.stop.wait(seconds)

    def close(self) -> None:
        """Nothing is held."""


class Listener:
    """Holds one LISTEN connection of its own; when it breaks, it falls back to a pause."""

    def __init__(self, channel: str, stop: threading.Event) -> None:
        self.channel = channel
        self.stop = stop
        self._connection: psycopg.Connection | None = None

    def __call__(self, seconds: float) -> None:
        try:
            listening = self._connection or self._connect()
            for _news in listening.notifies(timeout=seconds, stop_after=1):
                return
        except psycopg.Error as trouble:
            log.warning("Lost the wake-up connection, polling instead: %s", trouble)
            self.close()
            self.stop.wait(seconds)

    def _connect(self) -> psycopg.Connection:
        params = connection.get_connection_params()
        known = {"dbname", "user", "password", "host", "port", "connect_timeout", "sslmode"}
        self._connection = psycopg.connect(
            autocommit=True, **{key: value for key, value in params.items() if key in known}
        )
        self._connection.execute(f"LISTEN {self.channel}")
        return self._connection

    def close(self) -> None:
        if self._connection:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
        self._connection = None


def waiter(channel: str, stop: threading.Event) -> Listener | Pause:
    return Listener(channel, stop) if connection.vendor == "postgresql" else Pause(stop)


class WakesAtInsert(Operation):
    """A migration step: new rows of these models wake who listens to the channel, at commit.

    Elsewhere than on PostgreSQL the listener polls.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, channel: str, models: list[str]) -> None:
        self.channel, self.models = channel, models

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models know nothing of it."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        name = self._function
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN NOTIFY {self.channel}; RETURN NULL; END $$"
        )
        for table in self._tables(app_label, to_state):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_news AFTER INSERT ON {table}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for table in self._tables(app_label, from_state):
            schema_editor.execute(f"DROP TRIGGER {table}_news ON {table}")
        schema_editor.execute(f"DROP FUNCTION {self._function}()")

    @property
    def _function(self) -> str:
        return f"wake_{self.channel}"

    def _tables(self, app_label: str, state: Any) -> list[str]:
        return [state.apps.get_model(app_label, name)._meta.db_table for name in self.models]

    def describe(self) -> str:
        return f"Wake who listens to {self.channel}: {', '.join(self.models)}"
