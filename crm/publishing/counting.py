"""What is counted of appeals: grouped by the database, so no case ever comes into memory."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth

from blocks.figures.suppression import Cell
from crm.cases.models import Case
from crm.publishing.rules import median

Counts = dict[int, int]


def received(since: datetime, till: datetime) -> Counts:
    """Appeals received in the span, by addressee."""
    return _counts(_appeals().filter(received_at__gte=since, received_at__lt=till))


def answered(since: datetime, till: datetime) -> Counts:
    """Appeals answered in the span, by addressee."""
    return _counts(_appeals().filter(answered_at__gte=since, answered_at__lt=till))


def in_time(first: date, last: date, zone: ZoneInfo) -> dict[int, Cell]:
    """Percent answered by the lawful day (DL-10), of all that were due in the span.

    What is still not answered counts as late: silence must not improve the figure. Appeals that
    ended without a reply on the merits are not counted.
    """
    found: dict[int, Cell] = {}
    for addressee, due, met in _due(first, last, zone).values_list("addressee", "due", "met"):
        found[addressee] = _share(met, due)
    return found


def days_to_reply(since: datetime, till: datetime, zone: ZoneInfo) -> dict[int, dict[int, int]]:
    """How many replies took how many days from registration, by addressee."""
    took = ExpressionWrapper(
        TruncDate("answered_at", tzinfo=zone) - F("registered_on"), output_field=DurationField()
    )
    rows = (
        _appeals()
        .filter(answered_at__gte=since, answered_at__lt=till)
        .annotate(took=took)
        .order_by()
        .values_list("addressee", "took")
        .annotate(count=Count("pk"))
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for addressee, days, count in rows:
        found[addressee][days.days] = count
    return found


def received_by_month(since: datetime, till: datetime, zone: ZoneInfo) -> dict[date, Counts]:
    """Appeals received, by month and addressee."""
    month = TruncMonth("received_at", tzinfo=zone, output_field=DateField())
    rows = (
        _appeals()
        .filter(received_at__gte=since, received_at__lt=till)
        .annotate(month=month)
        .order_by()
        .values_list("month", "addressee")
        .annotate(count=Count("pk"))
    )
    found: dict[date, Counts] = defaultdict(dict)
    for day, addressee, count in rows:
        found[day][addressee] = count
    return found


def in_time_by_month(first: date, last: date, zone: ZoneInfo) -> dict[date, dict[int, Cell]]:
    """`in_time` month by month, by the month of the due day."""
    rows = _due(first, last, zone, month=TruncMonth("due_on", output_field=DateField()))
    found: dict[date, dict[int, Cell]] = defaultdict(dict)
    for day, addressee, due, met in rows.values_list("month", "addressee", "due", "met"):
        found[day][addressee] = _share(met, due)
    return found


def whole_of_shares(cells: dict[int, Cell]) -> Cell:
    """The city's share from those of its addressees."""
    met = sum(round((cell.value or 0) * cell.base / 100) for cell in cells.values())
    return _share(met, sum(cell.base for cell in cells.values()))


def medians(days: dict[int, dict[int, int]]) -> dict[int, Cell]:
    return {key: _median(counted) for key, counted in days.items()}


def whole_of_medians(days: dict[int, dict[int, int]]) -> Cell:
    """The city's median: of all replies together, not of the medians."""
    together: dict[int, int] = defaultdict(int)
    for counted in days.values():
        for value, count in counted.items():
            together[value] += count
    return _median(together)


def _appeals() -> QuerySet[Case]:
    return Case.objects.filter(kind="appeal")


def _counts(cases: QuerySet[Case]) -> Counts:
    return dict(cases.order_by().values_list("addressee").annotate(count=Count("pk")))


def _due(first: date, last: date, zone: ZoneInfo, **by: TruncMonth) -> QuerySet:
    """Appeals that had to be answered by a day of the span, counted with those that were."""
    met = Q(day_of_reply__lte=F("due_on"))
    return (
        _appeals()
        .filter(due_on__gte=first, due_on__lte=last)
        .filter(Q(is_open=True) | Q(answered_at__isnull=False))
        .annotate(day_of_reply=TruncDate("answered_at", tzinfo=zone), **by)
        .order_by()
        .values(*by, "addressee")
        .annotate(due=Count("pk"), met=Count("pk", filter=met))
    )


def _share(met: int, due: int) -> Cell:
    return Cell(100 * met / due if due else None, due)


def _median(counted: dict[int, int]) -> Cell:
    return Cell(median(counted.items()), sum(counted.values()))


def year_before(at: datetime) -> datetime:
    return at - timedelta(days=365)
