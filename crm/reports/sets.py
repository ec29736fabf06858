"""The set of appeals that a figure counts, as a filter: the list behind it opens by the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate

from crm.appeals.models import Question as AskedQuestion
from crm.cases.states import OPEN_STATES
from crm.reports import rules
from crm.reports.asking import EVERYBODY, NOBODY, Behind, Question
from crm.reports.discipline_rules import AGES
from crm.reports.marks import COLUMNS as MARKED
from crm.reports.marks import marks
from directory.models import Addressee


def asked_of(cases: QuerySet, question: Question) -> QuerySet:
    """Appeals registered in the period; for an addressee with everything below it."""
    since, until = question.period.since, question.period.until
    found = cases.filter(kind="appeal", registered_on__range=(since, until))
    if question.applicant != EVERYBODY:
        found = found.filter(appeal__applicant=question.applicant)
    if question.addressee is not None:
        top = Addressee.objects.filter(pk=question.addressee).values_list("path", flat=True).first()
        branch = Addressee.objects.filter(path__startswith=top or "-")
        found = found.filter(addressee__in=branch.values("pk"))
    return found


def narrowed(cases: QuerySet, behind: Behind, today: Any) -> QuerySet | None:
    """The appeals of one cell, or None for a cell that no table has."""
    found = asked_of(cases, behind.question)
    match behind.table:
        case "quarter":
            return _of_quarter(found, behind.row, behind.column)
        case "topic":
            return _of_topic(found, behind.row, behind.column)
        case "addressee" | "executor":
            return _of_discipline(found, behind, today)
    return None


def _of_quarter(found: QuerySet, row: str, column: str) -> QuerySet | None:
    if row not in rules.ROW or column not in rules.COLUMN:
        return None
    return found.filter(_row(row)).filter(columns()[column])


def _row(code: str) -> Q:
    forms = {
        "post": "1.1",
        "phone": "1.1.1",
        "reception": "1.2",
        "representative": "1.3",
        "power": "1.4",
        "power_local": "1.4",
        "power_central": "1.4",
        "media": "1.5",
        "other": "1.6",
    }
    if code == "total":
        return Q()
    if code == "unknown":
        return Q(registration=None) | ~Q(registration__receipt_form__in=rules.KNOWN_FORMS)
    wanted = Q(registration__receipt_form=forms[code])
    if code.startswith("power_"):
        wanted &= Q(registration__source_level=code.removeprefix("power_"))
    return wanted


def _ended(result: str, *states: str) -> Q:
    """Closed with this result, whatever proposed result an ending of another sort left behind."""
    others = rules.ENDINGS + rules.WITHOUT_RESULT
    by_result = Q(is_open=False, appeal__result=result) & ~Q(state__in=others)
    return by_result | Q(is_open=False, state__in=states)


_RESULT_OF = {
    "positive": _ended("9.1"),
    "refused": _ended("9.2"),
    "explained": _ended("9.3"),
    "returned": _ended("9.4", "returned"),
    "forwarded": _ended("9.5", "forwarded"),
    "not_considered": _ended("9.6", "not_considered"),
}
_COLUMNS: dict[str, Q] = {
    "total": Q(),
    "citizens": Q(),
    "collective": Q(registration__subject="5.2"),
    "repeated": Q(registration__sign="2.2"),
    "proposals": Q(appeal__appeal_kind="proposal"),
    "statements": Q(appeal__appeal_kind="statement"),
    "complaints": Q(appeal__appeal_kind="complaint"),
    "kindless": Q(appeal__appeal_kind=""),
    "in_work": Q(is_open=True),
    **_RESULT_OF,
    "otherwise": Q(is_open=False)
    & (
        Q(state__in=rules.WITHOUT_RESULT)
        | (~Q(state__in=rules.ENDINGS) & ~Q(appeal__result__in=rules.RESULTS))
    ),
}


def columns() -> dict[str, Q]:
    """What each column of the quarterly table counts; marks of the classifiers are asked for."""
    return {**_COLUMNS, **marks()}


def _of_topic(found: QuerySet, topic: str, row: str) -> QuerySet | None:
    if row not in rules.ROW:
        return None
    questions = AskedQuestion.objects.all()
    if topic == rules.OTHER_TOPIC:
        questions = questions.exclude(topic__regex=r"^Q\d\d")
    elif topic != "all":
        questions = questions.filter(topic__startswith=topic[:3])
    return found.filter(_row(row), pk__in=questions.values("case"))


def _of_discipline(found: QuerySet, behind: Behind, today: Any) -> QuerySet | None:
    if behind.column not in _DISCIPLINE:
        return None
    if behind.row != "total":
        if not behind.row.isdecimal() or len(behind.row) > 10:
            return None
        key = int(behind.row)
        field = "addressee" if behind.table == "addressee" else "assignee"
        found = found.filter(**({f"{field}__isnull": True} if key == NOBODY else {field: key}))
    found = found.alias(_answered=TruncDate("answered_at"))
    return found.filter(_DISCIPLINE[behind.column](today))


def _aged(least: int, most: int | None) -> Callable[[Any], Q]:
    def wanted(today: Any) -> Q:
        found = Q(is_open=True, registered_on__lte=today - timedelta(days=least))
        if most is not None:
            found &= Q(registered_on__gte=today - timedelta(days=most))
        return found

    return wanted


_ANSWERED = Q(state__in=rules.REPLIED, answered_at__isnull=False)
_LATE = Q(due_on__isnull=False, _answered__gt=F("due_on"))
_DISCIPLINE: dict[str, Callable[[Any], Q]] = {
    "all": lambda today: Q(),
    "answered": lambda today: _ANSWERED,
    "in_time": lambda today: _ANSWERED & ~_LATE,
    "late": lambda today: _ANSWERED & _LATE,
    "extended": lambda today: Q(is_extended=True),
    "open": lambda today: Q(is_open=True),
    "overdue": lambda today: Q(is_open=True, due_on__lt=today),
    **{age.code: _aged(age.least, age.most) for age in AGES},
}

assert set(rules.COLUMN) == {*_COLUMNS, *MARKED}, "every column has the list behind it"
assert OPEN_STATES
