"""The last look, the sending, and the page that says what happens next."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from blocks.forms.services import display
from core import clock
from core.errors import RuleBroken
from core.web.limits import limited
from crm.appeals import guests
from crm.appeals.author_forms import words_of
from crm.appeals.completeness import forms_of
from crm.appeals.forms import KINDS
from crm.appeals.models import AppealDraft, ReplyChannel
from crm.appeals.services import send_draft
from crm.appeals.views.steps import done_url, find_draft, language, way
from crm.cases.access import open_case_for
from crm.cases.models import Case
from crm.cases.profiles import by_clocks_of
from directory.models import Addressee


@never_cache
@login_required
@require_GET
def check(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Everything that will be sent, with a way back to each part."""
    draft = find_draft(request, public_id)
    if draft.state == AppealDraft.State.SUBMITTED:
        return redirect(done_url(draft))
    return _show(request, draft)


@login_required
@require_POST
@limited("appeals.submit")
def submit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Send; a second press, a reload or another tab ends at the same number."""
    try:
        case = send_draft(public_id, request.user, clock.now())
    except AppealDraft.DoesNotExist:
        raise Http404 from None
    except RuleBroken as refusal:
        return _show(request, find_draft(request, public_id), refusal)
    response = redirect("appeals:done", case.public_id)
    guests.forget(response)
    return response


@never_cache
@login_required
@require_GET
def done(request: HttpRequest, public_id: str) -> HttpResponse:
    """The number, the lawful date in words, and what happens next."""
    case = open_case_for(request.user, public_id, "done", clock.now())
    if case.author_id != request.user.pk:
        return redirect("desk:case", public_id)
    with by_clocks_of(case):
        context = {
            "case": case,
            "dates": _dates(case),
            "is_late": _counts_later(case),
            "another": _another(case),
        }
        return render(request, "appeals/done.html", context)


def _another(case: Case) -> str:
    """Where the same form to the same addressee begins anew, while both still take letters."""
    draft = AppealDraft.objects.select_related("form").filter(case=case).first()
    if draft is None or not (draft.form.is_active and case.addressee.accepts_appeals):
        return ""
    return reverse("appeals:start", args=[case.addressee.slug, draft.form.slug])


def _dates(case: Case) -> dict[str, Any]:
    """Due days by purpose, from the stored clocks and never computed here."""
    clocks = case.clocks.select_related("clock")
    return {of_case.purpose: of_case.clock for of_case in clocks}


def _counts_later(case: Case) -> bool:
    """DL-05: sent outside office hours, so it counts as registered on a later day."""
    received: datetime = clock.local(case.received_at)
    return case.registered_on != received.date()


def _show(
    request: HttpRequest, draft: AppealDraft, refusal: RuleBroken | None = None
) -> HttpResponse:
    write, custom = forms_of(draft, language=language())
    is_ready = write.is_valid() & custom.is_valid()
    slug = draft.data.get("against") or ""
    context = {
        **way(request, draft, "check"),
        "data": draft.data,
        "kind_label": {code.value: label for code, label, _hint in KINDS}.get(
            draft.data.get("kind", "")
        ),
        "against": Addressee.objects.filter(slug=slug).first() if slug else None,
        "of_author": words_of(draft.data),
        "answers": display(draft.revision, draft.data.get("values") or {}),
        "files": draft.files.order_by("pk"),
        "reply_label": dict(ReplyChannel.choices).get(
            draft.data.get("reply_channel") or ReplyChannel.CABINET
        ),
        "is_ready": is_ready,
        "needs_profile": not request.user.has_full_profile,
        "refusal": refusal,
    }
    return render(request, "appeals/check.html", context, status=422 if refusal else 200)
