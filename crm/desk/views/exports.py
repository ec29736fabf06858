"""Lists as files: at once when short, through the worker when long; one's own files only."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.audit import services as journal
from core.errors import RuleBroken
from core.private_files import serve
from core.tables import CONTENT_TYPES, stream_response
from crm.desk.access import export_page
from crm.desk.exports import wish_for
from crm.desk.tasks import write_export
from crm.desk.views.lists import frame
from crm.reports.exporting import KEEP_DAYS, export_now, is_small, order_export
from crm.reports.models import Export

SHOWN = 30


@export_page
@require_POST
def new_export(request: HttpRequest) -> HttpResponseBase:
    """The list under the filters of the page that was looked at."""
    at = clock.now()
    query = request.POST.get("query", "")[:2_000]
    wish, found = wish_for(request.user, request.POST.get("kind", ""), query, at)
    try:
        if wish.kind in CONTENT_TYPES and is_small(wish):
            pieces = export_now(wish, found, request.user, at)
            name = f"list-{clock.local(at):%Y-%m-%d-%H%M}.{wish.kind}"
            return stream_response(pieces, name, CONTENT_TYPES[wish.kind])
        export = order_export(wish, request.user, at)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(f"{reverse('desk:list')}?{wish.query}")
    transaction.on_commit(lambda: write_export.enqueue(export.pk))
    return redirect("desk:export", export.public_id)


@export_page
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    found = Export.objects.filter(owner=request.user).order_by("-created_at", "-pk")[:SHOWN]
    context = {**frame(request, "exports"), "exports": found, "keep_days": KEEP_DAYS}
    return render(request, "desk/exports.html", context)


@export_page
@require_safe
def export(request: HttpRequest, public_id: str) -> HttpResponse:
    context = {
        **frame(request, "exports"),
        "export": _own(request, public_id),
        "keep_days": KEEP_DAYS,
    }
    return render(request, "desk/export.html", context)


@export_page
@require_safe
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far it is, for the script of the page."""
    found = _own(request, public_id)
    return JsonResponse(
        {"done": found.rows_done, "percent": found.percent, "is_over": found.is_over}
    )


@export_page
@require_safe
def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    found = _own(request, public_id)
    if found.state != Export.State.DONE:
        raise Http404
    journal.record("export.opened", request.user, found, clock.now(), rows=found.rows_total)
    name = f"list-{clock.local(found.created_at):%Y-%m-%d-%H%M}.{found.kind}"
    return serve(found.file, name, CONTENT_TYPES[found.kind].partition(";")[0])


def _own(request: HttpRequest, public_id: str) -> Any:
    found = Export.objects.filter(public_id=public_id, owner=request.user).first()
    if found is None:
        raise Http404
    return found
