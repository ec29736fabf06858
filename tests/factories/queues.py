"""Queues with an intention: `make_queue(windows=2)` is open on working days from nine to noon."""

from typing import Any

from blocks.queues.models import Queue, Service, Window
from directory.models import Addressee, Schedule
from tests.factories.directory import AddresseeFactory, ScheduleFactory

MORNINGS = dict.fromkeys(range(5), "09:00-12:00")
_numbers = iter(range(1, 1_000_000))


def make_queue(
    *,
    windows: int = 1,
    minutes: int = 20,
    hours: dict[int, str] | None = None,
    addressee: Addressee | None = None,
    seats: int = 1,
    service: dict[str, Any] | None = None,
    **rules: Any,
) -> Queue:
    """A queue with one service and so many windows of one schedule."""
    number = next(_numbers)
    addressee = addressee or AddresseeFactory(listed=True)
    schedule = ScheduleFactory(
        addressee=addressee, hours=hours or MORNINGS, purpose=Schedule.Purpose.RECEPTION
    )
    queue = Queue.objects.create(
        addressee=addressee,
        name={"uk": f"Черга {number}", "en": f"Queue {number}"},
        **({"slug": f"queue-{number}"} | rules),
    )
    Service.objects.create(
        queue=queue,
        name={"uk": "Реєстрація місця проживання", "en": "Registration of residence"},
        minutes=minutes,
        **(service or {}),
    )
    for index in range(windows):
        Window.objects.create(
            queue=queue,
            name={"uk": f"Вікно {index + 1}", "en": f"Window {index + 1}"},
            schedule=schedule,
            seats=seats,
            order=index,
        )
    return queue
