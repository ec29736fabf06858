"""The page on which the author says who they are and how to reply."""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.accounts.profile_forms import ProfileForm
from core.accounts.services import save_profile
from crm.appeals.forms import ReplyByForm
from crm.appeals.models import AppealDraft
from crm.appeals.services import save_draft
from crm.appeals.services.links import needs_no_account
from crm.appeals.views.showing import only_in
from crm.appeals.views.steps import done_url, find_draft, way
from crm.appeals.views.without_account import details_of_guest


@never_cache
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A guest is asked to sign in or register, and the draft waits, unless the addressee's profile
    needs no account (A-28)."""
    draft = find_draft(request, public_id)
    if draft.state == AppealDraft.State.SUBMITTED:
        return redirect(done_url(draft))
    context = way(request, draft, "details")
    if not request.user.is_authenticated and needs_no_account(draft.addressee):
        return details_of_guest(request, draft, context)
    if not request.user.is_authenticated:
        here = reverse("appeals:details", args=[draft.public_id])
        return render(request, "appeals/sign_in.html", {**context, "here": here})
    posted = request.POST if request.method == "POST" else None
    form = ProfileForm(posted, instance=_copy_of(request.user), is_strict=True)
    reply_by = ReplyByForm(posted, initial={"reply_channel": draft.data.get("reply_channel")})
    if not draft.data.get("reply_channel"):
        reply_by.initial = {}
    form.fields["language"].help_text = only_in(draft.addressee)
    if posted is not None and form.is_valid() & reply_by.is_valid():
        save_profile(request.user, form.cleaned_data, at=clock.now())
        save_draft(draft, reply_by.cleaned_data, clock.now())
        return redirect("appeals:check", draft.public_id)
    status = 422 if posted is not None else 200
    context |= {"form": form, "reply_by": reply_by}
    return render(request, "appeals/details.html", context, status=status)


def _copy_of(user: Any) -> Any:
    """The form writes into a copy: a refused profile must not change the person in the header."""
    return get_user_model().objects.get(pk=user.pk)
