"""Lists of surveys: open, coming and closed, by topic and by addressee, a page at a time."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest

from blocks.polls.models import Snapshot, Survey, Topic
from blocks.polls.reading.links import language_links
from blocks.polls.reading.pages import answer_url, state_words
from blocks.polls.reading.result import is_for_everybody
from directory.models import Addressee

PER_PAGE = 20
CHOICES_AT_MOST = 200
STATES = ("open", "coming", "closed")


def plain(word: str) -> str:
    """Without the sign that no database takes, and no longer than any address is."""
    return word.replace("\0", "").strip()[:80]


@dataclass(frozen=True)
class Asked:
    """Filters and where to go on from, as they came in the address; anything odd is left out."""

    state: str = ""
    topic: str = ""
    addressee: str = ""
    before: int | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        def word(name: str) -> str:
            return plain(request.GET.get(name, ""))

        state, before = word("state"), word("before")
        is_number = before.isascii() and before.isdecimal() and len(before) < 19
        return cls(
            state if state in STATES else "",
            word("topic"),
            word("addressee"),
            int(before) if is_number else None,
        )

    @property
    def query(self) -> str:
        wanted = {
            name: value
            for name in ("state", "topic", "addressee", "before")
            if (value := getattr(self, name))
        }
        return f"?{urlencode(wanted)}" if wanted else ""


@dataclass(frozen=True)
class Row:
    survey: Survey
    state: str
    n: int | None
    """How many have answered, where the result is for everybody."""

    @property
    def state_words(self) -> str:
        return state_words(self.state)

    @property
    def answer_url(self) -> str:
        return answer_url(self.survey) if self.state == "open" else ""


def found(asked: Asked, at: datetime) -> QuerySet[Survey]:
    """The newest first, with the number of answers of the last snapshot."""
    last = Snapshot.objects.filter(survey=OuterRef("pk")).order_by("-taken_at")
    rows = (
        Survey.objects.published()
        .select_related("topic", "addressee")
        .annotate(answered=Subquery(last.values("ballots")[:1]))
    )
    if asked.state:
        rows = rows.filter(_in_state(asked.state, at))
    if asked.topic:
        rows = rows.filter(topic__slug=asked.topic)
    if asked.addressee:
        rows = rows.filter(addressee__slug=asked.addressee)
    if asked.before:
        rows = rows.filter(pk__lt=asked.before)
    return rows.order_by("-pk")


def _in_state(state: str, at: datetime) -> Q:
    closed = Q(closed_at__isnull=False) | Q(closes_at__lte=at)
    coming = Q(opens_at__gt=at)
    if state == "closed":
        return closed
    return ~closed & coming if state == "coming" else ~closed & ~coming


def rows_of(asked: Asked, at: datetime, most: int = PER_PAGE) -> tuple[list[Row], Asked | None]:
    """A page of rows, and where the next one begins; one row more is read than is shown."""
    surveys = list(found(asked, at)[: most + 1])
    rows = [
        Row(one, one.state_at(at), one.answered if is_for_everybody(one, at) else None)
        for one in surveys[:most]
    ]
    more = len(surveys) > most
    return rows, replace(asked, before=surveys[most - 1].pk) if more else None


def list_context(asked: Asked, request: HttpRequest, at: datetime) -> dict[str, Any]:
    rows, following = rows_of(asked, at)
    return {
        "asked": asked,
        "rows": rows,
        "next_url": f"{request.path}{following.query}" if following else "",
        "first_url": f"{request.path}{replace(asked, before=None).query}" if asked.before else "",
        "topics": topics(),
        "addressees": rated_addressees(),
        "alternates": language_links(request),
    }


def topics() -> list[Topic]:
    return list(Topic.objects.filter(is_active=True).order_by("order", "pk")[:CHOICES_AT_MOST])


def rated_addressees() -> list[Addressee]:
    """Those that some published survey is about, in the order of the alphabet."""
    about = Survey.objects.published().filter(addressee__isnull=False).values("addressee")
    return list(Addressee.objects.filter(pk__in=about).order_by("sort_name")[:CHOICES_AT_MOST])
