"""The card of a case, its print, and everything done on it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.errors import RuleBroken
from crm.appeals import services as appeals
from crm.appeals.models import Appeal, Registration
from crm.cases.access import find_case_for, open_case_for
from crm.cases.models import Case
from crm.cases.profiles import by_clocks_of
from crm.cases.states import INQUIRY_KINDS
from crm.desk import services
from crm.desk.access import desk_page
from crm.desk.actions import form_for, step_for
from crm.desk.inquiry_cards import card_of
from crm.desk.sheets import Sheet
from crm.desk.steps import Step
from crm.desk.views.inquiries import act_on_inquiry
from crm.desk.views.lists import frame
from crm.desk.views.path_doers import PATH_DOERS, Doer

DOERS: dict[str, tuple[Doer, Any]] = {
    **PATH_DOERS,
    "register": (
        lambda case, data, who, at: appeals.confirm_registration(
            case,
            who,
            at,
            card=data["said"],
            questions=data["questions"],
            signatories=data["signatories"],
            reception=data["reception"],
            version=data["version"],
        ),
        _("The appeal is registered."),
    ),
    "card": (
        lambda case, data, who, at: appeals.correct_card(
            case,
            data["said"],
            who,
            at,
            version=data["version"],
            signatories=data["signatories"],
            questions=data["questions"],
            reception=data["reception"],
        ),
        _("The registration card is saved."),
    ),
    "assign": (
        lambda case, data, who, at: appeals.assign_appeal(
            case, data["executor"], who, at, resolution=data["resolution"]
        ),
        _("The executor is assigned."),
    ),
    "accept": (
        lambda case, data, who, at: appeals.accept_assignment(case, who, at),
        _("The appeal is in your work."),
    ),
    "reply": (
        lambda case, data, who, at: appeals.draft_reply(
            case,
            data["text"],
            data["result"],
            who,
            at,
            results=data["results"],
            version=data["version"],
        ),
        _("The draft is passed for signature."),
    ),
    "sign": (
        lambda case, data, who, at: appeals.sign_reply(
            case, who, at, text=data["text"], version=data["version"]
        ),
        _("The reply is signed and sent."),
    ),
    "rework": (
        lambda case, data, who, at: appeals.return_for_rework(
            case, data["remark"], who, at, version=data["version"]
        ),
        _("The draft is returned for rework."),
    ),
    "extend": (
        lambda case, data, who, at: appeals.extend_term(
            case, data["until"], data["reason"], who, at
        ),
        _("The term is extended, the author is told."),
    ),
    "interim": (
        lambda case, data, who, at: appeals.send_interim_reply(case, data["text"], who, at),
        _("The interim reply is sent."),
    ),
    "close": (
        lambda case, data, who, at: appeals.close_appeal(case, who, at),
        _("Taken off control."),
    ),
    "return": (
        lambda case, data, who, at: appeals.return_to_author(
            case, data["reason"], who, at, ground=data["ground"]
        ),
        _("The appeal is returned to the author."),
    ),
    "refuse": (
        lambda case, data, who, at: appeals.refuse_consideration(
            case, data["reason"], who, at, ground=data["ground"]
        ),
        _("The appeal is left without consideration, the author is told."),
    ),
    "restore": (
        lambda case, data, who, at: appeals.restore_term(case, data["reason"], who, at),
        _("The term of the complaint is restored."),
    ),
    "note": (
        lambda case, data, who, at: services.leave_note(case, data["text"], who, at),
        _("The note is left."),
    ),
    "files": (
        lambda case, data, who, at: services.add_files(
            case, data["files"], who, at, for_author=data["for_author"]
        ),
        _("The files are added."),
    ),
}

OF_REPLY = ("reply", "sign", "rework")


@desk_page
@require_safe
def case_card(request: HttpRequest, public_id: str) -> HttpResponse:
    at = clock.now()
    case = open_case_for(request.user, public_id, "desk.case", at)
    if case.author_id == request.user.pk:
        return redirect("cabinet:appeal", public_id)
    current, whole = request.GET.get("tab", ""), "all" in request.GET
    first = request.GET.get("first", "")[:40]
    with by_clocks_of(case):
        card = card_of(case, request.user, at, current=current, whole=whole, first=first)
        return render(request, "desk/case.html", {**frame(request), "card": card})


@desk_page
@require_safe
def case_print(request: HttpRequest, public_id: str) -> HttpResponse:
    """The card on paper: everything in words, exact dates, no controls."""
    at = clock.now()
    case = open_case_for(request.user, public_id, "desk.print", at)
    if case.author_id == request.user.pk:
        raise Http404
    with by_clocks_of(case):
        card = card_of(case, request.user, at, whole=True)
        context = {**frame(request), "card": card, "printed_at": at}
        return render(request, "desk/print.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Take a step with the case. What was refused comes back with everything that was typed.

    Whoever comes here by address (after signing in again, by a reload) is led to the card.
    """
    if request.method != "POST":
        return redirect(f"{reverse('desk:case', args=[public_id])}?{urlencode({'tab': code})}")
    at = clock.now()
    case = find_case_for(request.user, public_id, at)
    with by_clocks_of(case):
        if case.kind in INQUIRY_KINDS and case.author_id != request.user.pk:
            return act_on_inquiry(request, case, code, at)
        return _act(request, case, code, at)


