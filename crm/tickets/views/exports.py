"""Visits of a queue taken away as a file, by who answers for it."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from core import clock
from core.tables import CONTENT_TYPES, stream_response
from core.web.frame import desk_frame
from crm.tickets.exporting import FORMATS, JSON_TYPE, Wanted, name_of
from crm.tickets.exporting import export as make_export
from crm.tickets.reach import queue_page
from crm.tickets.views.office import managed

LONGEST_DAYS = 366
DAY = forms.DateInput({"type": "date"}, "%Y-%m-%d")


class ExportForm(forms.Form):
    """The period, the format, and whether with the people."""

    use_required_attribute = False

    since = forms.DateField(label=pgettext_lazy("day", "From"), widget=DAY)
    until = forms.DateField(label=pgettext_lazy("day", "To"), widget=DAY)
    format = forms.ChoiceField(
        label=pgettext_lazy("of a file", "Format"), choices=list(FORMATS.items()), required=False
    )
    people = forms.BooleanField(
        label=_("With names and phones"),
        help_text=_("Only when the work needs it: the journal keeps who took them."),
        required=False,
    )

    def __init__(self, data: Any, today: date) -> None:
        usual = {"since": today, "until": today}
        asked = {name: data.get(name) or value for name, value in usual.items()}
        super().__init__({**asked, "format": data.get("format", ""), "people": data.get("people")})

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        since, until = told.get("since"), told.get("until")
        if since and until:
            if until < since:
                self.add_error("until", _("The period ends before it begins."))
            elif (until - since).days >= LONGEST_DAYS:
                self.add_error("until", _("Choose a period of a year at most."))
        return told


@queue_page
@require_safe
def export(request: HttpRequest, queue: str) -> HttpResponseBase:
    """Without a format in the address: the form."""
    reach = managed(request, queue)
    form = ExportForm(request.GET, clock.today())
    is_valid = form.is_valid()
    if is_valid and (kind := form.cleaned_data["format"]):
        told = form.cleaned_data
        wanted = Wanted(reach.queue, told["since"], told["until"], told["people"])
        pieces = make_export(wanted, kind, request.user, clock.now())
        content_type = CONTENT_TYPES.get(kind, JSON_TYPE)
        return stream_response(pieces, name_of(wanted, kind), content_type)
    context = {
        **desk_frame(request, "queues"),
        "queue": reach.queue,
        "form": form,
        "today": clock.today(),
    }
    return render(request, "tickets/office/export.html", context, status=200 if is_valid else 422)
