"""Which earlier appeals a new one resembles, and what sign of group 2 that proposes (A-11, R-03).

The product only proposes, with its reason; a clerk decides. Likeness is that of words in their
base form (Jaccard), of the topic and of the address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.literals import HasPart
from core.words.lemmas import lemma, words_of
from crm.appeals.models import Question
from crm.cases.models import Case

AUTHOR_WINDOW = timedelta(days=730)
MASS_WINDOW = timedelta(days=60)
"""How far back the same author's and other people's appeals are compared (†)."""
ALIKE = 0.35
SAME_TEXT = 0.75
SHOWN = 5
LOOKED_AT = 60
RARE_WORDS = 4

_READ = (
    *("public_id", "number", "kind", "state", "is_open", "subject", "search_text"),
    *("received_at", "due_on", "addressee", "resident", "answered_at", "hide_identity"),
)


@dataclass(frozen=True)
class Likeness:
    """An earlier appeal, the sign it proposes and why."""

    case: Case
    sign: str
    reason: str
    score: float

    @property
    def may_join(self) -> bool:
        return self.case.is_open


def likenesses_of(case: Case, seen: QuerySet[Case], today: date) -> list[Likeness]:
    """Earlier appeals on the same matter among those this person may read, most alike first.

    Four statements however many appeals there are.
    """
    earlier = seen.filter(kind="appeal", received_at__lte=case.received_at).exclude(pk=case.pk)
    earlier = earlier.exclude(state="joined").only(*_READ).order_by("-received_at")
    topics = _topics_of([case.pk])
    own = set(_words(case))
    found = [*_of_author(case, earlier), *_of_others(case, earlier)]
    theirs = _topics_by_case([one.pk for one in found]) if topics else {}
    likenesses = []
    for one in found:
        score = _jaccard(own, set(_words(one)))
        shared = topics & theirs.get(one.pk, set())
        if verdict := _verdict(case, one, score, bool(shared), today):
            likenesses.append(Likeness(one, *verdict, score))
    likenesses.sort(key=lambda like: (-like.score, -like.case.pk))
    return likenesses[:SHOWN]


def _of_author(case: Case, earlier: QuerySet[Case]) -> Iterable[Case]:
    if case.resident_id is None:
        return []
    since = case.received_at - AUTHOR_WINDOW
    return earlier.filter(resident=case.resident_id, received_at__gte=since)[:LOOKED_AT]


def _of_others(case: Case, earlier: QuerySet[Case]) -> Iterable[Case]:
    """People who sent the same words lately: the longest words of the subject all stand there."""
    rare = sorted({lemma(word) for word in words_of(case.subject)}, key=lambda word: -len(word))
    rare = [word for word in rare if len(word) > 3][:RARE_WORDS]
    if len(rare) < 2:
        return []
    others = earlier.filter(received_at__gte=case.received_at - MASS_WINDOW)
    others = others.exclude(Q(resident=case.resident_id) & ~Q(resident=None))
    for word in rare:
        others = others.filter(HasPart("search_text", f" {word} "))
    return others[:LOOKED_AT]


def _verdict(
    case: Case, one: Case, score: float, same_topic: bool, today: date
) -> tuple[str, str] | None:
    """The sign and the reason in words, or nothing."""
    is_same_author = case.resident_id is not None and one.resident_id == case.resident_id
    if not is_same_author:
        if score >= SAME_TEXT:
            return "2.5", _("Other people sent the same text.")
        return None
    threshold = ALIKE * 0.6 if same_topic else ALIKE
    if score < threshold:
        return None
    if not one.is_open:
        return _of_finished(one)
    if one.due_on is not None and one.due_on < today:
        return "2.2", _("The same author wrote of this; the term of that appeal is missed.")
    if one.addressee_id != case.addressee_id:
        return "2.3", _("The same author sent this to another addressee too.")
    return "2.4", _("The same author wrote of this; the term of that appeal has not ended.")


def _of_finished(one: Case) -> tuple[str, str] | None:
    if one.answered_at is not None:
        return "2.2", _("The same author wrote of this and was answered.")
    if one.state in ("forwarded", "not_considered"):
        return "2.2", _("The same author wrote of this; it was not considered here.")
    return None  # returned and withdrawn: a new complete submission is no repetition (DL-09)


def _words(case: Case) -> list[str]:
    return case.search_text.split()


def _jaccard(one: set[str], other: set[str]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def _topics_of(keys: list[int]) -> set[str]:
    return set().union(*_topics_by_case(keys).values())


def _topics_by_case(keys: list[int]) -> dict[int, set[str]]:
    topics: dict[int, set[str]] = {}
    for key, topic in Question.objects.filter(case__in=keys).values_list("case", "topic"):
        topics.setdefault(key, set()).add(topic)
    return topics
