"""What about background work must not be configured wrong."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def retry_is_longer_than_timeout(**kwargs: Any) -> list[CheckMessage]:
    """django-q2 only warns, and then starts a long task a second time while it runs."""
    cluster = getattr(settings, "Q_CLUSTER", {})
    timeout, retry = cluster.get("timeout"), cluster.get("retry", 60)
    if timeout and timeout < retry:
        return []
    return [
        Error(
            f"Q_CLUSTER: retry ({retry}) must be longer than timeout ({timeout}).",
            hint="Set both; retry is when a lost task is started again.",
            id="tasks.E001",
        )
    ]


@register()
def no_pool_where_processes_fork(**kwargs: Any) -> list[CheckMessage]:
    """A psycopg pool inside the forked worker loses tasks without a word."""
    pooled = [name for name, db in settings.DATABASES.items() if db.get("OPTIONS", {}).get("pool")]
    if not pooled or settings.SERVES_PAGES:
        return []
    return [
        Error(
            f"DATABASES[{pooled[0]!r}] has a pool outside a web process.",
            hint="Only cms.wsgi and cms.asgi may set VIKNO_PROCESS=web.",
            id="tasks.E002",
        )
    ]
