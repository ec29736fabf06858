"""One's own appeals, newest first, by the key of the last row."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from crm.cases.models import Case

PAGE_SIZE = 20


@dataclass(frozen=True)
class AppealsPage:
    cases: list[Case]
    older: str
    is_first: bool


def page_of(mine: QuerySet[Case], cursor: str) -> AppealsPage:
    """A page after the cursor (`moment~key`); a broken cursor is the first page."""
    edge = _parsed(cursor)
    if edge:
        moment, key = edge
        mine = mine.filter(Q(received_at__lt=moment) | Q(received_at=moment, pk__lt=key))
    cases = list(mine.order_by("-received_at", "-pk")[: PAGE_SIZE + 1])
    more, cases = len(cases) > PAGE_SIZE, cases[:PAGE_SIZE]
    older = f"{cases[-1].received_at.isoformat()}~{cases[-1].pk}" if more else ""
    return AppealsPage(cases, older, edge is None)


def _parsed(cursor: str) -> tuple | None:
    moment, _tilde, key = cursor.partition("~")
    try:
        parsed = parse_datetime(moment)
    except ValueError:
        return None
    return (parsed, int(key)) if parsed and parsed.tzinfo and key.isdecimal() else None
