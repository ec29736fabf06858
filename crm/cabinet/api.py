"""A resident's own requests for programs, by a token from the cabinet: same rules as the site."""

import hashlib
import secrets
from typing import Annotated, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from core import clock
from core.accounts.bearer import PersonalToken
from core.audit import services as journal
from core.errors import RuleBroken
from core.private_files import serve
from core.web.limits import limited
from crm.appeals.access import find_own_case, open_own_file
from crm.appeals.api import PAGE, OptionalKey, incomplete, same_key_of_another, without_nul
from crm.appeals.api_words import case_in_list, event_out, page_out
from crm.appeals.author_words import author_timeline
from crm.cabinet import api_schemas as shapes
from crm.cases.models import Case, CaseEvent
from crm.cases.states import INQUIRY_KINDS
from crm.requests import rules
from crm.requests import services as requests
from crm.requests.forms import ORGANISATION, PERSON, InformationForm, PersonalDataForm
from crm.requests.models import inquiry_of
from crm.requests.services.handling import BEFORE_ANSWER
from directory.models import Addressee

reads, writes = PersonalToken("requests:read"), PersonalToken("requests:write")
router = Router(tags=["my requests"], auth=reads)


@router.get("", response=shapes.RequestPage, summary="My requests")
@limited("api.personal", methods=("GET",))
def list_requests(
    request: HttpRequest,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = 20,
    after: Annotated[str, Query(max_length=24)] = "",
) -> dict[str, Any]:
    """Newest first."""
    mine = Case.objects.written_by(request.user).filter(kind__in=INQUIRY_KINDS)
    edge = _own(request, after) if after else None
    return page_out(mine.select_related("addressee"), limit, edge)


@router.get("/{public_id}", response=shapes.RequestOut, summary="One request with its timeline")
@limited("api.personal", methods=("GET",))
def read_request(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """What the cabinet shows; the reading is noted in the journal like any other."""
    case = _own(request, public_id)
    journal.record_viewing(request.user, case, "api", clock.now())
    return _in_full(case)


@router.get("/files/{public_id}", summary="A file of a request", url_name="file_of_request")
@limited("api.personal", methods=("GET",))
def file_of_request(request: HttpRequest, public_id: str) -> HttpResponse:
    """The bytes, as an attachment."""
    found = open_own_file(request.user, public_id, "api.file", clock.now(), kinds=INQUIRY_KINDS)
    return serve(found.file, found.name, found.content_type)


@router.post(
    "",
    auth=writes,
    response={201: shapes.RequestOut, 200: shapes.RequestOut},
    summary="File a request",
)
@limited("requests.file")
def file_request(request: HttpRequest, payload: shapes.NewRequest, key: OptionalKey = None) -> Any:
    """201 with the number; 200 with the same request when the key was already used for it."""
    user = request.user
    entry_key = _entry_key(user, key)
    form = _form(payload, entry_key, user)
    if not form.is_valid():
        return incomplete(
            [
                (None if name == "__all__" else name, error["message"], error["code"] or None)
                for name, errors in form.errors.get_json_data().items()
                for error in errors
            ]
        )
    if (known := requests.filed_with(entry_key, user)) is not None:
        return Status(200, _in_full(_same_again(known, form)))
    case = _file(payload, form, user)
    return Status(201, _in_full(_own(request, case.public_id)))


@router.post(
    "/{public_id}/additions", auth=writes, response={201: shapes.RequestOut}, summary="Add to it"
)
@limited("appeals.add")
def add_to_request(
    request: HttpRequest,
    public_id: str,
    text: Form[str] = "",
    files: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads the default, nobody writes it
) -> Any:
    """Explain or attach until the answer is given; the term does not move."""
    case = _own(request, public_id)
    requests.add_to_inquiry(case, without_nul(text), files, request.user, clock.now())
    return Status(201, _in_full(case))


@router.post(
    "/{public_id}/withdrawal", auth=writes, response=shapes.RequestOut, summary="Withdraw it"
)
@limited("appeals.add")
def withdraw(request: HttpRequest, public_id: str, payload: shapes.Withdrawal) -> dict[str, Any]:
    """The written wish of the author; no answer follows."""
    case = _own(request, public_id)
    reason = without_nul(payload.reason)
    case = requests.withdraw_inquiry(case, request.user, clock.now(), reason=reason)
    return _in_full(case)


def _own(request: HttpRequest, public_id: str) -> Case:
    """A request of the token's owner; an appeal is absent here, as a request is among appeals."""
    case = find_own_case(request.user, public_id)
    if case.kind not in INQUIRY_KINDS:
        raise Http404
    return case


def _entry_key(user: Any, key: str | None) -> str:
    """Keys of different people never meet; without a key each call files anew."""
    told = f"{user.pk}:{key or secrets.token_urlsafe(24)}"
    return f"api-{hashlib.sha256(told.encode()).hexdigest()[:36]}"


def _form(payload: shapes.NewRequest, entry_key: str, user: Any) -> forms.Form:
    to = Addressee.objects.active().accepting_appeals().filter(slug=payload.addressee).first()
    if to is None:
        raise RuleBroken(_("There is no such addressee."), "addressee", "addressee")
    typed = payload.model_dump(exclude={"kind", "addressee"})
    typed |= {"key": entry_key, "addressee": to.pk}
    if payload.kind == rules.PERSONAL_DATA:
        return PersonalDataForm(typed)
    typed["who"] = ORGANISATION if payload.organisation_name.strip() else PERSON
    return InformationForm(typed, user=user)


def _file(payload: shapes.NewRequest, form: Any, user: Any) -> Case:
    at, data = clock.now(), form.cleaned_data
    if payload.kind == rules.INFORMATION:
        return requests.open_information_request(form.asked(), user, at, channel="api")
    return requests.open_personal_data_request(
        data["right"], data["body"], data["addressee"], user, at, key=data["key"], channel="api"
    )


def _same_again(case: Case, form: Any) -> Case:
    """The same request, or a refusal: the key was used for another."""
    data, kept = form.cleaned_data, inquiry_of(case)
    if isinstance(form, InformationForm):
        asked = form.asked()
        same = (asked.subject, asked.body, asked.addressee.pk)
        is_same = case.kind == rules.INFORMATION and same == (
            *(case.subject, kept.body),
            case.addressee_id,
        )
    else:
        same = (data["right"], data["body"], data["addressee"].pk)
        is_same = case.kind == rules.PERSONAL_DATA and same == (
            *(kept.right, kept.body),
            case.addressee_id,
        )
    if not is_same:
        raise same_key_of_another(
            _("This Idempotency-Key was used for another request. Take a new one.")
        )
    return case


def _in_full(case: Case) -> dict[str, Any]:
    inquiry = inquiry_of(case)
    steps = author_timeline(case)
    answer = next((step for step in steps if step.kind == CaseEvent.Kind.REPLY), None)
    return case_in_list(case) | {
        "body": inquiry.body,
        "right": getattr(inquiry, "right", ""),
        "organisation_name": inquiry.organisation_name,
        "reply_by": inquiry.reply_by,
        "is_urgent": getattr(inquiry, "is_urgent", False),
        "can_add": case.state in BEFORE_ANSWER,
        "timeline": [event_out(step, "file_of_request") for step in steps],
        "answer": answer
        and {
            "text": answer.text,
            "index": answer.data.get("index", ""),
            "is_refusal": case.state == "refused",
        },
    }
