"""Waiting for news: LISTEN on PostgreSQL, a plain pause elsewhere."""

import contextlib
import logging
import threading

import psycopg
from django.db import connection

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
