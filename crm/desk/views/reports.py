"""Reports on screen and as files."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from core.audit import services as journal
from core.errors import RuleBroken
from core.paper import pdf_response
from core.tables import CONTENT_TYPES, file_response
from crm.desk.access import figures_page
from crm.desk.report_forms import ReportForm
from crm.desk.views.lists import frame
from crm.reports.access import opens_lists
from crm.reports.building import TITLES, build_report
from crm.reports.files import FORMATS, file_of, name_of, words_of
from crm.reports.periods import QUARTERS, Period
from crm.reports.shapes import Figure, Report

ASKED = ("applicant", "addressee")


@figures_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return redirect("desk:report", "quarter")


@figures_page
@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """One report. Its whole question stands in the address, so a link shows the same again."""
    if code not in TITLES:
        raise Http404
    form = ReportForm(request.GET, clock.today())
    context: dict[str, Any] = {**frame(request, "reports"), "form": form, "code": code}
    if not form.is_valid():
        context |= _around(request, code)
        return render(request, "desk/report.html", context, status=422)
    at = clock.now()
    made = build_report(code, form.question, request.user, at)
    asked = request.GET.get("format", "")
    if asked in FORMATS:
        return _as_file(request, made, asked, at)
    context |= {
        **_around(request, code),
        "report": made,
        "tables": [_table(section, request.user) for section in made.sections],
    }
    return render(request, "desk/report.html", context)


def _as_file(request: HttpRequest, made: Report, kind: str, at: Any) -> HttpResponse:
    """Who took which report away is written down; there are no names in it."""
    try:
        content = file_of(made, kind, request.user, at)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(f"{request.path}?{_query(request)}")
    period = f"{made.period.since}–{made.period.until}"
    journal.record(
        "report.exported", request.user, request.user, at,
        report=made.code, period=period, format=kind,
    )  # fmt: skip
    name = name_of(made, kind)
    if kind == "pdf":
        return pdf_response(content, name)
    return file_response(content, name, CONTENT_TYPES[kind])


def _table(section: Any, user: Any) -> dict[str, Any]:
    can_open = opens_lists(user)
    lines = [
        {"line": line, "cells": [_cell(figure, can_open) for figure in line.figures]}
        for line in section.lines
    ]
    return {
        "section": section,
        "lines": lines,
        "is_wide": len(section.columns) > 7,
        "is_narrow": len(section.columns) == 1,
    }


def _cell(figure: Figure, can_open: bool) -> dict[str, Any]:
    url = ""
    if can_open and figure.behind and figure.value:
        url = f"{reverse('desk:list')}?{urlencode({'behind': figure.behind})}"
    return {"text": words_of(figure), "url": url, "figure": figure}


def _around(request: HttpRequest, code: str) -> dict[str, Any]:
    """Neighbouring reports, ready periods, formats: the rest of the question is kept."""
    today = clock.today()
    return {
        "titles": [
            {
                "label": label,
                "url": f"{reverse('desk:report', args=[one])}?{_query(request)}",
                "is_current": one == code,
            }
            for one, label in TITLES.items()
        ],
        "periods": [
            {"label": label, "query": _query(request, since=period.since, until=period.until)}
            for label, period in _ready(today)
        ],
        "schedule_query": urlencode(
            {"report": code, **{name: request.GET[name] for name in ASKED if request.GET.get(name)}}
        ),
        "formats": [{"code": one, "query": _query(request, format=one)} for one in FORMATS],
    }


def _ready(today: date) -> list[tuple[str, Period]]:
    """The quarters of this year that have begun, the year, and the year before."""
    quarters = [Period.quarter(today.year, number) for number in range(1, len(QUARTERS) + 1)]
    found = [(one.label, one) for one in quarters if one.since <= today]
    years = [Period.year(today.year), Period.year(today.year - 1)]
    return [*found, *((year.label, year) for year in years)]


def _query(request: HttpRequest, **changes: Any) -> str:
    names = ("since", "until", *ASKED)
    kept = {name: request.GET[name] for name in names if request.GET.get(name)}
    return urlencode({**kept, **changes})
