"""A resident's own appeals for programs, by a token from the cabinet: same rules as the site.

A file travels as multipart: first POST /appeals/files under an Idempotency-Key, then POST /appeals
with the same key. The key is the draft: however often it is sent, there is one appeal.
"""

import secrets
from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Header, Query, Router, Status
from ninja.files import UploadedFile

from blocks.forms.models import FormDefinition
from core import clock
from core.accounts.bearer import PersonalToken
from core.errors import Conflict, RuleBroken
from core.private_files import serve
from core.web.limits import limited
from core.web.problems import place, problem_response
from crm.appeals import api_schemas as shapes
from crm.appeals import services as appeals
from crm.appeals.access import find_own_case, open_own_case, open_own_file
from crm.appeals.api_words import case_in_full, page_out
from crm.appeals.completeness import errors_of, file_fields
from crm.appeals.models import AppealDraft
from crm.cases.models import Case
from crm.cases.states import INQUIRY_KINDS, KINDS
from directory.models import Addressee

PAGE = 50
OURS = frozenset(KINDS) - frozenset(INQUIRY_KINDS)
READ, WRITE = "appeals:read", "appeals:write"


reads, writes = PersonalToken(READ), PersonalToken(WRITE)
router = Router(tags=["my appeals"], auth=reads)

Key = Annotated[str, Header(alias="Idempotency-Key", max_length=80, min_length=8)]
OptionalKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=80, min_length=8)]


@router.get("", response=shapes.AppealPage, summary="My appeals")
@limited("api.personal", methods=("GET",))
def list_appeals(
    request: HttpRequest,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = 20,
    after: Annotated[str, Query(max_length=24)] = "",
) -> dict[str, Any]:
    """Newest first."""
    mine = Case.objects.written_by(request.user).exclude(appeal=None).for_list()
    edge = find_own_case(request.user, after, appeals_only=True) if after else None
    return page_out(mine, limit, edge)


# Before /{public_id}: the first pattern that fits an address takes it.
@router.post("/files", auth=writes, response={201: shapes.DraftFilesOut}, summary="Files first")
@limited("files.upload")
def add_files_first(
    request: HttpRequest,
    key: Key,
    addressee: Form[str],
    form: Form[str],
    files: File[list[UploadedFile]],
    field: Form[str] = "",
) -> Any:
    """Keep files for the appeal that will follow under the same key; `field` is a file field of
    the form, or nothing for the general ones."""
    at = clock.now()
    draft = appeals.open_program_draft(request.user, key, *_target(addressee, form), at)
    if field and field not in file_fields(draft):
        raise RuleBroken(_("The form has no such file field."), "field", "field")
    appeals.add_draft_files(draft, files, at, field)
    kept = draft.files.order_by("pk").values("name", "size", "content_type", "field_code")
    return Status(201, {"files": list(kept)})


@router.get("/{public_id}", response=shapes.AppealOut, summary="One appeal with its timeline")
@limited("api.personal", methods=("GET",))
def read_appeal(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """What the cabinet shows; the reading is noted in the journal like any other."""
    at = clock.now()
    return case_in_full(open_own_case(request.user, public_id, "api", at, appeals_only=True))


@router.get("/files/{public_id}", summary="A file of an appeal", url_name="file_of_appeal")
@limited("api.personal", methods=("GET",))
def file_of_appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    """The bytes, as an attachment."""
    found = open_own_file(request.user, public_id, "api.file", clock.now(), kinds=OURS)
    return serve(found.file, found.name, found.content_type)


@router.post(
    "",
    auth=writes,
    response={201: shapes.AppealOut, 200: shapes.AppealOut},
    summary="File an appeal",
)
@limited("appeals.submit")
def file_appeal(request: HttpRequest, payload: shapes.NewAppeal, key: OptionalKey = None) -> Any:
    """201 with the number; 200 with the same appeal when the key was already used for it."""
    at = clock.now()
    addressee, form = _target(payload.addressee, payload.form)
    key = key or secrets.token_urlsafe(24)
    draft = appeals.open_program_draft(request.user, key, addressee, form, at)
    typed = _typed(payload)
    if draft.state == AppealDraft.State.SUBMITTED:
        return Status(200, case_in_full(_same_again(draft, typed)))
    draft = appeals.save_draft(draft, typed, at)
    if refused := errors_of(draft):
        return incomplete(refused)
    case = appeals.register_appeal(draft, request.user, at, channel="api")
    return Status(201, case_in_full(case))


@router.post(
    "/{public_id}/additions", auth=writes, response={201: shapes.AppealOut}, summary="Add to it"
)
@limited("appeals.add")
def add_to_appeal(
    request: HttpRequest,
    public_id: str,
    text: Form[str] = "",
    files: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads the default, nobody writes it
) -> Any:
    """Explain or attach until the reply is given (A-18)."""
    at = clock.now()
    case = find_own_case(request.user, public_id, appeals_only=True)
    appeals.add_to_appeal(case, without_nul(text), files, request.user, at)
    return Status(201, case_in_full(case))


@router.post(
    "/{public_id}/withdrawal", auth=writes, response=shapes.AppealOut, summary="Withdraw it"
)
@limited("appeals.add")
def withdraw(request: HttpRequest, public_id: str, payload: shapes.Withdrawal) -> dict[str, Any]:
    """The written wish of the author; there will be no reply on the merits."""
    case = find_own_case(request.user, public_id, appeals_only=True)
    reason = without_nul(payload.reason)
    case = appeals.withdraw_appeal(case, request.user, clock.now(), reason=reason)
    return case_in_full(case)


def _target(addressee: str, form: str) -> tuple[Addressee, FormDefinition]:
    to = Addressee.objects.listed().accepting_appeals().filter(slug=addressee).first()
    if to is None:
        raise RuleBroken(_("There is no such addressee."), "addressee", "addressee")
    definition = FormDefinition.objects.active().filter(slug=form).first()
    if definition is None:
        raise RuleBroken(_("There is no such form."), "form", "form")
    return to, definition


def _typed(payload: shapes.NewAppeal) -> dict[str, Any]:
    data = payload.model_dump(exclude={"addressee", "form"})
    return without_nul(data)


def without_nul(value: Any) -> Any:
    """PostgreSQL keeps no NUL, and no form has one."""
    match value:
        case str():
            return value.replace("\x00", "")
        case dict():
            return {without_nul(name): without_nul(one) for name, one in value.items()}
        case list():
            return [without_nul(one) for one in value]
    return value


def incomplete(refused: Sequence[tuple[str | None, str, str | None]]) -> HttpResponse:
    """Everything that is missing at once: field, words, code."""
    places = [place(field, message, code) for field, message, code in refused]
    return problem_response(422, code="incomplete", detail=refused[0][1], errors=places)


def same_key_of_another(message: Any) -> Conflict:
    return Conflict(message, "Idempotency-Key", "idempotency_key_reused")


def _same_again(draft: AppealDraft, typed: dict[str, Any]) -> Case:
    if draft.case is None or (draft.data and draft.data != typed):
        raise same_key_of_another(
            _("This Idempotency-Key was used for another appeal. Take a new one.")
        )
    return draft.case
