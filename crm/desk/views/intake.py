"""Writing down an appeal that came by telephone, on paper or in person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import RuleBroken
from core.words.dates import date_words
from crm.appeals.services.intake import enter_appeal
from crm.cases.models import Case
from crm.desk.access import intake_page
from crm.desk.intake import IntakeForm
from crm.desk.views.lists import frame


@intake_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_appeal(request: HttpRequest) -> HttpResponse:
    """Whoever may read the case goes on to its card, an operator to the next caller."""
    at = clock.now()
    if request.method != "POST":
        return _show(request, IntakeForm.fresh(at, request.user))
    form = IntakeForm.sent(request, at)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        case = enter_appeal(form.entry(), request.user, at)
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        return _show(request, form, status=422)
    messages.success(
        request,
        _("Registration number %(number)s. The reply is due by %(day)s.")
        % {"number": case.number, "day": date_words(case.due_on)},
    )
    if Case.objects.visible_to(request.user, at).filter(pk=case.pk).exists():
        return redirect("desk:case", case.public_id)
    return redirect("desk:new")


def _show(request: HttpRequest, form: IntakeForm, status: int = 200) -> HttpResponse:
    context = {**frame(request, "new"), "form": form}
    return render(request, "desk/new.html", context, status=status)
