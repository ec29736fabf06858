"""Rows of what was found: address, marked words, second line."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url

from core.words.dates import date_words
from home.models import CataloguePage
from home.navigation import LanguageLink
from home.reading.rows import page_urls
from search.models import Document
from search.rules import Piece, excerpt, marked
from search.services import Asked


@dataclass(frozen=True)
class Result:
    document: Document
    url: str
    title: list[Piece]
    excerpt: list[Piece]
    second_line: str


def result_rows(documents: list[Document], asked: Asked, request: HttpRequest) -> list[Result]:
    """In the order given. An addressee without a page leads to its row in the catalogue."""
    urls = _urls(documents, asked.language, request)
    wanted = frozenset(asked.lemmas)
    prefix = asked.last_word if len(asked.last_word) > 2 else ""
    return [
        Result(
            document=one,
            url=urls[one.pk],
            title=marked(one.shown_title, wanted, prefix),
            excerpt=excerpt(one.text, wanted, prefix),
            second_line=_second_line(one),
        )
        for one in documents
    ]


def grouped(
    documents: list[Document], asked: Asked, request: HttpRequest
) -> list[tuple[str, list[Result]]]:
    """[(name of the kind, results)] for suggestions; kinds without results are absent."""
    rows = result_rows(documents, asked, request)
    groups = ((kind, [row for row in rows if row.document.kind == kind]) for kind in Document.Kind)
    return [(str(kind.label), found) for kind, found in groups if found]


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The same search in other languages, the words kept."""
    here = request.build_absolute_uri(request.get_full_path())
    return [
        LanguageLink(code, str(name), translate_url(here, code), code == request.LANGUAGE_CODE)
        for code, name in settings.LANGUAGES
    ]


def _urls(documents: list[Document], language: str, request: HttpRequest) -> dict[int, str]:
    addressees = [one.addressee for one in documents if one.addressee]
    urls = page_urls(addressees, request) if addressees else {}
    catalogue = ""
    if any(one.pk not in urls for one in addressees):
        page = CataloguePage.objects.live().filter(locale__language_code=language).first()
        catalogue = (page.get_url(request) or "") if page else ""
    return {
        one.pk: _own_url(one, request)
        or urls.get(one.addressee_id)
        or f"{catalogue}?text={one.shown_title}"
        for one in documents
    }


def _own_url(document: Document, request: HttpRequest) -> str:
    """Of what has a page of its own."""
    if document.answer:
        return reverse("answers:answer", args=[document.answer.public_id])
    if document.survey:
        return reverse("polls:survey", args=[document.survey.slug])
    return (document.page.get_url(request) or "") if document.page else ""


def _second_line(document: Document) -> str:
    if document.answer is not None:
        body = document.answer.addressee
        return f"{body.short_name or body.name} · {date_words(document.answer.answered_on)}"
    if document.survey is not None:
        about = document.survey.topic or document.survey.addressee
        return str(about.name) if about else ""
    if document.addressee is None:
        return ""
    return str(document.addressee.post) or str(document.addressee.get_kind_display())
