"""The list of cases, its filters, its counts and the quick search."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from core.accounts.roles import AT_QUEUES, Action
from crm.desk import lists, rules
from crm.desk.access import desk_page, works_at_desk
from crm.desk.forms import FilterForm
from crm.desk.own_filters import opened, own_filters
from crm.desk.people import executors_seen_by
from crm.reports.access import may_export, may_read
from crm.reports.exporting import KINDS
from crm.residents.faces import face_of

FOUND_LIMIT = 8


@desk_page
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    chosen = form.chosen()
    found = lists.build_list(request.user, chosen, request.GET.get("at", ""), clock.now())
    kept = own_filters(request.user)
    context = {
        **frame(request, "list"),
        "list": found,
        "own_filters": kept,
        "own": opened(kept, found.query, asked_query(request)),
        "can_assign": request.user.can(Action.APPEALS_ASSIGN),
        "is_partly_unknown": form.is_partly_unknown,
        "chips": lists.chips(chosen, form),
        "sorts": [
            {"sort": sort, "query": lists.query_of(chosen, sort=sort.code)}
            for sort in rules.SORTS.values()
        ],
        "searched": chosen.get("q", ""),
        "export_kinds": KINDS,
        "today": clock.today(),
    }
    return render(request, "desk/list.html", context)


@desk_page
@require_safe
def filters(request: HttpRequest) -> HttpResponse:
    """All filters on a page of its own; the list opens it over itself where there is a script."""
    form = FilterForm(request.GET).with_people(executors_seen_by(request.user))
    context = {**frame(request), "form": form, "own_filters": own_filters(request.user)}
    return render(request, "desk/filters.html", context)


@desk_page
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Figures beside the saved views, asked for after the page so that no list waits for them."""
    return JsonResponse({"counts": lists.view_counts(request.user, clock.now())})


@desk_page
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Cases by number, surname or words, for the palette."""
    text, at = request.GET.get("q", "").strip()[:200], clock.now()
    found: list[dict[str, Any]] = []
    if text:
        cases = lists.found_cases(request.user, {"q": text, "open": "all"}, at)
        for case in cases.for_list().order_by("-received_at", "-pk")[:FOUND_LIMIT]:
            who = face_of(case.resident, request.user, case).short_name
            found.append(
                {
                    "url": reverse("desk:case", args=[case.public_id]),
                    "number": case.number,
                    "who": who,
                    "subject": case.subject,
                    "state": case.state_label,
                }
            )
    return JsonResponse({"found": found}, json_dumps_params={"ensure_ascii": False})


def asked_query(request: HttpRequest) -> str:
    """The address as it was asked, whatever of it is understood, without the place in the list."""
    asked = request.GET.copy()
    asked.pop("at", None)
    return asked.urlencode()


def frame(request: HttpRequest, section: str = "") -> dict[str, Any]:
    """What the frame of every desk page needs: sections and saved views with their addresses."""
    can_work = works_at_desk(request.user)
    views = lists.views_for(request.user) if can_work else []
    return {
        "can_work": can_work,
        "can_audit": request.user.can(Action.AUDIT_READ),
        "can_retain": request.user.can(Action.RETENTION_RUN),
        "can_keep_hooks": request.user.can(Action.SITE_CONFIGURE),
        "can_read_figures": may_read(request.user),
        "can_export": can_work and may_export(request.user),
        "can_keep_journal": request.user.can(Action.APPEALS_REGISTER),
        "can_enter": request.user.can(Action.APPEALS_INTAKE),
        "can_receive": any(request.user.can(action) for action in AT_QUEUES),
        "section": section,
        "saved_views": [
            {"view": view, "query": lists.query_of(dict(view.params))} for view in views
        ],
    }
