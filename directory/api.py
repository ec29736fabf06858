"""The directory as JSON: addressees, their schedules, groups. Public and without personal data.

Labels come in the language of Accept-Language, or of `lang`.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation
from ninja import Query, Router, Schema
from pydantic import Field

from core import clock
from core.web.limits import limited
from directory import api_schemas as shapes
from directory.api_words import addressee_in_full, addressee_in_list, group_words, opening_words
from directory.models import Addressee, AddresseeGroup
from directory.schedules.open_now import open_at
from directory.schedules.openings import opening_of, openings

router = Router(tags=["addressees"])
groups_router = Router(tags=["groups"])

Language = Annotated[str | None, Query(description="uk or en; else Accept-Language decides.")]


class Wanted(Schema):
    """What to list. Empty filters do not narrow."""

    text: str = Field("", max_length=200, description="Words, inflected or only begun.")
    kind: str = Field("", max_length=16)
    group: str = Field("", max_length=80, description="Slug of a group.")
    parent: str = Field("", max_length=80, description="Slug: what stands right under it.")
    under: str = Field("", max_length=80, description="Slug: the whole branch below it.")
    open_now: bool = False
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


@router.get("", response=shapes.AddresseePage, summary="Addressees in the catalogue", auth=None)
@limited("api.public")
def list_addressees(request: HttpRequest, wanted: Query[Wanted], lang: Language = None) -> dict:
    """In alphabetical order of the language. There is no total: ask on while `next_offset` is."""
    with _language(lang):
        found = _chosen(wanted).in_order().select_related("parent")
        last = wanted.offset + wanted.limit
        now = clock.now()
        if wanted.open_now:
            found = open_at(found, now)
        page = list(found[wanted.offset : last + 1])
        opening = openings(page, now)
        rows = [(one, opening[one.pk]) for one in page]
        items = [addressee_in_list(*row) for row in rows[: wanted.limit]]
        return {"items": items, "next_offset": last if len(rows) > wanted.limit else None}


@router.get("/{slug}", response=shapes.AddresseeOut, summary="One addressee", auth=None)
@limited("api.public")
def get_addressee(request: HttpRequest, slug: str, lang: Language = None) -> dict:
    with _language(lang):
        addressee = _listed(slug)
        return addressee_in_full(addressee, opening_of(addressee, clock.now()))


@router.get(
    "/{slug}/schedules",
    response=shapes.OpeningOut,
    summary="Schedules of an addressee and whether it is open",
    auth=None,
)
@limited("api.public")
def get_schedules(request: HttpRequest, slug: str, lang: Language = None) -> dict:
    with _language(lang):
        return opening_words(opening_of(_listed(slug), clock.now()))


@groups_router.get("", response=list[shapes.GroupOut], summary="Groups", auth=None)
@limited("api.public")
def list_groups(request: HttpRequest, lang: Language = None) -> list[dict]:
    with _language(lang):
        return [group_words(one) for one in AddresseeGroup.objects.order_by("order", "slug")[:200]]


@groups_router.get("/{slug}", response=shapes.GroupOut, summary="One group", auth=None)
@limited("api.public")
def get_group(request: HttpRequest, slug: str, lang: Language = None) -> dict:
    """Its members are the addressees with `group=` this slug."""
    group = AddresseeGroup.objects.filter(slug=slug).first()
    if group is None:
        raise Http404
    with _language(lang):
        return group_words(group)


def _chosen(wanted: Wanted) -> Any:
    found = Addressee.objects.listed()
    if wanted.kind:
        found = found.of_kind(wanted.kind)
    if wanted.group:
        found = found.in_group(wanted.group)
    if wanted.parent:
        found = found.filter(parent__slug=wanted.parent)
    if wanted.under:
        top = Addressee.objects.filter(slug=wanted.under).only("path").first()
        found = found.under(top, inclusive=False) if top else found.none()
    return found.matching(wanted.text) if wanted.text else found


def _listed(slug: str) -> Addressee:
    found = Addressee.objects.listed().select_related("parent").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _language(lang: str | None) -> AbstractContextManager:
    if lang in dict(settings.LANGUAGES):
        return translation.override(lang)
    return nullcontext()
