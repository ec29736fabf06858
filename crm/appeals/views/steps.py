"""What the pages of the way share: finding the draft, claiming a guest's, the list of steps."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import clock
from crm.appeals import guests
from crm.appeals.models import AppealDraft
from crm.appeals.services import claim_drafts
from crm.appeals.services.drafts import drafts_of
from home.reading.rows import page_urls


def find_draft(request: HttpRequest, public_id: str, *, put_away: bool = False) -> AppealDraft:
    """This person's draft, first claiming what they wrote as a guest; 404 for anybody else's.

    A draft that was put away is found only when asked for.
    """
    draft = held_drafts(request, public_id).filter(public_id=public_id).first()
    if draft is None or put_away != (draft.state == AppealDraft.State.DISCARDED):
        raise Http404
    return draft


def held_drafts(request: HttpRequest, public_id: str) -> QuerySet[AppealDraft]:
    """All that this person holds, after claiming what they wrote as a guest."""
    key = guests.key_of(request)
    if request.user.is_authenticated and key:
        claim_drafts(request.user, key, clock.now(), keep=public_id)
    return drafts_of(request.user, key)


def done_url(draft: AppealDraft) -> str:
    return reverse("appeals:done", args=[draft.case.public_id])


def way(
    request: HttpRequest, draft: AppealDraft, current: str, *, draft_is_kept: bool = True
) -> dict[str, Any]:
    """What every page of the way shows around its form: to whom, which step, the way back."""
    addressee = draft.addressee
    page = page_urls([addressee], request).get(addressee.pk, "")
    steps = _steps(draft if draft_is_kept else None, current, addressee, page)
    number = next(step["number"] for step in steps if step["state"] == "current")
    return {
        "draft": draft,
        "addressee": addressee,
        "addressee_page": page,
        "definition": draft.form,
        "steps": steps,
        "step_number": number,
    }


def _steps(
    draft: AppealDraft | None, current: str, addressee: Any, page: str
) -> list[dict[str, Any]]:
    """The four steps for the list at the side: done, current, coming."""
    names = [
        ("to", _("To whom"), str(addressee.short_name or addressee.name)),
        ("write", _("About what"), ""),
        ("details", _("Your data"), ""),
        ("check", _("Check and send"), ""),
    ]
    order = [name for name, _label, _note in names]
    steps = []
    for number, (name, label, note) in enumerate(names, start=1):
        state = "current" if name == current else "coming"
        if order.index(name) < order.index(current):
            state = "done"
        url = page if name == "to" else ""
        if state == "done" and draft is not None and name != "to":
            url = reverse(f"appeals:{name}", args=[draft.public_id])
        steps.append({"number": number, "label": label, "note": note, "state": state, "url": url})
    return steps


def language() -> str:
    return (get_language() or "uk").split("-")[0]
