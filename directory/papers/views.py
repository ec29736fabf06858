"""Print forms in the Wagtail admin: the list, the editor with its preview, the way back."""

import base64
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from core import clock
from core.accounts.roles import Action
from core.errors import RuleBroken
from core.paper import BrokenTemplate, PaperKind, kind_named, kinds, try_out
from core.paper.rules import SOURCE_LIMIT
from directory.models import PrintTemplate
from directory.papers import services
from directory.papers.words import in_words

VERSIONS_SHOWN = 20


def may_edit(user: Any) -> bool:
    return user.is_active and user.can(Action.SITE_CONFIGURE)


def _kind_for(request: HttpRequest, code: str) -> PaperKind:
    if not may_edit(request.user):
        raise PermissionDenied
    kind = kind_named(code)
    if kind is None:
        raise Http404
    return kind


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    if not may_edit(request.user):
        raise PermissionDenied
    rows = [{"kind": kind, "template": services.latest(kind.code)} for kind in kinds()]
    context = {"rows": rows, "page_title": _("Print forms"), "header_icon": "doc-full"}
    return render(request, "directory/papers/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The editor; a refused template comes back as it was typed, with the line and the reason."""
    kind = _kind_for(request, code)
    if request.method != "POST":
        return _show(request, kind, _asked_source(request, kind))
    source = request.POST.get("source", "")
    if "preview" in request.POST:
        return _show(request, kind, source)
    try:
        services.keep_template(
            kind, source, request.user, clock.now(), after=_number(request, "after")
        )
    except RuleBroken as broken:
        messages.error(request, str(broken))
        status = 409 if broken.is_conflict else 422
        return _show(request, kind, source, refusal=str(broken), status=status)
    messages.success(request, _("The template “%(name)s” is saved.") % {"name": kind.label})
    return redirect("directory_papers_edit", code)


@require_POST
def use_shipped(request: HttpRequest, code: str) -> HttpResponse:
    kind = _kind_for(request, code)
    try:
        after = _number(request, "after")
        services.return_to_shipped(kind, request.user, clock.now(), after=after)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("The template that comes with the system is in force again."))
    return redirect("directory_papers_edit", code)


@require_POST
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Pictures of the pages on invented data, for the script beside the editor."""
    kind = _kind_for(request, code)
    return JsonResponse(_preview_of(kind, request.POST.get("source", "")))


def _show(
    request: HttpRequest, kind: PaperKind, source: str, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    template = services.latest(kind.code)
    shown = {"pages": [], "trouble": refusal} if refusal else _preview_of(kind, source)
    versions = PrintTemplate.objects.filter(code=kind.code).select_related("created_by")
    after = request.POST.get("after", "") if refusal else ""
    context = {
        "kind": kind,
        "source": source,
        "shown": shown,
        "template": template,
        "after": after or (template.version if template else 0),
        "versions": versions.order_by("-version")[:VERSIONS_SHOWN],
        "page_title": str(kind.label),
        "page_subtitle": _("Print form"),
        "header_icon": "doc-full",
        "breadcrumbs_items": [
            {"url": reverse("directory_papers_index"), "label": _("Print forms")},
            {"url": "", "label": str(kind.label)},
        ],
    }
    return render(request, "directory/papers/edit.html", context, status=status)


def _asked_source(request: HttpRequest, kind: PaperKind) -> str:
    """What the editor opens with: the template in force, or an old version that was asked for."""
    asked = request.GET.get("version", "")
    if asked == "shipped":
        return kind.shipped_source
    if asked.isdigit():
        old = PrintTemplate.objects.filter(code=kind.code, version=int(asked[:9])).first()
        if old is not None:
            return old.source or kind.shipped_source
    return services.source_of(kind)


def _preview_of(kind: PaperKind, source: str) -> dict[str, Any]:
    if len(source) > SOURCE_LIMIT:
        return {"pages": [], "trouble": _("The template is too long.")}
    try:
        pages = try_out(source, kind.sample())
    except BrokenTemplate as broken:
        return {"pages": [], "trouble": in_words(broken), "line": broken.line}
    pictures = [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pages]
    return {"pages": pictures, "trouble": ""}


def _number(request: HttpRequest, name: str) -> int:
    asked = request.POST.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else -1
