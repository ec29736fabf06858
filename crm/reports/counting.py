"""The statements behind reports: few, and none of them brings a case into memory.

The database groups by what has few values only: it guesses the number of groups, and sorts on
disk when it guesses many.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import (
    Aggregate,
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

from crm.reports import rules
from crm.reports.asking import NOBODY, Question
from crm.reports.discipline_rules import Lot
from crm.reports.rules import Asked, Counted
from crm.reports.sets import asked_of, columns

TOPIC_LENGTH = 3
WAY = ("registration__receipt_form", "registration__source_level")


def by_way(cases: QuerySet, question: Question) -> list[Counted]:
    """One statement for the whole quarterly table: each column counts what its list holds."""
    ways = asked_of(cases, question).order_by().values_list(*WAY)
    filters = columns()
    counts: dict[str, Aggregate] = {
        one.code: Count("pk", filter=filters[one.code])
        for one in rules.COLUMNS
        if not one.counts_people
    }
    people = Coalesce(Sum("registration__signatories_count"), Count("pk"))
    found = ways.annotate(**counts, citizens=people)
    codes = [*counts, "citizens"]
    return [
        Counted(form or "", level or "", dict(zip(codes, many, strict=True)))
        for form, level, *many in found
    ]


def questions(cases: QuerySet, question: Question) -> list[Asked]:
    """One statement for questions by topic; a city's own topics count with the one they begin."""
    found = asked_of(cases, question).order_by().filter(questions__isnull=False)
    rows = (
        found.annotate(head=Substr("questions__topic", 1, TOPIC_LENGTH))
        .values_list("head", *WAY)
        .annotate(many=Count("questions"))
    )
    return [Asked(_topic(head), form or "", level or "", many) for head, form, level, many in rows]


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
