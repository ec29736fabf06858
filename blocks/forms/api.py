"""Forms as JSON, so that a client of its own can show them. Public: no answers here, ever."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from blocks.forms import rules
from blocks.forms.models import FormDefinition
from blocks.forms.services import current_revision
from core.private_files.kinds import KINDS

router = Router(tags=["forms"])


class OptionOut(Schema):
    code: str
    label: dict[str, str]


class FieldOut(Schema):
    """One field. `name` is what the answer is sent under; limits that do not apply are null."""

    name: str
    code: str
    type: str
    label: dict[str, str]
    help: dict[str, str] = {}
    required: bool = False
    options: list[OptionOut] | None = None
    max_length: int | None = None
    minimum: str | None = None
    maximum: str | None = None
    decimals: int | None = None
    allowed: str | None = None
    content_types: list[str] | None = None
    max_count: int | None = None
    max_megabytes: int | None = None


class FormOut(Schema):
    slug: str
    name: dict[str, str]
    intro: dict[str, str]
    applicant: str
    purpose: str
    revision: int
    fields: list[FieldOut]


class FormInList(Schema):
    slug: str
    name: dict[str, str]
    applicant: str
    purpose: str


@router.get("", response=list[FormInList], summary="Published forms")
def list_forms(request: HttpRequest) -> list[dict[str, Any]]:
    wanted = FormDefinition.objects.active().order_by("slug").defer("fields")[:200]
    return [_head(form) for form in wanted]


@router.get("/{slug}", response=FormOut, summary="One form with its fields")
def get_form(request: HttpRequest, slug: str) -> dict[str, Any]:
    form = FormDefinition.objects.active().filter(slug=slug).first()
    revision = current_revision(form) if form else None
    if form is None or revision is None:
        raise Http404
    fields = [_field(field) for field in revision.fields]
    return {**_head(form), "intro": dict(form.intro), "revision": revision.number, "fields": fields}


def _head(form: FormDefinition) -> dict[str, Any]:
    return {
        "slug": form.slug,
        "name": dict(form.name),
        "applicant": form.applicant,
        "purpose": form.purpose,
    }


def _field(field: dict[str, Any]) -> dict[str, Any]:
    shown = {**field, "name": rules.PREFIX + field["code"]}
    if field["type"] == "file":
        shown["content_types"] = [KINDS[code].content_type for code in rules.file_kinds(field)]
    return shown
