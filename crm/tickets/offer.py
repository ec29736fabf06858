"""The three decisions on one page: service, day, time (ui 04a)."""

from calendar import Calendar as Months
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404
from django.utils.dateparse import parse_date
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from blocks.queues.models import Queue, Service, Window
from blocks.queues.offers import Offered, offered_by
from blocks.queues.together import Errand, check_together, taken_together
from core import clock
from core.errors import RuleBroken
from crm.tickets.cells import Start
from crm.tickets.supply import Bounds, Supply

FEW = 3
NOON = 12


@dataclass(frozen=True)
class Day:
    """One day of the month's table. `many`: None for a day that is not on offer."""

    day: date
    many: int | None
    is_chosen: bool = False
    is_outside: bool = False

    @property
    def look(self) -> str:
        if self.is_chosen:
            return "is-chosen"
        return "is-few" if self.many and self.many <= FEW else ""


@dataclass
class Offer:
    """What the page shows after so many decisions."""

    queue: Queue
    services: Sequence[Service]
    service: Errand | None
    others: Sequence[tuple[Service, bool]] = ()
    refusal: RuleBroken | None = None
    windows: Sequence[Window] = ()
    window: Window | None = None
    people: int = 1
    bounds: Bounds | None = None
    day: date | None = None
    starts: Sequence[Start] = ()
    month: date | None = None
    weeks: Sequence[Sequence[Day]] = ()
    days: Sequence[Day] = ()
    before: date | None = None
    after: date | None = None
    chosen: datetime | None = None
    halves: Sequence[tuple[str, Sequence[Start]]] = field(default_factory=list)

    @property
    def many(self) -> int:
        """Free places of the chosen day."""
        return sum(len(start.seats) for start in self.starts)

    @property
    def also(self) -> list[int]:
        """Keys of further services of the visit."""
        return [one.pk for one in self.service.parts[1:]] if self.service else []

    @property
    def minutes(self) -> int:
        return self.service.lasts(self.people) if self.service else 0

    @property
    def people_choices(self) -> range:
        return range(1, (self.service.max_people if self.service else 1) + 1)


def offer_of(
    queue: Queue, asked: Mapping[str, Any], at: datetime, read: Supply | None = None
) -> Offer:
    """Read the decisions from the address; what does not exist any more is as if not decided.

    `also` are keys of further services of the same visit. `read` is the supply for these decisions
    where it has just been read, any specialist's.
    """
    offered = offered_by(queue, at)
    services = [one for one in offered.services if one.is_active]
    offer = Offer(queue, services, _service(services, asked.get("service", "")))
    if offer.service is None:
        return offer
    _add_services(offer, offered, {str(one) for one in asked.get("also", ())})
    if offer.refusal is not None:
        return offer
    offer.people = people_of(asked.get("people", ""), offer.service)
    fit = offered.working(offer.service)
    offer.windows = fit if len(fit) > 1 else []  # specialists, where there is a choice
    offer.window = next((w for w in offer.windows if str(w.pk) == asked.get("window")), None)
    window = offer.window.pk if offer.window else None
    supply = read if read and window is None else None
    supply = supply or Supply(queue, offer.service, at, people=offer.people, window=window)
    offer.bounds = supply.bounds
    _lay_out(offer, supply, asked)
    return offer


def _add_services(offer: Offer, offered: Offered, keys: set[str]) -> None:
    """What may be done in the same visit, and what of it is chosen."""
    assert offer.service is not None
    queue, main = offer.queue, offer.service.main
    if queue.max_services == 1 and not keys:
        return
    rest = [one for one in offer.services if one.pk != main.pk]
    fit = [one for one in rest if offered.working(taken_together(queue, [main, one]))]
    chosen = [one for one in rest if str(one.pk) in keys]
    offer.others = [(one, one in chosen) for one in rest if one in fit or one in chosen]
    errand = taken_together(queue, [main, *chosen])
    try:
        check_together(queue, errand)
        if chosen and not offered.working(errand):
            raise RuleBroken(
                _("No window gives all of these services. Book them separately."), "also"
            )
    except RuleBroken as refusal:
        offer.refusal = refusal
    else:
        offer.service = errand


def _lay_out(offer: Offer, supply: Supply, asked: Mapping[str, str]) -> None:
    by_day = supply.counts()
    wished = parse_safely(asked.get("day", ""))
    offer.day = wished if wished in by_day else None
    offer.starts = supply.starts(offer.day, offer.day) if offer.day else []
    offer.halves = [
        ("morning", [one for one in offer.starts if clock.local(one.at).hour < NOON]),
        ("afternoon", [one for one in offer.starts if clock.local(one.at).hour >= NOON]),
    ]
    offer.chosen = _moment(asked.get("at", ""), offer.starts)
    assert offer.bounds is not None
    shown = offer.day or parse_safely(asked.get("month", "")) or min(by_day, default=None)
    shown = min(max(shown or offer.bounds.first, offer.bounds.first), offer.bounds.last)
    offer.month = shown.replace(day=1)
    offer.weeks = [
        [_day(day, offer, by_day) for day in week]
        for week in Months().monthdatescalendar(shown.year, shown.month)
    ]
    offer.days = [day for week in offer.weeks for day in week if day.many and not day.is_outside]
    earlier, later = offer.month - timedelta(days=1), offer.month + timedelta(days=31)
    offer.before = earlier.replace(day=1) if earlier >= offer.bounds.first.replace(day=1) else None
    offer.after = later.replace(day=1) if later.replace(day=1) <= offer.bounds.last else None


def _day(day: date, offer: Offer, by_day: Mapping[date, int]) -> Day:
    assert offer.bounds is not None and offer.month is not None
    many = by_day.get(day, 0)
    is_offered = offer.bounds.first <= day <= offer.bounds.last
    return Day(day, many if is_offered else None, day == offer.day, day.month != offer.month.month)


def _service(services: Sequence[Service], asked: str) -> Service | None:
    if len(services) == 1:
        return services[0]
    return next((one for one in services if str(one.pk) == asked), None)


def people_of(asked: str, service: Errand) -> int:
    """How many come; one where that many may not."""
    many = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    return many if 1 <= many <= service.max_people else 1


def _moment(asked: str, starts: Sequence[Start]) -> datetime | None:
    return next((one.at for one in starts if stamp(one.at) == asked), None)


def stamp(moment: datetime) -> str:
    """A moment in an address: whole minutes of the world's clock, so a doubled hour is plain."""
    return moment.strftime("%Y%m%dT%H%MZ")


def parse_stamp(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%MZ").replace(tzinfo=clock.now().tzinfo)
    except ValueError:
        return None


def weekday_heads() -> list[tuple[str, str]]:
    """Short and full names of the days of week, Monday first."""
    return [(str(WEEKDAYS_ABBR[n]), str(WEEKDAYS[n])) for n in range(7)]


def parse_safely(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def queue_on_offer(slug: str, *related: str) -> Queue:
    """The queue, with what else the page shows of it; 404 where it does not work."""
    rows = Queue.objects.on_offer().with_edition().filter(slug=slug)
    queue = (rows.select_related(*related) if related else rows).first()
    if queue is None:
        raise Http404
    return queue


def service_of(queue: Queue, asked: Any, at: datetime) -> Service:
    return errand_asked(queue, [asked], at).main


def errand_asked(queue: Queue, asked: Sequence[Any], at: datetime) -> Errand:
    """Services by their keys, the main one first; 404 where one is not known."""
    found = offered_by(queue, at).together(asked, queue)
    if found is None:
        raise Http404
    return found
