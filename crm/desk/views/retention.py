"""Records over their time: the dry run, the act, and what is kept longer (PD-07, R-08)."""

import secrets

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from blocks.forms.inputs import CleanText, WhenField
from core import clock
from core.errors import RuleBroken
from crm.cases.models import Case
from crm.desk.access import retention_page
from crm.desk.forms import REASON_LENGTH
from crm.desk.views.lists import frame
from crm.requests.models import AnonymisationAct
from crm.requests.retention import MOST, due_for_anonymising
from crm.requests.services.anonymising import anonymise_due, hold_case
from directory.models import RetentionTerm

ACTS = 20


class ActForm(forms.Form):
    """Confirms what the dry run showed: so many records, under this key once."""

    use_required_attribute = False

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=_("I have read the list; this cannot be undone"),
        error_messages={"required": _("Confirm that you have read the list.")},
    )


class HoldForm(forms.Form):
    use_required_attribute = False

    until = WhenField(
        label=_("Keep until"),
        allowed="future",
        error_messages={"required": _("Choose the day.")},
    )
    reason = CleanText(
        label=_("By which decision and why"),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Write by which decision it is kept longer.")},
    )


@retention_page
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """What would be anonymised now; nothing personal of it is shown. Then the act."""
    at = clock.now()
    if request.method != "POST":
        return _show(request, None)
    form = ActForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    data = form.cleaned_data
    try:
        made = anonymise_due(request.user, at, key=data["key"], seen=data["seen"])
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return _show(request, form, status=409 if broken.is_conflict else 422)
    messages.success(request, _("The act is written. Print it and put it to the file."))
    return redirect("desk:retention_act", made.public_id)


@retention_page
@require_safe
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """The act as a document to print: indexes, days, counts."""
    made = get_object_or_404(AnonymisationAct.objects.select_related("actor"), public_id=public_id)
    lines = made.lines.select_related("case__addressee").order_by("pk")
    context = {**frame(request, "retention"), "act": made, "lines": lines}
    return render(request, "desk/retention_act.html", context)


@retention_page
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep one record longer, by decision. Only what stands in the dry run can be named."""
    at = clock.now()
    case = Case.objects.filter(public_id=public_id, is_open=False, anonymised_at=None).first()
    if case is None:
        raise Http404
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            hold_case(case, data["until"], data["reason"], request.user, at)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("The record is kept longer."))
            return redirect("desk:retention")
    context = {**frame(request, "retention"), "form": form, "case": case}
    status = 422 if form.errors else 200
    return render(request, "desk/retention_hold.html", context, status=status)


def _show(request: HttpRequest, form: ActForm | None, status: int = 200) -> HttpResponse:
    today = clock.today()
    due = due_for_anonymising(today)
    if form is None:
        form = ActForm(initial={"key": secrets.token_urlsafe(24), "seen": len(due)})
    else:
        form.data = {**form.data.dict(), "seen": str(len(due))}
    context = {
        **frame(request, "retention"),
        "form": form,
        "due": due,
        "most": MOST,
        "terms": RetentionTerm.objects.valid_on(today).order_by("kind", "valid_from"),
        "acts": AnonymisationAct.objects.select_related("actor").order_by("-pk")[:ACTS],
    }
    return render(request, "desk/retention.html", context, status=status)
