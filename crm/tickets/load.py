"""How a queue was loaded (F1.36, F4.19): counted by the database, whatever the number of visits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, ExpressionWrapper, F, IntegerField, Q, QuerySet, Sum
from django.db.models import Window as Over
from django.db.models.functions import Coalesce, ExtractHour, ExtractIsoWeekDay, RowNumber
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from blocks.queues.models import Queue, Window
from core import clock
from core.words.dates import date_words
from crm.tickets import states
from crm.tickets.load_rules import Grid, Tally, by_hours, fits, grid_of
from crm.tickets.models import Ticket
from directory.models import Leave
from directory.schedules import rules as schedules
from directory.schedules.openings import timetable_of

DAY = timedelta(days=1)
WAIT = F("called_at") - F("arrived_at")
SERVICE = F("finished_at") - F("started_at")
COUNTS: dict[str, Any] = {
    "booked": Q(booked_at__isnull=False),
    "walk_ins": Q(booked_at=None),
    "arrived": Q(arrived_at__isnull=False),
    "served": Q(state=states.SERVED),
    "missed": Q(state=states.NO_SHOW),
    "by_visitor": Q(state=states.BY_VISITOR),
    "by_office": Q(state=states.BY_OFFICE),
    "left": Q(state=states.LEFT),
}
WAITED = Q(arrived_at__isnull=False, called_at__isnull=False)
LASTED = Q(state=states.SERVED, started_at__isnull=False, finished_at__isnull=False)


@dataclass
class Load:
    """Figures of one queue from a day to a day, both within."""

    queue: Queue
    since: date
    until: date
    total: Tally
    days: list[Tally] = field(default_factory=list)
    hours: list[Tally] = field(default_factory=list)
    windows: list[Tally] = field(default_factory=list)
    heat: Grid = field(default_factory=Grid)
    busy: Grid = field(default_factory=Grid)


@dataclass
class _Open:
    """When windows received, by day, by hour and by window."""

    places: dict[tuple[str, Any], int] = field(default_factory=dict)
    minutes: dict[tuple[int, int], float] = field(default_factory=dict)

    def add(self, name: str, key: Any, many: int) -> None:
        self.places[name, key] = self.places.get((name, key), 0) + many


def load_of(queue: Queue, since: date, until: date) -> Load:
    """Every figure of the page and of its files; twenty statements at most."""
    visits = _visits(queue, since, until)
    windows = list(_windows(queue))
    opened = _opened(queue, windows, since, until)
    names = {one.pk: str(one.name) for one in windows}
    days = {since + DAY * number: "" for number in range((until - since).days + 1)}
    total = Tally(_("The whole period"), places=opened.places.get(("whole", None)))
    _fill({None: total}, visits.annotate(part=_nothing()), is_whole=True)
    return Load(
        queue,
        since,
        until,
        total,
        _parts(visits, "day", {day: date_words(day) for day in days}, opened),
        _parts(visits, "hour", {hour: hour_words(hour) for hour in range(24)}, opened),
        _parts(visits, "window", names, opened, None),
        _heat(visits),
        _busy(visits, opened, names),
    )


def hour_words(hour: int) -> str:
    return f"{hour}:00"


def _visits(queue: Queue, since: date, until: date) -> QuerySet:
    """What was only held and what went to another time is not a visit of this time."""
    zone = clock.local(clock.now()).tzinfo
    when = Coalesce("starts_at", "arrived_at", "created_at")
    return (
        Ticket.objects.filter(queue=queue, day__gte=since, day__lte=until)
        .exclude(state__in=(states.HELD, states.LAPSED, states.MOVED))
        .annotate(
            hour=ExtractHour(when, tzinfo=zone), weekday_number=ExtractIsoWeekDay(when, tzinfo=zone)
        )
        .order_by()
    )


def _nothing() -> Any:
    return ExpressionWrapper(F("queue_id") * 0, output_field=IntegerField())


def _parts(
    visits: QuerySet, name: str, names: dict[Any, str], opened: _Open, *others: Any
) -> list[Tally]:
    """One tally a part, those without places and visits left out; three statements."""
    tallies = {
        key: Tally(label, key, opened.places.get((name, key), 0) or None)
        for key, label in names.items()
    }
    for key in others:
        tallies[key] = Tally(_("No window yet"), key)
    _fill(tallies, visits.annotate(part=F(name)))
    return [one for one in tallies.values() if one.places or one.booked or one.walk_ins]


def _fill(tallies: dict[Any, Tally], visits: QuerySet, *, is_whole: bool = False) -> None:
    counts = {name: Count("pk", filter=which) for name, which in COUNTS.items()}
    rows = visits.values("part").annotate(
        **counts,
        wait_mean=Avg(WAIT, filter=WAITED),
        service_mean=Avg(SERVICE, filter=LASTED),
        lead_mean=Avg(F("starts_at") - F("booked_at"), filter=Q(booked_at__isnull=False)),
    )
    for row in rows:
        tally = tallies.get(None if is_whole else row["part"])
        if tally is None:
            continue
        for name in counts:
            setattr(tally, name, row[name])
        tally.wait_mean = _minutes(row["wait_mean"])
        tally.service_mean = _minutes(row["service_mean"])
        lead = row["lead_mean"]
        tally.lead_mean = round(lead.total_seconds() / 86400, 1) if lead is not None else None
    for name, found in (
        ("wait_ninth", _ninth(visits.filter(WAITED), WAIT)),
        ("service_ninth", _ninth(visits.filter(LASTED), SERVICE)),
    ):
        for key, lasted in found:
            tally = tallies.get(None if is_whole else key)
            if tally is not None:
                setattr(tally, name, _minutes(lasted))


def _ninth(visits: QuerySet, lasts: Any) -> Iterable[tuple[Any, timedelta]]:
    """The nearest-rank 90th percentile of each part: at most that long for nine of ten.

    By row numbers, which both databases have; percentile_cont is PostgreSQL's alone.
    """
    part = F("part")
    return (
        visits.annotate(
            lasts=lasts,
            place=Over(RowNumber(), partition_by=part, order_by=[lasts, F("pk")]),
            many=Over(Count("pk"), partition_by=part),
        )
        .annotate(
            over=ExpressionWrapper(F("place") * 10 - F("many") * 9, output_field=IntegerField())
        )
        .filter(over__gte=0, over__lt=10)
        .values_list("part", "lasts")
    )


def _minutes(lasted: timedelta | None) -> float | None:
    return round(lasted.total_seconds() / 60, 1) if lasted is not None else None


def _heat(visits: QuerySet) -> Grid:
    """Visits that were not cancelled, by weekday and hour."""
    rows = (
        visits.exclude(state__in=(states.BY_VISITOR, states.BY_OFFICE))
        .values("weekday_number", "hour")
        .annotate(many=Count("pk"))
    )
    values = {(row["weekday_number"] - 1, row["hour"]): row["many"] for row in rows}
    shown = range(max([4, *(day for day, _hour in values)]) + 1)
    return grid_of(values, {day: str(WEEKDAYS[day]).capitalize() for day in shown})


def _busy(visits: QuerySet, opened: _Open, names: dict[int, str]) -> Grid:
    """Percent of the open minutes of a window in which somebody was served, by hour."""
    rows = (
        visits.filter(LASTED, window__isnull=False)
        .annotate(began=ExtractHour("started_at", tzinfo=clock.local(clock.now()).tzinfo))
        .values("window", "began")
        .annotate(lasted=Sum(SERVICE))
    )
    values = dict.fromkeys(opened.minutes, 0)
    for row in rows:
        key = (row["window"], row["began"])
        minutes = opened.minutes.get(key)
        if minutes and key[0] in names:
            values[key] = round(100 * row["lasted"].total_seconds() / 60 / minutes)
    return grid_of(values, names)


def _windows(queue: Queue) -> QuerySet[Window]:
    return (
        queue.windows.select_related("schedule__calendar")
        .prefetch_related("schedule__windows", "schedule__exceptions")
        .order_by("order", "pk")
    )


def _opened(queue: Queue, windows: list[Window], since: date, until: date) -> _Open:
    """By the schedules as they stand now, past exceptions and leaves among them."""
    zone = clock.local(clock.now()).tzinfo
    assert zone is not None
    usual = queue.services.filter(is_active=True).aggregate(mean=Avg(F("minutes")))["mean"]
    away: dict[int, list[schedules.Away]] = {}
    officials = {one.official_id for one in windows if one.official_id}
    for leave in Leave.objects.filter(
        addressee__in=officials, starts_on__lte=until, ends_on__gte=since
    ):
        absent = schedules.Away(leave.starts_on, leave.ends_on)
        away.setdefault(leave.addressee_id, []).append(absent)
    found = _Open()
    for window in windows:
        timetable = timetable_of(window.schedule)
        for number in range((until - since).days + 1):
            day = since + DAY * number
            spans = schedules.windows(timetable, day, zone, away.get(window.official_id or 0, ()))
            if spans:
                _add_day(found, window, day, spans, float(usual or 0), zone)
    return found


def _add_day(
    found: _Open,
    window: Window,
    day: date,
    spans: list[tuple[datetime, datetime]],
    usual: float,
    zone: Any,
) -> None:
    many = fits(spans, usual, window.seats)
    for name, key in (("whole", None), ("day", day), ("window", window.pk)):
        found.add(name, key, many)
    for (_weekday, hour), minutes in by_hours(spans, zone).items():
        key = (window.pk, hour)
        found.minutes[key] = found.minutes.get(key, 0) + minutes * window.seats
        found.add("hour", hour, int(minutes // usual) * window.seats if usual else 0)
