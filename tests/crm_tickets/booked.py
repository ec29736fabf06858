"""A ticket booked through the pages, as a resident does it."""

from typing import Any

from django.urls import reverse

from crm.tickets import states
from crm.tickets.models import Ticket
from tests.people import sign_in

VISITOR = {"visitor": "Дорошенко Олена Василівна", "phone": "067 123 45 67"}


def hold(client: Any, visit: Any, at: str = "20260310T0840Z", **more: Any) -> Any:
    url = reverse("tickets:hold", args=[visit.queue.slug])
    return client.post(url, {"service": visit.service.pk, "at": at, "people": "1", **more})


def booked(client: Any, visit: Any, people: Any) -> tuple[Ticket, str]:
    """The ticket and the address of its page."""
    sign_in(client, people.resident)
    place = hold(client, visit).headers["Location"]
    answer = client.post(place, VISITOR)
    assert answer.status_code == 302, answer.content.decode()
    return Ticket.objects.get(state=states.BOOKED), answer.headers["Location"]