def _act(request: HttpRequest, case: Case, code: str, at: Any) -> HttpResponse:
    if code not in DOERS or case.author_id == request.user.pk:
        raise Http404
    step = step_for(request.user, case, code)
    if step is None and code == "register":
        return _second(request, case, at)
    if step is None:
        return _refused(request, case, code, None, at)
    appeal = Appeal.objects.get(pk=case.pk)
    form = form_for(step, case, appeal, request.POST, request.FILES)
    if form is not None and not form.is_valid():
        return _show(request, case, code, form, at, status=422)
    do, done = DOERS[code]
    try:
        do(case, form.cleaned_data if form is not None else {}, request.user, at)
    except RuleBroken as broken:
        if form is None:
            messages.error(request, str(broken))
            return _show(request, case, "", None, at, status=409 if broken.is_conflict else 422)
        if broken.code in ("version", "registered"):
            return _kept_card(request, case, str(broken), at)
        if broken.code == appeals.STALE:
            form = _over_newer(request, case, step)
        form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        return _show(request, case, code, form, at, status=409 if broken.is_conflict else 422)
    messages.success(request, done)
    return redirect("desk:case", case.public_id)


def _second(request: HttpRequest, case: Case, at: Any) -> HttpResponse:
    """Two clerks at one appeal: the second learns who was first and loses nothing typed."""
    first = Registration.objects.select_related("registered_by").filter(case=case).first()
    if first is None or first.registered_by is None:
        return _refused(request, case, "register", None, at)
    message = _("%(name)s has already registered this appeal.")
    return _kept_card(request, case, message % {"name": first.registered_by.short_name}, at)


def _kept_card(request: HttpRequest, case: Case, message: str, at: Any) -> HttpResponse:
    """What was typed on a card that somebody has changed meanwhile: to be compared with it and
    saved again, now as a correction of the latest version."""
    case = Case.objects.get(pk=case.pk)
    step = step_for(request.user, case, "register") or step_for(request.user, case, "card")
    if step is None:
        return _refused(request, case, "card", None, at)
    appeal = Appeal.objects.get(pk=case.pk)
    sheet = Sheet.read(case, appeal)
    typed = request.POST.copy()
    typed["version"] = str(sheet.registration.version) if sheet else ""
    form = form_for(step, case, appeal, typed, request.FILES, sheet=sheet)
    if form is not None:
        form.add_error(None, message)
    return _show(request, case, step.code, form, at, status=409)


def _over_newer(request: HttpRequest, case: Case, step: Step) -> Any:
    """What was typed over an older reply, beside the newer one, to be sent again over it."""
    appeal = Appeal.objects.get(pk=case.pk)
    typed = request.POST.copy()
    typed["version"] = str(appeal.reply_version)
    form = form_for(step, case, appeal, typed, request.FILES)
    form.newer = _newer_reply(case)
    return form


def _refused(
    request: HttpRequest, case: Case, code: str, form: forms.Form | None, at: Any
) -> HttpResponse:
    """The case has moved on meanwhile, or this is not for this person: say so beside the card."""
    typed = next(filter(None, map(request.POST.get, ("text", "reason", "remark"))), "")
    messages.error(
        request,
        _("This cannot be done now: the case is in the state “%(state)s”.")
        % {"state": case.state_label},
    )
    newer = _newer_reply(case) if code in OF_REPLY else None
    return _show(request, case, "note", form, at, status=409, typed=typed, newer=newer)


def _newer_reply(case: Case) -> Appeal | None:
    """The reply as it is now, with its writer, to be compared with what was typed."""
    appeal = Appeal.objects.select_related("reply_drafted_by").get(pk=case.pk)
    return appeal if appeal.reply_drafted_by else None


def _show(
    request: HttpRequest,
    case: Case,
    code: str,
    form: forms.Form | None,
    at: Any,
    *,
    status: int,
    typed: str = "",
    newer: Appeal | None = None,
) -> HttpResponse:
    case = open_case_for(request.user, case.public_id, "desk.case", at)
    card = card_of(case, request.user, at, current=code, refused=form)
    context = {**frame(request), "card": card, "typed": typed, "newer": newer}
    return render(request, "desk/case.html", context, status=status)
