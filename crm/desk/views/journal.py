"""The audit journal, for auditors only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.desk.access import auditor_page
from crm.desk.forms import JournalFilterForm
from crm.desk.journal import read
from crm.desk.lists import query_of
from crm.desk.rules import Cursor
from crm.desk.views.lists import frame


@auditor_page
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    form = JournalFilterForm(request.GET)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    page = read(chosen, Cursor.from_text(request.GET.get("at", "")))
    context = {**frame(request, "audit"), "form": form, "page": page, "query": query_of(chosen)}
    return render(request, "desk/audit.html", context)
