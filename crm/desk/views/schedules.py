"""Reports that come by e-mail as a link."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import RuleBroken
from crm.desk.access import figures_page
from crm.desk.schedule_forms import ScheduleForm
from crm.desk.views.lists import frame
from crm.reports.building import TITLES
from crm.reports.models import Schedule
from crm.reports.scheduling import add_schedule, drop_schedule


def _seen_by(user: object) -> list[Schedule]:
    found = Schedule.objects.filter(Q(created_by=user) | Q(recipient=user))
    return list(found.select_related("recipient").order_by("next_on", "pk"))


@figures_page
@require_http_methods(["GET", "HEAD", "POST"])
def schedules(request: HttpRequest) -> HttpResponse:
    form = ScheduleForm(request.POST or None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            add_schedule(
                form.cleaned_data["report"],
                form.cleaned_data["every"],
                form.cleaned_data["recipient"],
                request.user,
                clock.now(),
            )
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("The report will come by e-mail as a link."))
            return redirect("desk:schedules")
    rows = [{"schedule": one, "title": TITLES[one.report]} for one in _seen_by(request.user)]
    context = {**frame(request, "reports"), "form": form, "rows": rows}
    return render(request, "desk/schedules.html", context, status=422 if form.is_bound else 200)


@figures_page
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    found = {one.public_id: one for one in _seen_by(request.user)}
    if public_id not in found:
        raise Http404
    drop_schedule(found[public_id], request.user, clock.now())
    messages.success(request, _("The report will not come any more."))
    return redirect("desk:schedules")
