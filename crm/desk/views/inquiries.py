"""Steps with a request for information or about personal data."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from crm.cases.access import open_case_for
from crm.cases.models import Case
from crm.desk.inquiry_actions import DOERS, form_for, steps_for
from crm.desk.inquiry_cards import build_inquiry_card
from crm.desk.views.lists import frame
from crm.requests.models import inquiry_of


def act_on_inquiry(request: HttpRequest, case: Case, code: str, at: datetime) -> HttpResponse:
    """Take a step; what was refused comes back with everything that was typed."""
    if code not in DOERS:
        raise Http404
    steps = {step.code: step for step in steps_for(request.user, case, inquiry_of(case))}
    if code not in steps:
        messages.error(
            request,
            _("This cannot be done now: the case is in the state “%(state)s”.")
            % {"state": case.state_label},
        )
        typed = request.POST.get("text") or request.POST.get("reason") or ""
        return _show(request, case, "note", None, at, status=409, typed=typed)
    card = build_inquiry_card(open_case(request, case, at), request.user, at)
    form = form_for(steps[code], card, request.POST, request.FILES)
    if form is not None and not form.is_valid():
        return _show(request, case, code, form, at, status=422)
    do, done = DOERS[code]
    try:
        do(case, form.cleaned_data if form is not None else {}, form, request.user, at)
    except RuleBroken as broken:
        status = 409 if broken.is_conflict else 422
        if form is None:
            messages.error(request, str(broken))
            return _show(request, case, "", None, at, status=status)
        if broken.code == "version":
            form = _over_newest(request, case, form, card)
        form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        return _show(request, case, code, form, at, status=status)
    messages.success(request, done)
    return redirect("desk:case", case.public_id)


def open_case(request: HttpRequest, case: Case, at: datetime) -> Case:
    return open_case_for(request.user, case.public_id, "desk.case", at)


def _over_newest(request: HttpRequest, case: Case, form: forms.Form, card: object) -> forms.Form:
    """What was typed, to be compared with a colleague's draft and sent again over it."""
    typed = request.POST.copy()
    typed["version"] = str(inquiry_of(case).version)
    return type(form)(typed, request.FILES, card=card)


def _show(
    request: HttpRequest,
    case: Case,
    code: str,
    form: forms.Form | None,
    at: datetime,
    *,
    status: int,
    typed: str = "",
) -> HttpResponse:
    case = open_case(request, case, at)
    card = build_inquiry_card(case, request.user, at, current=code, refused=form)
    context = {**frame(request), "card": card, "typed": typed}
    return render(request, "desk/case.html", context, status=status)
