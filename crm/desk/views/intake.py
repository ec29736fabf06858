"""Writing down an appeal or a request that came by telephone, on paper or in person."""

from datetime import datetime

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
from crm.desk.inquiry_intake import (
    InformationIntakeForm,
    InquiryIntakeForm,
    PersonalDataIntakeForm,
)
from crm.desk.intake import IntakeForm
from crm.desk.views.lists import frame
from crm.requests.services import enter_inquiry


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
    return _go_on(request, case, at, "desk:new")


@intake_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_information_request(request: HttpRequest) -> HttpResponse:
    """Anyone asks for public information, without an account too (6.1)."""
    heading = _("Write down a request for information")
    return _new_inquiry(request, InformationIntakeForm, heading, "desk:new_information")


@intake_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_personal_data_request(request: HttpRequest) -> HttpResponse:
    """A person who came or wrote uses a right to the data about them (PD-04)."""
    heading = _("Write down a request about personal data")
    return _new_inquiry(request, PersonalDataIntakeForm, heading, "desk:new_personal_data")


def _new_inquiry(
    request: HttpRequest, form_class: type[InquiryIntakeForm], heading: str, again: str
) -> HttpResponse:
    at = clock.now()
    if request.method != "POST":
        return _show_inquiry(request, form_class.fresh(at), heading)
    form = form_class(request.POST, request.FILES)
    if not form.is_valid():
        return _show_inquiry(request, form, heading, status=422)
    try:
        case = enter_inquiry(form.entry(), request.user, at)
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        return _show_inquiry(request, form, heading, status=422)
    return _go_on(request, case, at, again)


def _go_on(request: HttpRequest, case: Case, at: datetime, again: str) -> HttpResponse:
    messages.success(
        request,
        _("Registration number %(number)s. The reply is due by %(day)s.")
        % {"number": case.number, "day": date_words(case.due_on)},
    )
    if Case.objects.visible_to(request.user, at).filter(pk=case.pk).exists():
        return redirect("desk:case", case.public_id)
    return redirect(again)


def _show_inquiry(
    request: HttpRequest, form: InquiryIntakeForm, heading: str, status: int = 200
) -> HttpResponse:
    context = {**frame(request, "new"), "form": form, "heading": heading}
    return render(request, "desk/new_inquiry.html", context, status=status)


def _show(request: HttpRequest, form: IntakeForm, status: int = 200) -> HttpResponse:
    context = {**frame(request, "new"), "form": form}
    return render(request, "desk/new.html", context, status=status)
