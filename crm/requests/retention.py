"""Which records have been kept long enough (R-08), worked out and never changed here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from core import clock
from crm.cases.models import Case, CaseLink
from directory.models import RetentionTerm

MOST = 500
"""One act at most: it is read and signed by people, and done in one transaction."""
CHUNK = 500


@dataclass(frozen=True)
class Due:
    """A record whose time is over: considered last on, kept until."""

    case: Case
    considered_on: date
    kept_until: date
    files: int


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February gives the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def due_for_anonymising(today: date, most: int = MOST) -> list[Due]:
    """The oldest finished records that are over their time, at most so many.

    A matter with linked records (repeated, joined, requalified, parts) is kept as a whole, from
    the last consideration of any of them; one of them still open, or held longer by decision,
    keeps all.
    """
    years = RetentionTerm.years_on(today)
    candidates, due = _candidates(years, today), []
    for start in range(0, candidates.count(), CHUNK):
        due += _due_among(list(candidates[start : start + CHUNK]), years, today)
        if len(due) >= most:
            break
    return due[:most]


def _due_among(found: Sequence[Case], years: dict[str, int], today: date) -> list[Due]:
    matters = _matters([case.pk for case in found])
    due = []
    for case in found:
        last = _last_of_matter(matters[case.pk])
        if last is None or _is_held(case, today):
            continue
        until = years_after(last, years[case.kind])
        if until < today:
            due.append(Due(case, last, until, case.files_kept))
    return due


def _is_held(case: Case, today: date) -> bool:
    """Kept longer by decision."""
    hold = getattr(case, "retention_hold", None)
    return hold is not None and hold.until >= today


def considered_at(case: Case) -> datetime | None:
    return case.answered_at or case.closed_at


def is_kept_by_law(case: Case, today: date) -> bool:
    """Whether the record may not be anonymised yet."""
    if case.is_open or case.anonymised_at is not None:
        return case.is_open
    years = RetentionTerm.years_on(today).get(case.kind)
    last = _last_of_matter(_matters([case.pk])[case.pk])
    if years is None or last is None:
        return True
    if _is_held(case, today):
        return True
    return years_after(last, years) >= today


def _candidates(years: dict[str, int], today: date) -> QuerySet[Case]:
    """Alone each of them is over its time; the oldest first."""
    over = Q(pk__in=[])
    for kind, many in years.items():
        edge = clock.local(datetime.combine(_years_before(today, many), time(), clock.now().tzinfo))
        over |= Q(kind=kind, considered__lt=edge)
    finished = Case.objects.filter(is_open=False, anonymised_at=None)
    finished = finished.annotate(considered=Coalesce("answered_at", "closed_at"))
    return (
        finished.filter(over)
        .annotate(files_kept=Count("attachments"))
        .select_related("addressee", "retention_hold")
        .order_by("considered", "pk")
    )


def _years_before(day: date, years: int) -> date:
    return years_after(day, -years) + timedelta(days=1)


def _matters(keys: Sequence[int]) -> dict[int, list[Case]]:
    """By key: every record of the same matter, by links in either direction."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    known: set[int] = set()
    edge = set(keys)
    while edge:
        known |= edge
        links = CaseLink.objects.filter(Q(later__in=edge) | Q(earlier__in=edge))
        pairs = list(links.values_list("later", "earlier"))
        for later, earlier in pairs:
            neighbours[later].add(earlier)
            neighbours[earlier].add(later)
        edge = {key for pair in pairs for key in pair} - known
    rows = Case.objects.filter(pk__in=known).in_bulk()
    return {key: [rows[one] for one in _reached(key, neighbours)] for key in keys}


def _reached(start: int, neighbours: dict[int, set[int]]) -> set[int]:
    seen, edge = {start}, {start}
    while edge:
        edge = {near for key in edge for near in neighbours[key]} - seen
        seen |= edge
    return seen


def _last_of_matter(cases: Iterable[Case]) -> date | None:
    """The day of the last consideration; nothing while any of them is open."""
    last = None
    for case in cases:
        moment = considered_at(case)
        if case.is_open or moment is None:
            return None
        day = clock.local(moment).date()
        last = day if last is None or day > last else last
    return last
