"""Keeping what can be found equal to what is public, and finding it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from blocks.answers.models import PublishedAnswer
from blocks.polls.models import Survey, SurveyRevision
from core import clock
from core.words import Text
from core.words.lemmas import lemmatise, words_of
from directory.models import Addressee
from home.models import AddresseePage, HomePage, SiteMapPage
from home.models.base import CityPage
from search.models import Document

BATCH = 200
MOST_WORDS = 60_000  # characters of one document that are indexed
NOT_FOUND_TYPES = (AddresseePage, HomePage, SiteMapPage)


@dataclass(frozen=True)
class Asked:
    """A question to the search: the words as typed, their lemmas, and what to look among."""

    text: str
    language: str
    kind: str = ""

    @property
    def lemmas(self) -> list[str]:
        return lemmatise(self.text).split()

    @property
    def last_word(self) -> str:
        words = words_of(self.text)
        return words[-1] if words else ""


def find(asked: Asked, start: int = 0, stop: int = 11) -> list[Document]:
    """All words in some form; failing that, words that begin so; failing that, any of the words."""
    if not asked.lemmas:
        return []
    documents = _documents(asked)
    backend = get_search_backend()
    text = " ".join(asked.lemmas)
    for results in (
        lambda: backend.search(text, documents, operator="and"),
        lambda: backend.autocomplete(" ".join(words_of(asked.text)), documents, operator="and"),
        lambda: backend.search(text, documents, operator="or"),
    ):
        found = list(results()[start:stop])
        if found or (start and list(results()[:1])):
            return found
    return []


def suggest(asked: Asked, most: int = 8) -> list[Document]:
    """What begins like the words typed so far, for the list under the search field."""
    words = words_of(asked.text)
    if not words or len(words[-1]) < 2:
        return []
    return list(
        get_search_backend().autocomplete(" ".join(words), _documents(asked), operator="and")[:most]
    )


def _documents(asked: Asked) -> QuerySet[Document]:
    shown = ("addressee", "page", "answer__addressee", "survey__topic", "survey__addressee")
    documents = Document.objects.filter(language=asked.language).select_related(*shown)
    return documents.filter(kind=asked.kind) if asked.kind else documents


def index_addressees(ids: Iterable[int], at: datetime | None = None) -> None:
    """Write, renew or take away the documents of these addressees in every language."""
    at = at or clock.now()
    for some in batched(sorted(set(ids)), BATCH):
        with transaction.atomic():
            _index_batch(some, at)


def _index_batch(ids: Iterable[int], at: datetime) -> None:
    """A few queries for all, and the search engine told once."""
    addressees = Addressee.objects.filter(pk__in=ids).prefetch_related("contacts")
    pages = AddresseePage.objects.filter(addressee__in=ids).live().public()
    by_place = {
        (page.addressee_id, page.locale.language_code): page
        for page in pages.select_related("locale")
    }
    _forget(
        Document.objects.filter(addressee__in=[one.pk for one in addressees if not one.is_listed])
    )
    documents = [
        _document_of(addressee, by_place.get((addressee.pk, language)), language, at)
        for addressee in addressees
        if addressee.is_listed
        for language, _name in settings.LANGUAGES
    ]
    _tell_search(documents)


def index_page(page: Page, at: datetime | None = None) -> None:
    """The document of a page of words; pages of addressees are found as addressees."""
    page = page.specific
    if isinstance(page, AddresseePage):
        index_addressees([page.addressee_id] if page.addressee_id else [], at)
        return
    is_public = page.live and not page.get_view_restrictions().exists()
    if not is_public or not isinstance(page, CityPage) or isinstance(page, NOT_FOUND_TYPES):
        _forget(Document.objects.filter(page_id=page.pk))
        return
    language = page.locale.language_code
    with override(language):
        text = _sentences([page.summary, *_body_texts(page)])
    with transaction.atomic():
        document = _store(
            {"kind": Document.Kind.PAGE, "page_id": page.pk, "language": language},
            shown_title=page.title,
            text=text,
            more="",
            at=at or clock.now(),
        )
        _tell_search([document])


def index_answer(answer: PublishedAnswer, at: datetime | None = None) -> None:
    """A row of the open register: its text is in one language, its page in every one."""
    with transaction.atomic():
        documents = [
            _store(
                {"kind": Document.Kind.ANSWER, "answer_id": answer.pk, "language": language},
                shown_title=answer.title,
                text=_sentences([answer.question, answer.answer]),
                more="",
                at=at or clock.now(),
            )
            for language, _name in settings.LANGUAGES
        ]
        _tell_search(documents)


def index_survey(survey: Survey, at: datetime | None = None) -> None:
    """A survey that residents may know of, with what is asked now."""
    if not survey.live:
        _forget(Document.objects.filter(survey_id=survey.pk))
        return
    revision = SurveyRevision.objects.filter(survey=survey).order_by("-number").first()
    questions = revision.questions if revision else []
    with transaction.atomic():
        documents = []
        for language, _name in settings.LANGUAGES:
            with override(language):
                asked = [str(Text(one.get("label"))) for one in questions]
                text = _sentences([str(survey.intro), *asked])
                title = str(survey.name)
            key = {"kind": Document.Kind.SURVEY, "survey_id": survey.pk, "language": language}
            documents.append(
                _store(key, shown_title=title, text=text, more="", at=at or clock.now())
            )
        _tell_search(documents)


def rebuild(at: datetime | None = None) -> int:
    """Everything anew: after an import past the services, or a new version of the dictionary."""
    at = at or clock.now()
    _forget(Document.objects.exclude(kind=Document.Kind.ADDRESSEE, addressee__is_listed=True))
    index_addressees(Addressee.objects.listed().values_list("pk", flat=True), at)
    for page in Page.objects.live().public().specific().iterator(chunk_size=200):
        if not isinstance(page, AddresseePage):
            index_page(page, at)
    for answer in PublishedAnswer.objects.iterator(chunk_size=200):
        index_answer(answer, at)
    for survey in Survey.objects.published().iterator(chunk_size=200):
        index_survey(survey, at)
    return Document.objects.count()


def _document_of(
    addressee: Addressee, page: AddresseePage | None, language: str, at: datetime
) -> Document:
    with override(language):
        shown = page.title if page else str(addressee.name)
        facts = [addressee.post, addressee.competences, addressee.description, addressee.address]
        text = _sentences(str(fact) for fact in facts if fact)
        if page:
            text = _sentences([page.summary, text, *_body_texts(page)])
    contacts = " ".join(contact.value for contact in addressee.contacts.all())
    names = " ".join([*addressee.name.values(), *addressee.short_name.values()])
    return _store(
        {"kind": Document.Kind.ADDRESSEE, "addressee_id": addressee.pk, "language": language},
        shown_title=shown,
        text=text,
        more=f"{names} {addressee.keywords} {contacts}",
        at=at,
    )


def _store(key: dict, *, shown_title: str, text: str, more: str, at: datetime) -> Document:
    text = " ".join(text.split())[:MOST_WORDS]
    words = f"{shown_title} {more} {text}"
    facts = {
        "shown_title": shown_title[:300],
        "text": text,
        "title": _both(f"{shown_title} {more}"),
        "body": _both(text),
        "starts": " ".join(dict.fromkeys(words_of(words)))[:MOST_WORDS],
        "updated_at": at,
    }
    document, _is_new = Document.objects.update_or_create(**key, defaults=facts)
    return document


def _tell_search(documents: list[Document]) -> None:
    """In the transaction that wrote them: what is shown and what is found cannot part."""
    if documents:
        get_search_backend().add_bulk(Document, documents)


def _both(text: str) -> str:
    """Lemmas, and the words as written where they differ: a wrong lemma still finds itself."""
    lemmas = lemmatise(text).split()
    known = set(lemmas)
    return " ".join([*lemmas, *(word for word in words_of(text) if word not in known)])


def _sentences(texts: Iterable[str]) -> str:
    """Pieces put together so that an excerpt does not run one heading into another."""
    parts = dict.fromkeys(" ".join(text.split()) for text in texts)
    return " ".join(part if part[-1] in ".!?…:;" else f"{part}." for part in parts if part)


def _body_texts(page: CityPage) -> list[str]:
    body = getattr(page, "body", None)
    if not body:
        return []
    return [strip_tags(text) for text in body.stream_block.get_searchable_content(body)]


def _forget(documents: QuerySet[Document]) -> None:
    for document in documents:
        document.delete()
