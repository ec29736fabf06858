"""The list of queues one works at."""

import pytest
from django.urls import reverse

from directory.models import Duty
from tests.crm_tickets.stories import make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(people):
    return make_visit(people, windows=2)


def listed(client):
    answer = client.get(reverse("tickets:hub"))
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_a_specialist_sees_the_queue_of_their_window(client_of, visit, people):
    visit.queue.windows.first().specialists.add(people.executor)
    assert str(visit.queue.name) in listed(client_of("executor"))


def test_who_answers_for_the_addressee_sees_its_queues(client_of, visit, people):
    Duty.objects.create(addressee=visit.queue.addressee, user=people.moderator, role="moderator")
    assert str(visit.queue.name) in listed(client_of("moderator"))


def test_a_foreign_queue_is_not_listed(client_of, visit):
    assert str(visit.queue.name) not in listed(client_of("executor"))
    assert str(visit.queue.name) not in listed(client_of("head"))


def test_a_resident_and_a_clerk_find_no_such_page(client_of):
    for role in ("resident", "clerk"):
        assert client_of(role).get(reverse("tickets:hub")).status_code == 404
