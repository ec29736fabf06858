"""Is the process up, is it ready, and what to show when the database is not.

Rooms above register what else must be well (the worker, the outbox), because this
floor may not know them: `register_probe("worker", probe)`. A probe returns a sentence
saying what is wrong, or None.
"""

import sys
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock

Probe = Callable[[datetime], str | None]

_probes: dict[str, Probe] = {}
_schema = {"is_current": False}

DATABASE_DOWN = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = "30"


def register_probe(name: str, probe: Probe) -> None:
    _probes[name] = probe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked, so a restart helps when this fails."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when people can be served, else 503 with a reason per failing part."""
    reasons = _reasons(clock.now())
    body = {"status": "unavailable" if reasons else "ok", "reasons": reasons}
    return JsonResponse(body, status=503 if reasons else 200)


def _reasons(at: datetime) -> dict[str, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _schema_is_current():
            return {"migrations": "The database waits for migrations."}
        answers = {name: probe(at) for name, probe in _probes.items()}
    except DATABASE_DOWN:
        return {"database": "The database does not answer."}
    return {name: reason for name, reason in answers.items() if reason}


def _schema_is_current() -> bool:
    # Reading every migration file is slow; the schema of a running process only gets newer.
    if not _schema["is_current"]:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        _schema["is_current"] = not plan
    return _schema["is_current"]


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a lost database is a 503 that asks to come back, not a 500.

    It is called inside the except block, for views and middleware alike, so the
    exception in hand is still the one that brought us here.
    """
    problem = sys.exc_info()[1]
    if isinstance(problem, DATABASE_DOWN):
        return service_unavailable(request)
    if _wants_problem(request):
        return _problem(500, "Internal Server Error", "Something went wrong on our side.")
    return defaults.server_error(request)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """A page that asks nothing of the database, or a problem document under /api/."""
    response: HttpResponse
    if _wants_problem(request):
        response = _problem(503, "Service Unavailable", "The database does not answer.")
    else:
        context = {"site_name": settings.WAGTAIL_SITE_NAME}
        response = HttpResponse(loader.render_to_string("503.html", context), status=503)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    response["Cache-Control"] = "no-store"
    return response


def _wants_problem(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _problem(status: int, title: str, detail: str) -> JsonResponse:
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail},
        status=status,
        content_type="application/problem+json",
    )
