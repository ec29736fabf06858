"""The page on which the appeal itself is written."""

from typing import Any

from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from blocks.forms.models import FormDefinition
from blocks.forms.services import build_form, current_revision, initial_from_json, typed_to_json
from core import clock
from core.errors import RuleBroken
from core.web.limits import limited, spend, who
from core.web.problems import problem_response
from crm.appeals import guests
from crm.appeals.completeness import CUSTOM, kept_files
from crm.appeals.forms import WriteForm
from crm.appeals.models import AppealDraft
from crm.appeals.rules import DATA_FIELDS
from crm.appeals.services import (
    add_draft_files,
    claim_drafts,
    discard_draft,
    open_draft,
    remove_draft_file,
    restore_draft,
    save_draft,
)
from crm.appeals.services.drafts import drafts_of, put_away_beside
from crm.appeals.views.keeping import keeps_typed
from crm.appeals.views.sections import sections_of
from crm.appeals.views.steps import done_url, find_draft, language, way
from directory.models import Addressee


@never_cache
@keeps_typed
@require_http_methods(["GET", "POST"])
@limited("appeals.draft")
def start(request: HttpRequest, addressee: str, form: str) -> HttpResponseBase:
    """The first look at the form; a row is made only when something is sent."""
    to = get_object_or_404(Addressee.objects.listed().accepting_appeals(), slug=addressee)
    definition = get_object_or_404(FormDefinition.objects.active(), slug=form)
    if request.method == "POST":
        return _begin(request, to, definition)
    key = guests.key_of(request)
    if request.user.is_authenticated and key:
        claim_drafts(request.user, key, clock.now())
    mine = drafts_of(request.user, key).filter(
        addressee=to, form=definition, state=AppealDraft.State.OPEN
    )
    if (draft := mine.first()) is not None:
        return redirect("appeals:write", draft.public_id)
    return _show(request, _unsaved(to, definition))


@never_cache
@keeps_typed
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Go on writing; everything typed is kept, right or wrong.

    A page left open by somebody who has logged out meanwhile becomes a guest's draft, which is
    theirs again after log-in; what it says was typed is all that it gives.
    """
    try:
        draft = find_draft(request, public_id)
    except Http404:
        if request.method != "POST" or request.user.is_authenticated:
            raise
        return _begin(request, *_named_by_page(request.POST))
    if draft.state == AppealDraft.State.SUBMITTED:
        return redirect(done_url(draft))
    return _receive(request, draft) if request.method == "POST" else _show(request, draft)


@require_POST
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go back to a draft that gave way to another one."""
    draft = find_draft(request, public_id, put_away=True)
    restore_draft(draft, request.user, clock.now())
    return redirect("appeals:write", public_id)


def _begin(request: HttpRequest, to: Addressee, definition: FormDefinition) -> HttpResponseBase:
    if request.trouble is not None:
        return _receive(request, _unsaved(to, definition))
    key = guests.key_of(request) or guests.new_key()
    draft = open_draft(request.user, key, to, definition, clock.now())
    response = _receive(request, draft)
    if not request.user.is_authenticated:
        guests.remember(response, key)
    return response


def _unsaved(to: Addressee, definition: FormDefinition) -> AppealDraft:
    draft = AppealDraft(addressee=to, form=definition)
    draft.revision = current_revision(definition)
    return draft


def _named_by_page(posted: QueryDict) -> tuple[Addressee, FormDefinition]:
    """The addressee and the form that the page itself says it is for."""
    listed = Addressee.objects.listed().accepting_appeals()
    return (
        get_object_or_404(listed, slug=posted.get("to", "")),
        get_object_or_404(FormDefinition.objects.active(), slug=posted.get("form", "")),
    )


