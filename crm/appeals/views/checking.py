"""The last look, the sending, and the page that says what happens next."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import RuleBroken
from core.web.limits import limited
from crm.appeals import guests
from crm.appeals.models import AppealDraft
from crm.appeals.services import send_draft
from crm.appeals.views.showing import last_look
from crm.appeals.views.steps import done_url, find_draft
from crm.appeals.views.without_account import ask_as_guest, check_as_guest
from crm.cases.access import open_case_for
from crm.cases.models import Case
from crm.cases.profiles import by_clocks_of


@never_cache
@require_GET
def check(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Everything that will be sent, with a way back to each part."""
    if not request.user.is_authenticated:
        return check_as_guest(request, public_id)
    draft = find_draft(request, public_id)
    if draft.state == AppealDraft.State.SUBMITTED:
        return redirect(done_url(draft))
    return last_look(request, draft, request.user)


@require_POST
@limited("appeals.submit")
def submit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Send; a second press, a reload or another tab ends at the same number.

    Where no account is needed a guest gets a link that sends it.
    """
    if not request.user.is_authenticated:
        return ask_as_guest(request, public_id)
    try:
        case = send_draft(public_id, request.user, clock.now())
    except AppealDraft.DoesNotExist:
        raise Http404 from None
    except RuleBroken as refusal:
        draft = find_draft(request, public_id)
        return last_look(request, draft, request.user, refusal)
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
