"""The only door out of the confidential rooms: count, suppress, then push to the public copies."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction

from blocks.figures import rules as figures
from blocks.figures.services import Row, store_figures
from blocks.figures.suppression import Cell, suppress_counts, suppress_shares
from crm.publishing import counting
from directory.models import Addressee, Profile

MONTHS = 12


class Span(NamedTuple):
    """The year up to now, and the whole months before this one."""

    since: datetime
    till: datetime
    today: date
    first_month: date
    this_month: date
    profile: Profile

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.profile.zone)


@transaction.atomic
def publish_figures(at: datetime) -> int:
    """Count the last year anew and replace the public figures of the day; safe to run twice.

    Answers with the number of rows written. Small numbers are hidden by domain.md 12.5.
    """
    span = _span(at)
    public = dict.fromkeys(
        Addressee.objects.listed().accepting_appeals().values_list("pk", flat=True)
    )
    return store_figures([*_year(span, public), *_months(span, public)])


def _span(at: datetime) -> Span:
    profile = Profile.objects.current()
    today = profile.local(at).date()
    this_month = today.replace(day=1)
    first = this_month
    for _month in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
    return Span(counting.year_before(at), at, today, first, this_month, profile)


def _year(span: Span, public: Mapping[int, None]) -> Iterator[Row]:
    yesterday = span.today - timedelta(days=1)
    year_ago = span.today - timedelta(days=365)
    zone = span.profile.zone
    for key, counted in (
        (figures.RECEIVED, counting.received(span.since, span.till)),
        (figures.ANSWERED, counting.answered(span.since, span.till)),
    ):
        yield from _rows(key, span.today, *_parts_and_whole(counted, public))
    shares = counting.in_time(year_ago, yesterday, zone)
    yield from _rows(
        figures.IN_TIME, span.today, *_shares(shares, public, counting.whole_of_shares(shares))
    )
    days = counting.days_to_reply(span.since, span.till, zone)
    cells = _shares(counting.medians(days), public, counting.whole_of_medians(days))
    yield from _rows(figures.MEDIAN_DAYS, span.today, *cells)


def _months(span: Span, public: Mapping[int, None]) -> Iterator[Row]:
    zone = span.profile.zone
    received = counting.received_by_month(
        span.start_of(span.first_month), span.start_of(span.this_month), zone
    )
    shares = counting.in_time_by_month(span.first_month, span.this_month - timedelta(days=1), zone)
    month = span.first_month
    while month < span.this_month:
        counted = _parts_and_whole(received.get(month, {}), public)
        yield from _rows(figures.MONTH_RECEIVED, month, *counted)
        of_month = shares.get(month, {})
        cells = _shares(of_month, public, counting.whole_of_shares(of_month))
        yield from _rows(figures.MONTH_IN_TIME, month, *cells)
        month = (month + timedelta(days=32)).replace(day=1)


def _parts_and_whole(
    counted: Mapping[int, int], public: Mapping[int, None]
) -> tuple[dict[int, Cell], Cell]:
    """Every public addressee with its count, nought included, and the total of the city."""
    keys = dict.fromkeys([*public, *counted])
    cells = {key: Cell(n := counted.get(key, 0), n, key in public) for key in keys}
    whole = sum(counted.values())
    return suppress_counts(cells), suppress_counts({None: Cell(whole, whole)})[None]


def _shares(
    cells: Mapping[int, Cell], public: Mapping[int, None], whole: Cell
) -> tuple[dict[int, Cell], Cell]:
    """Every public addressee with its share or median, and that of the city."""
    marked = {
        key: replace(cells.get(key, Cell(None, 0)), is_public=key in public)
        for key in dict.fromkeys([*public, *cells])
    }
    return suppress_shares(marked), suppress_shares({None: whole})[None]


def _rows(key: str, day: date, cells: Mapping[int, Cell], whole: Cell) -> Iterator[Row]:
    """The city first, then the addressees that anybody can read about."""
    yield Row(None, day, key, _rounded(whole), whole.is_suppressed)
    for addressee, cell in cells.items():
        if cell.is_public:
            yield Row(addressee, day, key, _rounded(cell), cell.is_suppressed)


def _rounded(cell: Cell) -> float | None:
    return None if cell.value is None else round(cell.value, 1)
