"""Whose appeals stand in the quarterly table apart, as the classifiers say (domain.md 4, 5.1).

A mark on a value of groups 7 and 8 names the column; its days are days of registration, so a mark
given or taken away later leaves old tables as they were. Values out of force count as before.
"""

from collections import defaultdict
from typing import Any

from django.db.models import BooleanField, F, Func, Q

from directory.models import ClassifierValue

CARD = "registration__"
COLUMNS = ClassifierValue.CountedAs.values


class HasAny(Func):
    """Whether a JSON list of texts holds one of these; asked the database's own way."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, column: Any, codes: tuple[str, ...]) -> None:
        super().__init__(F(column) if isinstance(column, str) else column)
        self.codes = codes

    def as_sql(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, list[Any]]:
        listed, params = compiler.compile(self.source_expressions[0])
        wanted = ", ".join(["%s"] * len(self.codes))
        sql = f"EXISTS (SELECT 1 FROM json_each({listed}) WHERE json_each.value IN ({wanted}))"
        return sql, [*params, *self.codes]

    def as_postgresql(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, list[Any]]:
        listed, params = compiler.compile(self.source_expressions[0])
        return f"{listed} ?| %s", [*params, list(self.codes)]


def marks() -> dict[str, Q]:
    """The appeals of each marked column, in one small statement."""
    codes: dict[tuple[str, Any, Any], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    found = ClassifierValue.objects.filter(counted_as__in=COLUMNS).order_by("classifier", "code")
    names = ("counted_as", "counted_from", "counted_until", "classifier__code", "code")
    for column, since, until, group, code in found.values_list(*names):
        codes[column, since, until][group].append(code)
    told = {column: Q(pk__in=[]) for column in COLUMNS}
    for (column, since, until), groups in codes.items():
        told[column] |= _of_groups(groups) & _within(since, until)
    return told


def _of_groups(groups: dict[str, list[str]]) -> Q:
    wanted = Q()
    if categories := groups.get("author_category"):
        wanted |= Q(HasAny(f"{CARD}categories", tuple(categories)))
    if statuses := groups.get("social_status"):
        wanted |= Q(**{f"{CARD}social_status__in": statuses})
    return wanted or Q(pk__in=[])


def _within(since: Any, until: Any) -> Q:
    days = Q()
    if since:
        days &= Q(registered_on__gte=since)
    if until:
        days &= Q(registered_on__lte=until)
    return days
