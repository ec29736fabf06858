"""Staff book for who calls by telephone, in one screen (Q-02, F1.40)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.notify.models import OutboxMessage
from crm.tickets import states
from crm.tickets.models import Ticket
from directory.models import Duty
from tests.crm_tickets.stories import EIGHT, make_visit
from tests.letters import write_letters
from tests.people import sign_in

pytestmark = pytest.mark.django_db
CALLER = "/desk/queues/book/"
TEN_FORTY = "20260310T0840Z"


@pytest.fixture
def visit(people):
    with clock.frozen(EIGHT):
        yield make_visit(people, service={"documents": {"uk": "паспорт", "en": "passport"}})


@pytest.fixture
def operator(client, visit, people):
    sign_in(client, people.operator)
    return client


def sent(visit, **more):
    return {
        "service": visit.service.pk,
        "at": TEN_FORTY,
        "visitor": "Ткач Петро Іванович",
        "phone": "050 111 22 33",
        "key": "one-press-of-the-button",
        **more,
    }


def test_nearest_times_are_there_at_once_and_the_first_is_chosen(operator, visit):
    text = operator.get(CALLER, {"service": visit.service.pk}).content.decode()
    assert text.count('name="at"') == 12
    first = text.split('name="at" value="')[1]
    assert first.startswith("20260310T0700Z") and "checked" in first.split(">")[0]
    later = operator.get(CALLER, {"service": visit.service.pk, "day": "2026-03-12"})
    assert "четвер, 12 березня" in later.content.decode()


def test_the_number_is_said_aloud_at_the_end(operator, visit, people):
    answer = operator.post(CALLER, sent(visit, email="petro@people.test"), follow=True)
    text = answer.content.decode()
    ticket = Ticket.objects.get(state=states.BOOKED)
    assert '<p class="number-big">А-001</p>' in text and "10:40" in text and "паспорт" in text
    assert (ticket.channel, ticket.author, ticket.booked_by) == ("desk", None, people.operator)
    assert (ticket.visitor, ticket.phone) == ("Ткач Петро Іванович", "+380501112233")
    write_letters()
    assert OutboxMessage.objects.get().to_address == "petro@people.test"


def test_two_presses_are_one_ticket(operator, visit):
    ends = {operator.post(CALLER, sent(visit)).headers["Location"] for _press in range(3)}
    assert len(ends) == 1 and Ticket.objects.filter(state=states.BOOKED).count() == 1


def test_over_the_limit_with_a_reason_only(operator, visit):
    operator.post(CALLER, sent(visit))
    again = sent(visit, at="20260310T0900Z", key="another-press")
    refused = operator.post(CALLER, again)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert 'value="Ткач Петро Іванович"' in text and "Причина перевищення" in text
    answer = operator.post(CALLER, {**again, "reason": "Друга дитина тієї ж родини"})
    assert answer.status_code == 302
    ticket = Ticket.objects.get(starts_at=clock.now() + timedelta(hours=3))
    assert ticket.events.filter(reason="Друга дитина тієї ж родини").exists()


def test_a_time_just_taken_keeps_what_was_typed_and_offers_others(operator, visit):
    visit.booked(when=EIGHT + timedelta(minutes=160))
    answer = operator.post(CALLER, sent(visit))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'value="Ткач Петро Іванович"' in text and TEN_FORTY not in text


@pytest.mark.parametrize(
    "odd",
    [
        {"at": "x"}, {"at": ""}, {"phone": "1"}, {"visitor": ""}, {"email": "@"},
        {"people": "999"}, {"key": "<b>"}, {"day": "2026-99-99"}, {"visitor": "x" * 999},
    ],
)  # fmt: skip
def test_bad_input_is_told_and_never_breaks(operator, visit, odd):
    assert operator.post(CALLER, sent(visit, **odd)).status_code in (302, 409, 422)
    assert operator.post(CALLER, {"service": "absent"}).status_code == 200


def test_a_telephone_is_recognised_by_tickets_one_may_see(operator, visit, people):
    operator.post(CALLER, sent(visit))
    asked = {"phone": "0501112233"}
    name = reverse("tickets:caller_name")
    assert operator.get(name, asked).json() == {"visitor": "Ткач Петро Іванович"}
    assert operator.get(name, {"phone": "x\x00"}).json() == {"visitor": ""}
    sign_in(operator, people.supervisor)
    assert operator.get(name, asked).json() == {"visitor": ""}, "somebody else’s caller"


def test_the_end_is_for_who_has_booked(operator, visit, people):
    place = operator.post(CALLER, sent(visit)).headers["Location"]
    assert operator.get(place).status_code == 200
    sign_in(operator, people.supervisor)
    assert operator.get(place).status_code == 404


def test_a_moderator_books_at_queues_they_answer_for(client, visit, people):
    sign_in(client, people.moderator)
    asked = {"service": visit.service.pk}
    assert 'name="at"' not in client.get(CALLER, asked).content.decode()
    assert client.post(CALLER, sent(visit)).status_code == 200
    assert not Ticket.objects.exists()
    Duty.objects.create(addressee=visit.queue.addressee, user=people.moderator, role="moderator")
    assert 'name="at"' in client.get(CALLER, asked).content.decode()
    assert client.post(CALLER, sent(visit)).status_code == 302
