"""News for open pages: whose key is woken is looked at again. A key, never data.

    live.wake("queue:7")        in the transaction of the change; heard when it is committed

On PostgreSQL whoever listens hears it at once (core.live.streams); elsewhere, and whenever the
stream is not there, pages ask by themselves every few seconds (core.live.fragments).
"""

from django.db import connection

CHANNEL = "vikno_live"


def wake(key: str) -> None:
    """Tell open pages that something about this key has changed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, key])
