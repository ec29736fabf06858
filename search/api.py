"""The public search for programs."""

from typing import Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from core.web.limits import client_address, limited
from search import reading, services
from search.models import Document

router = Router(tags=["search"])
PER_PAGE = 20


class Found(Schema):
    kind: Literal["addressee", "page", "answer", "survey"]
    title: str
    url: str = Field(description="Absolute address of the page.")
    addressee: str | None = Field(
        None, description="Slug of the addressee, or of the one that answered."
    )
    excerpt: str


class FoundPage(Schema):
    items: list[Found]
    page: int
    has_next: bool


@router.get("", response=FoundPage, summary="Search pages, addressees, answers, surveys", auth=None)
@limited("api.public", methods=("GET",), key=client_address)
def search(
    request: HttpRequest,
    q: str = Query(..., min_length=1, max_length=120, description="Words in any form."),
    kind: Literal["addressee", "page", "answer", "survey", ""] = "",
    page: int = Query(1, ge=1, le=500),
) -> dict:
    """Inflected forms of Ukrainian words are found; the language follows Accept-Language."""
    language = (get_language() or "uk").split("-")[0]
    asked = services.Asked(text=q.replace("\0", ""), language=language, kind=kind)
    start = (page - 1) * PER_PAGE
    found = services.find(asked, start, start + PER_PAGE + 1)
    rows = reading.result_rows(found[:PER_PAGE], asked, request)
    return {
        "items": [
            {
                "kind": row.document.kind,
                "title": row.document.shown_title,
                "url": request.build_absolute_uri(row.url),
                "addressee": _slug_of(row.document),
                "excerpt": "".join(piece.words for piece in row.excerpt),
            }
            for row in rows
        ],
        "page": page,
        "has_next": len(found) > PER_PAGE,
    }


def _slug_of(document: Document) -> str | None:
    body = document.answer.addressee if document.answer else document.addressee
    return body.slug if body else None
