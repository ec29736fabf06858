"""Visits of the demo city: sixty days at the service centre, and a line that moves today."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from blocks.queues.models import Queue, Service, Window
from blocks.queues.outcomes import USUAL
from cms.demo.bodies import City
from core import clock
from core.words import Text
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Occupied, Ticket
from directory.models import Schedule, ScheduleWindow
from directory.schedules import rules as schedules
from directory.schedules.openings import timetable_of

DAYS = 60
BUSY = {8: 0.75, 9: 0.95, 10: 0.95, 11: 0.85, 12: 0.55, 13: 0.55, 14: 0.75, 15: 0.8, 16: 0.7}
"""How much of an hour's time is taken; evenings are quiet."""
OUTCOMES = ("done", "done", "done", "accepted", "accepted", "advice", "missing", "elsewhere")
AROUND_THE_CLOCK = (
    ("К", 10, "Термінова консультація", "Urgent advice"),
    ("П", 10, "Приймання документів", "Taking in documents"),
)


def build_visits(city: City, cast: Any, now: datetime, chance: Any) -> None:
    """Specialists at windows, the past, and today's line."""
    queue = Queue.objects.get(slug="administratyvni-posluhy")
    people = [cast.staff["executor"], *dict.fromkeys(cast.executors.values())]
    for number, window in enumerate(queue.windows.order_by("order")):
        window.specialists.add(people[number % len(people)])
    _past(queue, cast, now, chance)
    duty = _duty_queue(city, people)
    _line_of_today(duty, cast, people, now)


def _past(queue: Queue, cast: Any, now: datetime, chance: Any) -> None:
    """Written at once: what happened step by step on each of those days nobody looks at."""
    services = list(queue.services.order_by("order", "pk"))
    windows = list(queue.windows.select_related("schedule").order_by("order")[:4])
    timetable = timetable_of(windows[0].schedule)
    today = clock.local(now).date()
    found: list[Ticket] = []
    for before in range(DAYS, 0, -1):
        day = today - timedelta(days=before)
        numbers = _given(queue, day)
        spans = schedules.windows(timetable, day, clock.local(now).tzinfo, ())
        for window in windows:
            for opens, closes in spans:
                found += _of_window(
                    queue, window, services, (opens, closes), day, cast, chance, numbers
                )
    Ticket.objects.bulk_create(found, batch_size=500)
    for ticket in Ticket.objects.filter(queue=queue, day__lt=today, state=states.BOOKED):
        _serve_in_time(ticket)


def _given(queue: Queue, day: date) -> Counter[str]:
    """Numbers that visits booked for the day have already."""
    taken = Ticket.objects.filter(queue=queue, day=day).values_list("number", flat=True)
    found: Counter[str] = Counter()
    for number in filter(None, taken):
        letter, _sign, digits = number.partition("-")
        found[letter] = max(found[letter], int(digits))
    return found


def _serve_in_time(ticket: Ticket) -> None:
    """A visit booked the other day, whose time has passed since."""
    at = ticket.starts_at
    assert at is not None
    Occupied.objects.filter(ticket=ticket).delete()
    ticket.state, ticket.first_cell, ticket.cells = states.SERVED, None, 0
    ticket.arrived_at, ticket.turn_at = at - timedelta(minutes=6), at
    ticket.called_at = ticket.last_call_at = at + timedelta(minutes=1)
    ticket.started_at, ticket.finished_at = at + timedelta(minutes=2), ticket.ends_at
    ticket.calls, ticket.outcome, ticket.outcome_words = 1, "done", USUAL["done"]
    ticket.save()


def _of_window(
    queue: Queue,
    window: Window,
    services: list[Service],
    span: tuple[datetime, datetime],
    day: date,
    cast: Any,
    chance: Any,
    numbers: Counter[str],
) -> list[Ticket]:
    """One visitor after another at one window."""
    found, (at, closes) = [], span
    while at < closes - timedelta(minutes=25):
        service = chance.choices(services, weights=(5, 3, 2, 4)[: len(services)])[0]
        if chance.random() < BUSY.get(clock.local(at).hour, 0.35):
            numbers[service.letter] += 1
            visit = _visit(queue, window, service, at, day, cast, chance)
            visit.number = f"{service.letter}-{numbers[service.letter]:03d}"
            found.append(visit)
            at = max(visit.finished_at or at, at) + timedelta(minutes=1)
        else:
            at += timedelta(minutes=service.minutes)
    return found