@require_POST
def remove_file(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """Take one file out of the draft, keeping whatever else the page held."""
    draft = find_draft(request, public_id)
    remove_draft_file(draft, file_id)
    return redirect(reverse("appeals:write", args=[public_id]) + "#files")


@require_POST
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """The person has thought better of it."""
    draft = find_draft(request, public_id)
    discard_draft(draft, clock.now())
    return redirect("cabinet:home" if request.user.is_authenticated else "/")


def _receive(request: HttpRequest, draft: AppealDraft) -> HttpResponse:
    """Keep what was typed, then either go on or show what is wrong."""
    at = clock.now()
    form = WriteForm(request.POST, definition=draft.form, addressee=draft.addressee)
    custom = build_form(draft.revision, language())(
        request.POST, request.FILES, kept_files=_kept(draft)
    )
    if (trouble := request.trouble) is not None:
        return _in_trouble(request, draft, form, custom, trouble)
    save_draft(draft, _typed(form, custom, request.POST), at)
    here = reverse("appeals:write", args=[draft.public_id])
    if "autosave" in request.POST:
        return JsonResponse({"saved_at": f"{clock.local(at):%H:%M}", "url": here})
    if removed := request.POST.get("remove_file", ""):
        remove_draft_file(draft, removed)
        return redirect(here + "#files")
    if (refusal := _take_files(request, draft, custom, at)) is not None:
        form.full_clean()
        form.add_error(None, str(refusal))
        return _show(request, draft, form, custom, refusal)
    if "add_files" in request.POST:
        return redirect(here + "#files")
    if "leave" in request.POST:
        return redirect("cabinet:home" if request.user.is_authenticated else draft_home(draft))
    if form.is_valid() & custom.is_valid():
        return redirect("appeals:details", draft.public_id)
    return _show(request, draft, form, custom)


def _in_trouble(
    request: HttpRequest, draft: AppealDraft, form: WriteForm, custom: Any, trouble: RuleBroken
) -> HttpResponse:
    """Nothing is saved; what was typed, or at least what had been saved, is on the page."""
    if "autosave" in request.POST:
        return problem_response(trouble.status, code=trouble.code, detail=trouble)
    kept = {"form": form, "custom": custom} if request.POST else {}
    response = _show(request, draft, **kept, trouble=trouble)
    response.status_code = trouble.status
    return response


def draft_home(draft: AppealDraft) -> str:
    """Where a guest goes after «save and leave»: the form itself, which will be found filled in."""
    return reverse("appeals:start", args=[draft.addressee.slug, draft.form.slug])


def _typed(form: WriteForm, custom: Any, posted: Any) -> dict[str, Any]:
    """Everything posted, valid or not, without control signs; never more than a page of text."""
    typed: dict[str, Any] = {}
    for name in DATA_FIELDS:
        if name not in form.fields:
            continue
        if name in ("hide_identity", "is_collective"):
            typed[name] = bool(posted.get(name))
        elif name == "author_category":
            typed[name] = [code[:40] for code in posted.getlist(name)[:40]]
        else:
            typed[name] = posted.get(name, "").replace("\x00", "")[:60_000]
    return {**typed, "values": typed_to_json(custom)}


def _kept(draft: AppealDraft) -> dict[str, int]:
    return kept_files(draft) if draft.pk else {}


def _take_files(
    request: HttpRequest, draft: AppealDraft, custom: Any, at: Any
) -> RuleBroken | None:
    """Keep the files of the page: the general ones and those of the form's own file fields."""
    try:
        spend("files.upload", who(request), sum(1 for _file in _sent(request)))
        with transaction.atomic():
            if files := request.FILES.getlist("files"):
                add_draft_files(draft, files, at)
            for name in request.FILES:
                if name.startswith(CUSTOM) and name in custom.fields and name not in custom.errors:
                    code = name.removeprefix(CUSTOM)
                    add_draft_files(draft, request.FILES.getlist(name), at, code)
    except RuleBroken as refusal:
        return refusal
    return None


def _sent(request: HttpRequest) -> list[Any]:
    return [file for _name, files in request.FILES.lists() for file in files]


def _show(
    request: HttpRequest,
    draft: AppealDraft,
    form: WriteForm | None = None,
    custom: Any = None,
    refusal: RuleBroken | None = None,
    trouble: RuleBroken | None = None,
) -> HttpResponse:
    is_asked = form is not None
    if form is None:
        form = WriteForm(initial=draft.data, definition=draft.form, addressee=draft.addressee)
    if custom is None:
        custom = build_form(draft.revision, language())(
            initial=initial_from_json(draft.data.get("values") or {}), kept_files=_kept(draft)
        )
    context = {
        **way(request, draft, "write", draft_is_kept=bool(draft.pk)),
        "form": form,
        "custom": custom,
        "sections": sections_of(custom),
        "files": list(draft.files.order_by("pk")) if draft.pk else [],
        "refusal": refusal,
        "trouble": trouble,
        "put_away": put_away_beside(draft, request.user),
    }
    return render(request, "appeals/write.html", context, status=422 if is_asked else 200)
