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
from crm.desk.schedule_forms import FrameForm, ScheduleForm
from crm.desk.views.lists import frame
from crm.reports.building import TITLES, scope_words
from crm.reports.models import Schedule
from crm.reports.scheduling import add_schedule, drop_schedule
from directory.models import Addressee


def _seen_by(user: object) -> list[Schedule]:
    found = Schedule.objects.filter(Q(created_by=user) | Q(recipient=user))
    return list(found.select_related("recipient", "addressee").order_by("next_on", "pk"))


@figures_page
@require_http_methods(["GET", "HEAD", "POST"])
def schedules(request: HttpRequest) -> HttpResponse:
    """First what is reported, then to whom: the people offered are those who may see it."""
    asked = FrameForm(request.POST or request.GET, request.user)
    if not asked.is_valid():
        return _page(request, asked, None, status=422)
    form = ScheduleForm(request.POST or None, user=request.user, frame=asked.frame)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            add_schedule(asked.frame, data["every"], data["recipient"], request.user, clock.now())
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("The report will come by e-mail as a link."))
            return redirect("desk:schedules")
    return _page(request, asked, form, status=422 if form.is_bound else 200)


def _page(
    request: HttpRequest, asked: FrameForm, form: ScheduleForm | None, *, status: int
) -> HttpResponse:
    context = {**frame(request, "reports"), "asked": asked, "form": form}
    if form is not None:
        wish = asked.frame
        context |= {
            "wish": wish,
            "wish_addressee": str(wish.addressee.pk) if wish.addressee else "",
            "wish_title": TITLES[wish.report],
            "wish_scope": _scope(wish.applicant, wish.addressee),
        }
    context["rows"] = [
        {
            "schedule": one,
            "title": TITLES[one.report],
            "scope": _scope(one.applicant, one.addressee),
        }
        for one in _seen_by(request.user)
    ]
    return render(request, "desk/schedules.html", context, status=status)


def _scope(applicant: str, addressee: Addressee | None) -> str:
    return scope_words(applicant, str(addressee.name) if addressee else "")


@figures_page
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    found = {one.public_id: one for one in _seen_by(request.user)}
    if public_id not in found:
        raise Http404
    drop_schedule(found[public_id], request.user, clock.now())
    messages.success(request, _("The report will not come any more."))
    return redirect("desk:schedules")
