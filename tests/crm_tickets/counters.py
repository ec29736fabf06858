"""A hall at nine: windows with specialists, visitors booked and not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blocks.queues.models import Service, Window
from crm.tickets import services as tickets
from crm.tickets.models import Ticket
from directory.models import Duty
from tests.crm_tickets.stories import EIGHT, Visit, kyiv, make_visit
from tests.people import make_person

NINE = kyiv(9)


@dataclass
class Counter(Visit):
    """The executor sits at the first window, the moderator answers for the queue."""

    @property
    def service(self) -> Service:
        return self.queue.services.order_by("pk")[0]

    @property
    def windows(self) -> list[Window]:
        return list(self.queue.windows.order_by("order"))

    @property
    def window(self) -> Window:
        return self.windows[0]

    def opened(self, at: datetime = NINE) -> Window:
        tickets.open_window(self.window, self.people.executor, at)
        return self.window

    def walk_in(self, at: datetime = NINE, **more: Any) -> Ticket:
        service = more.pop("service", None) or self.service
        return tickets.take_walk_in(service.queue, service, None, at, **more)

    def came(self, when: datetime | None = None, at: datetime = NINE, who: Any = None) -> Ticket:
        ticket = self.booked(EIGHT, when or kyiv(9), who or make_person(name=None))
        return tickets.check_in(ticket, None, at)

    def call(self, at: datetime = NINE, window: Window | None = None) -> Ticket | None:
        return tickets.call_next(window or self.window, self.people.executor, at)

    def at_window(self, at: datetime = NINE) -> Ticket:
        """A visitor without booking, being served."""
        self.opened(at)
        self.walk_in(at)
        called = self.call(at)
        assert called is not None
        return tickets.start(called, self.people.executor, at)

    def another_service(self, letter: str = "Б", **more: Any) -> Service:
        return Service.objects.create(
            queue=more.pop("queue", self.queue),
            name={"uk": "Закордонний паспорт", "en": "Passport"},
            letter=letter,
            minutes=15,
            **more,
        )


def make_counter(people: Any, **queue: Any) -> Counter:
    visit = make_visit(people, **{"windows": 2, "max_active": 9, "max_a_day": 9, **queue})
    counter = Counter(visit.queue, people)
    counter.window.specialists.add(people.executor)
    Duty.objects.create(
        addressee=visit.queue.addressee, user=people.moderator, role=Duty.Role.MODERATOR
    )
    return counter
