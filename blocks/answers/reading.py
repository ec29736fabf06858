"""What the public pages of the register show: by words, by year, by pages."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from blocks.answers.models import PublishedAnswer
from core.words.lemmas import lemmatise

PER_PAGE = 10
MOST_PAGES = 1_000
LONGEST = 120


class LanguageLink(NamedTuple):
    """The same page in another language."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Asked:
    """Words, year and page as they came in the address; anything odd is left out."""

    text: str = ""
    year: int | None = None
    number: int = 1

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        number = _whole(request.GET.get("page", ""), MOST_PAGES) or 1
        text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
        return cls(text, _whole(request.GET.get("year", ""), 9999), number)

    def url(self, number: int) -> str:
        wanted = {"q": self.text, "year": self.year or "", "page": number if number > 1 else ""}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return reverse("answers:list") + (f"?{query}" if query else "")


def _whole(text: str, most: int) -> int | None:
    text = text.strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        return None
    return min(int(text), most) or None


def found(asked: Asked) -> QuerySet[PublishedAnswer]:
    """Newest first; every word in some form."""
    rows = PublishedAnswer.objects.select_related("addressee")
    if asked.year:
        rows = rows.filter(answered_on__year=asked.year)
    for lemma in lemmatise(asked.text).split():
        rows = rows.filter(lemmas__contains=f" {lemma} ")
    return rows.order_by("-answered_on", "-pk")


def page_context(asked: Asked, request: HttpRequest) -> dict[str, Any]:
    """One row more is read than is shown: whether there is a next page, without counting."""
    start = (asked.number - 1) * PER_PAGE
    rows = list(found(asked)[start : start + PER_PAGE + 1])
    days = PublishedAnswer.objects.dates("answered_on", "year", order="DESC")
    return {
        "asked": asked,
        "rows": rows[:PER_PAGE],
        "years": [day.year for day in days],
        "previous_url": asked.url(asked.number - 1) if asked.number > 1 else "",
        "next_url": asked.url(asked.number + 1) if len(rows) > PER_PAGE else "",
        "alternates": language_links(request),
    }


def language_links(request: HttpRequest) -> list[LanguageLink]:
    here, now = request.build_absolute_uri(request.get_full_path()), get_language()
    return [
        LanguageLink(code, str(name), translate_url(here, code), code == now)
        for code, name in settings.LANGUAGES
    ]
