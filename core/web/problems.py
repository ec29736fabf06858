"""Refusals for programs: application/problem+json (RFC 9457), the same sentences as the site's.

A problem has `type` (urn:vikno:problem:<code>), `title`, `status`, `detail` and, when places are
to blame, `errors`: [{"field", "code", "detail"}]. Titles and details are in the asker's language.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja import errors as ninja_errors

from core.errors import RuleBroken

CONTENT_TYPE = "application/problem+json"
WHOLE = "__all__"  # the name of "no field in particular", as in Django's forms


def problem_response(
    status: int,
    *,
    code: str | None = None,
    title: str | None = None,
    detail: Any = None,
    errors: Iterable[dict] = (),
    headers: dict[str, str] | None = None,
    **members: Any,
) -> JsonResponse:
    """A problem answer for a plain Django view; further keywords become members of the body."""
    body: dict[str, Any] = {
        "type": f"urn:vikno:problem:{code}" if code else "about:blank",
        "title": str(title or _title(status)),
        "status": int(status),
    }
    if detail:
        body["detail"] = str(detail)
    if found := list(errors):
        body["errors"] = found
    body.update(members)
    return JsonResponse(
        body,
        status=status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
        json_dumps_params={"ensure_ascii": False},
    )


def place(field: str | None, detail: Any, code: str | None = None) -> dict[str, str]:
    """One entry of `errors`."""
    return {"field": field or WHOLE, "code": code or "invalid", "detail": str(detail)}


def handle_with_problems(api: NinjaAPI) -> None:
    """Make a Ninja API answer every refusal with a problem."""
    for kind, handler in _HANDLERS:
        api.add_exception_handler(kind, handler)


def from_rule(request: HttpRequest, refusal: RuleBroken) -> JsonResponse:
    """409 when the record has moved on, 422 when what was sent is not acceptable."""
    return problem_response(
        HTTPStatus.CONFLICT if refusal.is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY,
        code=refusal.code,
        detail=refusal,
        errors=[place(refusal.field, refusal, refusal.code)] if refusal.field else (),
        **refusal.members,
    )


def from_validation(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Django's own validation: one entry per message."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {WHOLE: error.error_list}
    places = [
        place(field, message, one.code)
        for field, errors in by_field.items()
        for one in errors
        for message in one.messages
    ]
    return _not_acceptable(places)


def from_form(form: Any) -> JsonResponse:
    """The errors of a Django form that a program filled in."""
    return from_validation(form, ValidationError(form.errors.as_data()))


def _from_schema(request: HttpRequest, error: ninja_errors.ValidationError) -> JsonResponse:
    """Ninja's: wrong types, missing or unknown members. The location starts with body or query."""
    return _not_acceptable(
        [
            place(
                ".".join(str(part) for part in one["loc"][1:] if part != "payload"),
                one["msg"],
                one["type"],
            )
            for one in error.errors
        ]
    )


def _from_http(request: HttpRequest, error: ninja_errors.HttpError) -> JsonResponse:
    headers = {"WWW-Authenticate": "Bearer"} if error.status_code == 401 else {}
    if isinstance(error, ninja_errors.Throttled) and error.wait:
        headers["Retry-After"] = str(int(error.wait))
    usual = isinstance(
        error,
        (
            ninja_errors.AuthenticationError,
            ninja_errors.AuthorizationError,
            ninja_errors.Throttled,
        ),
    )
    return problem_response(
        error.status_code, detail=None if usual else error.message, headers=headers
    )


def _not_found(request: HttpRequest, error: Http404) -> JsonResponse:
    """Nothing of the exception is shown: a foreign record must look like an absent one."""
    return problem_response(404, code="not_found")


def _forbidden(request: HttpRequest, error: PermissionDenied) -> JsonResponse:
    return problem_response(403, code="forbidden", detail=str(error))


def _too_much(request: HttpRequest, error: Exception) -> JsonResponse:
    return problem_response(413, code="too_much")


def _not_acceptable(places: list[dict]) -> JsonResponse:
    return problem_response(
        422, code="invalid", detail=_("Correct what is listed and send again."), errors=places
    )


def _title(status: int) -> str:
    titles = {
        400: _("The request cannot be read"),
        401: _("Log in first"),
        403: _("You may not do this"),
        404: _("Nothing is found here"),
        409: _("The record has changed meanwhile"),
        413: _("Too much was sent"),
        422: _("What was sent is not accepted"),
        429: _("Too many requests"),
        503: _("The service is not ready, try again later"),
    }
    return titles.get(int(status)) or HTTPStatus(status).phrase


_HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (RuleBroken, from_rule),
    (ValidationError, from_validation),
    (ninja_errors.ValidationError, _from_schema),
    (ninja_errors.HttpError, _from_http),
    (Http404, _not_found),
    (PermissionDenied, _forbidden),
    (RequestDataTooBig, _too_much),
    (TooManyFieldsSent, _too_much),
    (TooManyFilesSent, _too_much),
)
