"""One executor for what was ticked in the list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core import clock
from crm.desk.access import assigning_page
from crm.desk.bulk import assign_many, ticked_cases
from crm.desk.forms import AssignForm
from crm.desk.own_filters import QUERY_LENGTH, plain_query
from crm.desk.people import executors_among
from crm.desk.views.lists import frame


@assigning_page
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """What was ticked, with the reasons against; then one resolution for all that may have it.

    The answer to a press is shown by it: who reloads it presses again, which assigns nothing.
    """
    at, posted = clock.now(), request.POST if request.method == "POST" else None
    asked = request.GET if posted is None else posted
    ticked = ticked_cases(request.user, asked.getlist("case"), at)
    free = [one.case for one in ticked if not one.why]
    context: dict[str, Any] = {
        **frame(request),
        "ticked": ticked,
        "free": free,
        "back": plain_query(asked.get("back", "")[:QUERY_LENGTH]),
    }
    cases = [one.case for one in ticked]
    form = AssignForm(posted, candidates=list(executors_among(cases)))
    if form.is_bound and form.is_valid():
        seen = [(one, asked.get(f"seen-{one.case.public_id}", "")) for one in ticked]
        data = form.cleaned_data
        context["outcomes"] = assign_many(
            seen, data["executor"], data["resolution"], request.user, at
        )
        context["done"] = sum(one.is_done for one in context["outcomes"])
        return render(request, "desk/assign.html", context)
    context["form"] = form
    return render(request, "desk/assign.html", context, status=422 if form.is_bound else 200)
