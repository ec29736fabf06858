"""How a queue was loaded: for those who answer for it (F1.36, F4.19)."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from blocks.forms.inputs import WhenField
from core import clock
from core.audit import services as journal
from core.tables import CONTENT_TYPES, file_response
from core.web.frame import desk_frame
from crm.tickets.load import Load, load_of
from crm.tickets.load_files import COLUMNS, FORMATS, file_of, grids_of, name_of, tables_of
from crm.tickets.load_rules import Tally
from crm.tickets.reach import queue_page, reach_of

LONGEST_DAYS = 366
DAY = timedelta(days=1)


class LoadForm(forms.Form):
    """From a day to a day; the last thirty until somebody chooses."""

    use_required_attribute = False

    since = WhenField(label=pgettext_lazy("day", "From"))
    until = WhenField(label=pgettext_lazy("day", "To"))

    def __init__(self, data: Any, today: date) -> None:
        usual = {"since": today - DAY * 29, "until": today}
        asked = {name: data.get(name) or value for name, value in usual.items()}
        super().__init__(asked)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        since, until = told.get("since"), told.get("until")
        if since and until:
            if until < since:
                self.add_error("until", _("The period ends before it begins."))
            elif (until - since).days >= LONGEST_DAYS:
                self.add_error("until", gettext_lazy("Choose a period of a year at most."))
        return told


@queue_page
@require_safe
def load(request: HttpRequest, queue: str) -> HttpResponse:
    """Its whole question stands in the address, so a link shows the same again."""
    reach = reach_of(request.user, queue)
    if not reach.manages:
        raise Http404
    today = clock.today()
    form = LoadForm(request.GET, today)
    context: dict[str, Any] = {
        **desk_frame(request, "queues"),
        "queue": reach.queue,
        "form": form,
        "periods": _periods(today),
    }
    if not form.is_valid():
        return render(request, "tickets/load.html", context, status=422)
    found = load_of(reach.queue, form.cleaned_data["since"], form.cleaned_data["until"])
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        return _as_file(request, found, kind)
    context |= {
        "load": found,
        "facts": _facts(found.total),
        "columns": [label for _name, label in COLUMNS],
        "tables": [
            (title, head, [_line(one) for one in [*tallies, found.total]])
            for title, head, tallies in tables_of(found)
        ],
        "grids": grids_of(found),
        "formats": [(one, _query(found.since, found.until, format=one)) for one in FORMATS],
    }
    return render(request, "tickets/load.html", context)


def _as_file(request: HttpRequest, found: Load, kind: str) -> HttpResponse:
    """Who took which figures away is written down; there are no names in them."""
    journal.record(
        "queue.figures_exported",
        request.user,
        found.queue,
        clock.now(),
        period=f"{found.since}–{found.until}",
        format=kind,
    )
    return file_response(file_of(found, kind), name_of(found, kind), CONTENT_TYPES[kind])


def _line(tally: Tally) -> dict[str, Any]:
    cells = [getattr(tally, name) for name, _label in COLUMNS]
    return {"label": tally.label, "cells": cells, "is_total": tally.key is None and tally.places}


def _facts(total: Tally) -> list[tuple[str, Any, str]]:
    """What is looked for first: label, number, unit."""
    minutes, percent = _("min"), "%"
    return [
        (_("Visits booked"), total.booked, ""),
        (_("Visits without booking"), total.walk_ins, ""),
        (_("Visits served"), total.served, ""),
        (_("Did not come"), total.missed_share, percent),
        (_("Wait, mean"), total.wait_mean, minutes),
        (_("Wait of nine in ten, at most"), total.wait_ninth, minutes),
        (_("Visit, mean"), total.service_mean, minutes),
        (_("Places given by booking"), total.booked_share, percent),
    ]


def _periods(today: date) -> list[tuple[str, str]]:
    return [
        (_("7 days"), _query(today - DAY * 6, today)),
        (_("30 days"), _query(today - DAY * 29, today)),
        (_("90 days"), _query(today - DAY * 89, today)),
        (_("The week ahead"), _query(today, today + DAY * 6)),
    ]


def _query(since: date, until: date, **more: str) -> str:
    return urlencode({"since": since, "until": until, **more})
