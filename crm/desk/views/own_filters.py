"""One's own filters: kept, renamed, deleted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import RuleBroken
from crm.desk import lists
from crm.desk import own_filters as services
from crm.desk.access import desk_page
from crm.desk.forms import FilterForm
from crm.desk.models import OwnFilter
from crm.desk.own_filter_forms import FilterNameForm
from crm.desk.views.lists import asked_query, frame


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_filters(request: HttpRequest) -> HttpResponse:
    """Name the filters of the address, and everything kept so far."""
    posted = request.POST if request.method == "POST" else None
    asked = asked_query(request) if posted is None else posted.get("query", "")
    query = services.plain_query(asked[: services.QUERY_LENGTH])
    form = FilterNameForm(posted, initial={"query": query})
    if form.is_bound and form.is_valid():
        try:
            made = services.save_filter(form.cleaned_data["name"], query, request.user, clock.now())
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            messages.success(request, _("The filter is kept."))
            return redirect(f"{reverse('desk:list')}?{made.query}")
    return _page(request, form=form, query=query, status=422 if form.is_bound else 200)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, public_id: str) -> HttpResponse:
    kept = _own(request, public_id)
    posted = request.POST if request.method == "POST" else None
    form = FilterNameForm(posted, initial={"name": kept.name, "query": kept.query})
    if form.is_bound and form.is_valid():
        try:
            services.rename_filter(kept, form.cleaned_data["name"], request.user, clock.now())
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            messages.success(request, _("The filter is renamed."))
            return redirect("desk:own_filters")
    status = 422 if form.is_bound else 200
    return _page(request, form=form, query=kept.query, renamed=kept, status=status)


@desk_page
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    services.drop_filter(_own(request, public_id), request.user, clock.now())
    messages.success(request, _("The filter is deleted."))
    return redirect("desk:own_filters")


def _own(request: HttpRequest, public_id: str) -> OwnFilter:
    """Another's filter is answered like an absent one."""
    kept = OwnFilter.objects.filter(owner=request.user, public_id=public_id).first()
    if kept is None:
        raise Http404
    return kept


def _page(request: HttpRequest, *, status: int, query: str, **context: Any) -> HttpResponse:
    asked = FilterForm(QueryDict(query))
    words = lists.chips(asked.chosen(), asked)
    kept = services.own_filters(request.user)
    context |= {**frame(request), "words": words, "query": query, "own_filters": kept}
    return render(request, "desk/own_filters.html", context, status=status)
