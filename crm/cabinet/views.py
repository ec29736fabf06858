"""Pages of the resident's own area. They translate between HTTP and services, nothing more."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blocks.forms.services import display
from core import clock
from core.accounts.export import own_data
from core.audit import services as journal
from core.errors import RuleBroken
from core.private_files import serve
from core.web.limits import limited
from crm.appeals import services as appeals
from crm.appeals.access import find_own_case, open_own_case, open_own_file
from crm.appeals.author_words import author_state, author_timeline
from crm.appeals.models import Appeal, AppealDraft
from crm.cabinet.access import own_page, resident_of
from crm.cabinet.forms import AddForm, PleadForm, WithdrawForm
from crm.cabinet.overview import build_overview
from crm.cabinet.visits import visits_of
from crm.cases.models import Case
from crm.cases.profiles import by_clocks_of
from crm.cases.states import INQUIRY_KINDS
from crm.requests import services as requests
from crm.requests.models import inquiry_of
from crm.residents.ports import export_of

BEFORE_ANSWER = frozenset({"submitted", "registered", "assigned", "in_progress", "reply_draft"})


@own_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    overview = build_overview(request.user, request.GET.get("after", ""), clock.now())
    context = {"overview": overview, "section": "home", "today": clock.today()}
    return render(request, "cabinet/home.html", context)


@own_page
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """Visits by booking: coming and past (F1.42)."""
    found = visits_of(request.user, request.GET.get("before", ""), clock.now())
    return render(request, "cabinet/visits.html", {"visits": found, "section": "visits"})


@own_page
@require_safe
def appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    case = open_own_case(request.user, public_id, "cabinet.appeal", clock.now())
    return _show(request, case, AddForm())


@own_page
@require_safe
def appeal_print(request: HttpRequest, public_id: str) -> HttpResponse:
    """The appeal on paper: exact dates, the text, the reply; no controls."""
    at = clock.now()
    case = open_own_case(request.user, public_id, "cabinet.print", at)
    with by_clocks_of(case):
        return render(request, "cabinet/print.html", {**_about(case), "printed_at": at})


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
@limited("appeals.add")
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A-18: the author adds text or files until the reply is given."""
    if request.method != "POST":
        return redirect("cabinet:appeal", public_id)
    at = clock.now()
    case = find_own_case(request.user, public_id)
    form = AddForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, case, form, status=422)
    data = form.cleaned_data
    try:
        add = requests.add_to_inquiry if case.kind in INQUIRY_KINDS else appeals.add_to_appeal
        add(case, data["text"], data["files"], request.user, at)
    except RuleBroken as broken:
        return _refused(request, case, form, broken)
    messages.success(request, _("Added. The executor will see it at once."))
    return redirect("cabinet:appeal", public_id)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
@limited("appeals.add")
def plead(request: HttpRequest, public_id: str) -> HttpResponse:
    """A-15, A-18: the author asks to attend, for the materials or for a shorter term."""
    if request.method != "POST":
        return redirect("cabinet:appeal", public_id)
    case = find_own_case(request.user, public_id)
    if case.kind != "appeal":
        raise Http404
    form = PleadForm(request.POST)
    status = 422
    if form.is_valid():
        data = form.cleaned_data
        try:
            appeals.plead(case, data["what"], data["words"], request.user, clock.now())
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
            status = 409 if broken.is_conflict else 422
        else:
            messages.success(request, _("Your wish is recorded. You will get a letter."))
            return redirect("cabinet:appeal", public_id)
    case = find_own_case(request.user, public_id)
    return _show(request, case, AddForm(), plea=form, status=status)


@own_page
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks once, naming the appeal; the second press withdraws it."""
    case = find_own_case(request.user, public_id)
    if case.state not in BEFORE_ANSWER:
        return redirect("cabinet:appeal", public_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            _withdraw(case, request.user, reason)
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, _("%(number)s is withdrawn.") % {"number": case.number})
        return redirect("cabinet:appeal", public_id)
    context = {"case": case, "form": form, "is_request": case.kind in INQUIRY_KINDS}
    return render(request, "cabinet/withdraw.html", context, status=422 if form.errors else 200)


def _withdraw(case: Case, user: Any, reason: str) -> None:
    at = clock.now()
    if case.kind in INQUIRY_KINDS:
        requests.withdraw_inquiry(case, user, at, reason=reason)
    else:
        appeals.withdraw_appeal(case, user, at, reason=reason)


@own_page
@require_POST
def repeat(request: HttpRequest, public_id: str) -> HttpResponse:
    """A repeated appeal: the matter was answered, but not settled (13.1); or a returned one,
    filled in as it was written (A-05)."""
    case = find_own_case(request.user, public_id)
    try:
        draft = appeals.repeat_appeal(case, request.user, clock.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("cabinet:appeal", public_id)
    return redirect("appeals:write", draft.public_id)


@own_page
@require_safe
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    found = open_own_file(request.user, public_id, "cabinet.file", clock.now())
    return serve(found.file, found.name, found.content_type)


@own_page
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """PD-04: everything of one's own from every room, as one file, at once and free."""
    found: dict[str, Any] = own_data(request.user)
    if (resident := resident_of(request.user)) is not None:
        found |= export_of(resident)
        journal.record("residents.exported", request.user, resident, clock.now())
    text = json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="vikno-my-data.json"'
    return response


def _refused(
    request: HttpRequest, case: Case, form: forms.Form, broken: RuleBroken
) -> HttpResponse:
    form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    case = find_own_case(request.user, case.public_id)
    return _show(request, case, form, status=409 if broken.is_conflict else 422)


def _show(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    *,
    plea: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    with by_clocks_of(case):
        return _render(request, case, form, plea or PleadForm(), status)


def _render(
    request: HttpRequest, case: Case, form: forms.Form, plea: forms.Form, status: int
) -> HttpResponse:
    context = {
        **_about(case),
        "form": form,
        "plea": plea,
        "can_plead": case.kind == "appeal" and case.state in BEFORE_ANSWER,
        "section": "home",
        "can_add": case.state in BEFORE_ANSWER,
        "can_withdraw": case.kind != "consultation" and case.state in BEFORE_ANSWER,
        "again": _again(case),
        "can_repeat": case.kind == "appeal" and case.state in ("answered", "closed"),
        "can_mend": case.kind == "appeal" and case.state == "returned",
    }
    return render(request, "cabinet/appeal.html", context, status=status)


def _about(case: Case) -> dict[str, Any]:
    """The appeal or request in the author's words."""
    state, label = author_state(case)
    is_request = case.kind in INQUIRY_KINDS
    if is_request:
        found, answers = inquiry_of(case), []
    else:
        found = Appeal.objects.select_related("form_revision").get(pk=case.pk)
        answers = display(found.form_revision, found.values)
    return {
        "case": case,
        "appeal": found,
        "is_request": is_request,
        "state": state,
        "state_label": label,
        "timeline": author_timeline(case),
        "answers": answers,
        "today": clock.today(),
    }


def _again(case: Case) -> str:
    """Where to write to the same addressee once more, when that is possible (13.1: a repeated
    appeal)."""
    if case.is_open or not case.addressee.accepts_appeals:
        return ""
    draft = AppealDraft.objects.select_related("form").filter(case=case).first()
    if draft is None or not draft.form.is_active:
        return ""
    return reverse("appeals:start", args=[case.addressee.slug, draft.form.slug])
