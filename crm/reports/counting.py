"""The statements behind reports: few, and none of them brings a case into memory.

Appeals that are alike in everything a table asks are counted together by the database; the rest is
addition (rules.py).
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Substr, TruncDate

from crm.appeals.models import Question as AskedQuestion
from crm.reports import rules
from crm.reports.asking import NOBODY, Question
from crm.reports.discipline_rules import Lot
from crm.reports.marks import marks
from crm.reports.rules import Asked, Combination
from crm.reports.sets import asked_of

TOPIC_LENGTH = 3


def combinations(cases: QuerySet, question: Question) -> Iterator[Combination]:
    """One statement for the whole quarterly table."""
    card = "registration__"
    marked = marks()
    found = asked_of(cases, question).order_by()
    found = found.annotate(is_hero=_flag(marked["heroes"]), is_protected=_flag(marked["protected"]))
    rows = found.values_list(
        f"{card}receipt_form",
        f"{card}source_level",
        f"{card}sign",
        f"{card}subject",
        "is_hero",
        "is_protected",
        "appeal__appeal_kind",
        "state",
        "appeal__result",
        "is_open",
    ).annotate(cases=Count("pk"), people=Coalesce(Sum(f"{card}signatories_count"), Count("pk")))
    for row in rows.iterator():
        yield Combination(*("" if one is None else one for one in row))


def questions(cases: QuerySet, question: Question) -> list[Asked]:
    """One statement for questions by topic; a city's own topics count with the one they begin."""
    found = AskedQuestion.objects.filter(case__in=asked_of(cases, question).order_by().values("pk"))
    rows = (
        found.annotate(head=Substr("topic", 1, TOPIC_LENGTH))
        .order_by()
        .values_list("head", "case__registration__receipt_form", "case__registration__source_level")
        .annotate(questions=Count("pk"), cases=Count("case", distinct=True))
    )
    return [
        Asked(_topic(head), form or "", level or "", many, appeals)
        for head, form, level, many, appeals in rows
    ]


def _topic(head: str) -> str:
    is_known = head[:1] == "Q" and head[1:].isdecimal() and len(head) == TOPIC_LENGTH
    return head if is_known else rules.OTHER_TOPIC


def lots(cases: QuerySet, question: Question, today: date) -> Iterator[Lot]:
    """One statement for the discipline of everybody."""
    answered = TruncDate("answered_at")
    is_answered = Q(state__in=rules.REPLIED, answered_at__isnull=False)
    until = Case(When(is_answered, then=answered), default=Value(today), output_field=DateField())
    took = ExpressionWrapper(until - F("registered_on"), output_field=DurationField())
    found = asked_of(cases, question).order_by().alias(_answered=answered)
    rows = found.annotate(
        answered=_flag(is_answered),
        late=_flag(is_answered & Q(due_on__isnull=False) & Q(_answered__gt=F("due_on"))),
        overdue=_flag(Q(is_open=True, due_on__lt=today)),
        took=took,
    )
    names = ("answered", "late", "is_extended", "is_open", "overdue", "took")
    counted = rows.values_list("addressee", "assignee", *names).annotate(cases=Count("pk"))
    for addressee, assignee, *flags, days, many in counted.iterator():
        yield Lot(addressee, assignee or NOBODY, *flags, days.days, many)


def _flag(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
