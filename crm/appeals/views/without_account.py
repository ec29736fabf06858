"""The end of the way for whoever writes without an account (A-28).

Who they are is kept with the draft; the letter's link, opened and pressed, sends it.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.accounts.models import User
from core.accounts.services import account_of, enter, enters_by_link
from core.errors import RuleBroken
from core.web.limits import limited
from crm.appeals import guests
from crm.appeals.forms import ReplyByForm
from crm.appeals.guest_forms import GuestForm
from crm.appeals.models import AppealDraft
from crm.appeals.services import links, save_draft
from crm.appeals.views.showing import last_look, only_in
from crm.appeals.views.steps import done_url, find_draft, held_drafts, way


def details_of_guest(
    request: HttpRequest, draft: AppealDraft, context: dict[str, Any]
) -> HttpResponse:
    """Name, residence, e-mail, how to reply; what was typed once is there again."""
    posted = request.POST if request.method == "POST" else None
    said = {"language": get_language(), **(draft.data.get("author") or {})}
    form = GuestForm(posted, instance=User(), initial=said)
    reply_by = ReplyByForm(posted)
    if kept := draft.data.get("reply_channel"):
        reply_by.initial = {"reply_channel": kept}
    form.fields["language"].help_text = only_in(draft.addressee)
    if posted is not None and form.is_valid() & reply_by.is_valid():
        at = clock.now()
        save_draft(draft, reply_by.cleaned_data, at)
        links.keep_author(draft, form.cleaned_data, at)
        return redirect("appeals:check", draft.public_id)
    here = reverse("appeals:details", args=[draft.public_id])
    context |= {"form": form, "reply_by": reply_by, "here": here}
    status = 422 if posted is not None else 200
    return render(request, "appeals/details.html", context, status=status)


def guest_draft(request: HttpRequest, public_id: str) -> AppealDraft | None:
    """A guest's own draft to an addressee that asks for no account."""
    draft = held_drafts(request, public_id).filter(public_id=public_id).first()
    if draft is None or draft.state != AppealDraft.State.OPEN:
        return None
    return draft if links.needs_no_account(draft.addressee) else None


def check_as_guest(request: HttpRequest, public_id: str) -> HttpResponseBase:
    draft = guest_draft(request, public_id)
    if draft is None:
        return redirect_to_login(request.get_full_path())
    return last_look(request, draft, links.author_of(draft))


def ask_as_guest(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Send the link; whether the address has an account is told in the letter only."""
    draft = guest_draft(request, public_id)
    if draft is None:
        return redirect_to_login(request.get_full_path())
    try:
        links.ask_to_confirm(draft, clock.now())
    except RuleBroken as refusal:
        return last_look(request, draft, links.author_of(draft), refusal)
    return redirect("appeals:waiting", draft.public_id)


@never_cache
@require_safe
def waiting(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The letter is on its way: until its link is opened nothing is sent."""
    if not request.user.is_authenticated and guest_draft(request, public_id) is None:
        # Sent from another browser meanwhile: the cabinet knows.
        return redirect_to_login(request.get_full_path())
    draft = find_draft(request, public_id)
    if draft.state == AppealDraft.State.SUBMITTED:
        return redirect(done_url(draft))
    if request.user.is_authenticated or not links.asked_address(draft):
        return redirect("appeals:check", draft.public_id)
    context = {**way(request, draft, "check"), "email": links.asked_address(draft)}
    return render(request, "appeals/waiting.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("appeals.submit")
def confirm(request: HttpRequest, key: str) -> HttpResponseBase:
    """What the link opens: the text once more and the button. A mere look sends nothing."""
    at = clock.now()
    try:
        found = links.draft_behind(key, at)
    except links.LinkIsOver as over:
        return render(request, "appeals/link_over.html", status=over.status)
    if found is None:
        raise Http404
    draft, email = found
    if draft.case is not None:
        return _sent_before(request, draft, at)
    if request.user.is_authenticated and request.user.email != email:
        return render(request, "appeals/other_account.html", {"email": email})
    person = account_of(email)
    if person is not None and not enters_by_link(person) and person != request.user:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST":
        return _send(request, draft, email, at)
    return _show(request, draft)


def _send(request: HttpRequest, draft: AppealDraft, email: str, at: datetime) -> HttpResponseBase:
    version = request.POST.get("version", "")
    try:
        case = links.submit_by_link(draft, email, version, request.user, at)
    except links.LinkIsOver as over:
        return render(request, "appeals/link_over.html", status=over.status)
    except RuleBroken as refusal:
        fresh = AppealDraft.objects.select_related("addressee", "form", "revision")
        return _show(request, fresh.get(pk=draft.pk), refusal)
    return _let_in(request, case.author, case.public_id)


def _sent_before(request: HttpRequest, draft: AppealDraft, at: datetime) -> HttpResponseBase:
    """The link is good once; a button pressed twice is one press."""
    person, public_id = draft.user, draft.case.public_id
    if request.user == person:
        return redirect("appeals:done", public_id)
    if request.method == "POST" and links.is_second_press(draft, at):
        return _let_in(request, person, public_id)
    next_url = reverse("cabinet:appeal", args=[public_id])
    return render(request, "appeals/sent_before.html", {"next_url": next_url}, status=410)


def _let_in(request: HttpRequest, person: User, public_id: str) -> HttpResponseBase:
    if not request.user.is_authenticated and enters_by_link(person):
        enter(request, person)
    response = redirect("appeals:done", public_id)
    guests.forget(response)
    return response


def _show(
    request: HttpRequest, draft: AppealDraft, refusal: RuleBroken | None = None
) -> HttpResponse:
    """An account with a password sends under its own name and address."""
    author, viewer = links.author_of(draft), request.user
    if viewer.is_authenticated and viewer.has_full_profile and not enters_by_link(viewer):
        author = viewer
    return last_look(request, draft, author, refusal, version=links.version_of(draft))