def _visit(
    queue: Queue, window: Window, service: Service, at: datetime, day: date, cast: Any, chance: Any
) -> Ticket:
    """Booked or not, come or not; waits are short in the morning and longer by noon."""
    resident = chance.choice(cast.residents)
    booked = chance.random() < 0.68
    state = chance.choices(
        (states.SERVED, states.NO_SHOW, states.BY_VISITOR, states.BY_OFFICE, states.LEFT),
        weights=(84, 8, 5, 1, 2) if booked else (93, 2, 0, 0, 5),
    )[0]
    visit = Ticket(
        queue=queue, service=service, window=window, state=state, day=day, created_at=at,
        updated_at=at, channel="kiosk", outcome="",
    )  # fmt: skip
    if booked:
        visit.author, visit.visitor = resident, resident.full_name
        visit.phone, visit.channel = str(resident.phone or ""), "web"
        visit.starts_at, visit.ends_at = at, at + timedelta(minutes=service.minutes)
        visit.booked_at = at - timedelta(minutes=chance.randint(60, 60 * 24 * 12))
        visit.created_at = visit.booked_at
    if state in (states.BY_VISITOR, states.BY_OFFICE):
        visit.finished_at = at - timedelta(minutes=chance.randint(90, 2000))
        return visit
    if state == states.NO_SHOW and booked:
        visit.finished_at = at + timedelta(minutes=queue.grace_minutes)
        return visit
    _receive(visit, at, chance, booked=booked)
    return visit


def _receive(visit: Ticket, at: datetime, chance: Any, *, booked: bool) -> None:
    """From the arrival to the end, for whoever has come to the hall."""
    busy = BUSY.get(clock.local(at).hour, 0.35)
    waited = chance.gammavariate(2.0, (2.5 if booked else 7.5) * busy)
    visit.arrived_at = at - timedelta(minutes=min(waited, 55))
    visit.turn_at = visit.starts_at
    if visit.state == states.LEFT:
        visit.finished_at = at
        return
    visit.called_at = visit.last_call_at = at
    visit.calls = 1
    if visit.state == states.NO_SHOW:
        visit.finished_at, visit.calls = at + timedelta(minutes=3), 2
        return
    visit.started_at = at + timedelta(seconds=chance.randint(15, 90))
    lasts = visit.service.minutes * chance.triangular(0.45, 1.5, 0.85)
    visit.finished_at = visit.started_at + timedelta(minutes=lasts)
    visit.outcome = chance.choice(OUTCOMES)
    visit.outcome_words = USUAL[visit.outcome]


def _duty_queue(city: City, people: list[Any]) -> Queue:
    """Around the clock and without booking, so that the hall lives whenever the demo is opened."""
    centre = city.bodies["tsnap"]
    schedule = Schedule.objects.create(
        addressee=centre,
        purpose=Schedule.Purpose.OTHER,
        name=Text(uk="Чергові віконця", en="Windows on duty"),
        order=5,
    )
    ScheduleWindow.objects.bulk_create(
        ScheduleWindow(schedule=schedule, weekday=day, opens="00:00", closes="00:00")
        for day in range(7)
    )
    queue = Queue.objects.create(
        addressee=centre,
        name=Text(uk="Черговий прийом", en="Reception on duty"),
        slug="cherhovyi-pryiom",
        place=Text(uk="перший поверх, зал Б", en="ground floor, hall B"),
        booked_share=0,
    )
    for order, (letter, minutes, uk, en) in enumerate(AROUND_THE_CLOCK):
        Service.objects.create(
            queue=queue, name=Text(uk=uk, en=en), letter=letter, minutes=minutes, order=order
        )
    for number, name in enumerate(("Вікно 21", "Вікно 22", "Вікно 23")):
        window = Window.objects.create(
            queue=queue,
            name=Text(uk=name, en=name.replace("Вікно", "Window")),
            schedule=schedule,
            order=number,
        )
        window.specialists.add(people[number])
    return queue


def _line_of_today(queue: Queue, cast: Any, people: list[Any], now: datetime) -> None:
    """By the services that the pages use: two windows serve, one is on a break, people wait."""
    services = list(queue.services.order_by("order", "pk"))
    windows = list(queue.windows.order_by("order"))
    at = max(now - timedelta(minutes=120), _midnight(now) + timedelta(seconds=1))
    pace = (now - at) / 16
    for number, window in enumerate(windows):
        tickets.open_window(window, people[number], at)
    came = [
        tickets.take_walk_in(queue, services[number % 2], None, at + pace * number)
        for number in range(6)
    ]
    resident = cast.residents[1]
    tickets.name_visitor(came[1], resident.full_name, str(resident.phone or ""), None, at)
    for number, window in enumerate((*windows[:2], *windows[:1])):
        _serve(window, people[number % 2], at + pace * (6 + number * 2), pace)
    for window, person in zip(windows[:2], people, strict=False):
        tickets.call_next(window, person, at + pace * 13)
    for number in range(5):
        tickets.take_walk_in(queue, services[number % 2], None, at + pace * (11 + number))
    tickets.take_walk_in(queue, services[0], None, now, priority="p1")
    tickets.take_break(windows[2], people[2], now)


def _serve(window: Window, person: Any, at: datetime, pace: timedelta) -> None:
    called = tickets.call_next(window, person, at)
    if called is not None:
        tickets.start(called, person, at + pace / 4)
        tickets.finish(called, "done", "", person, at + pace)


def _midnight(now: datetime) -> datetime:
    return clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
