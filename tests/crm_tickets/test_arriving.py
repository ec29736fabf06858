"""Coming to the hall: with a booking, without one, too late, going away (Q-10…Q-13)."""

from datetime import timedelta

import pytest

from core import clock
from core.audit.models import Entry
from core.errors import Conflict, RuleBroken
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Occupied, Sitting, Ticket, TicketEvent
from tests.crm_tickets.counters import NINE, make_counter
from tests.crm_tickets.stories import EIGHT, kyiv

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(people):
    return make_counter(people)


def state_of(ticket):
    return Ticket.objects.get(pk=ticket.pk).state


def test_a_walk_in_gets_a_number_at_once_and_a_double_tap_gets_the_same(counter):
    first = counter.walk_in(press="tap-1")
    assert (first.number, first.state, first.cells) == ("А-001", states.ARRIVED, 0)
    assert counter.walk_in(press="tap-1").pk == first.pk
    assert counter.walk_in(press="tap-2").number == "А-002"
    assert Ticket.objects.count() == 2
    assert Entry.objects.filter(action="ticket.walk_in").count() == 2


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"takes_walk_ins": False}, "booked_only"),
        ({"is_active": False}, "booked_only"),
        ({"paused_at": NINE}, "paused"),
    ],
)
def test_a_queue_that_takes_nobody_gives_no_ticket(counter, broken, code):
    for name, value in broken.items():
        setattr(counter.queue, name, value)
    counter.queue.save()
    with pytest.raises(RuleBroken) as refusal:
        counter.walk_in()
    assert refusal.value.code == code and not Ticket.objects.exists()


def test_after_the_last_reception_of_the_day_no_ticket_is_given(counter):
    with pytest.raises(RuleBroken) as refusal:
        counter.walk_in(at=kyiv(12, 1))
    assert refusal.value.code == "closed"
    with pytest.raises(RuleBroken):
        counter.walk_in(at=kyiv(10, day=14))  # a Saturday


def test_a_service_of_another_queue_is_not_given(counter, people):
    foreign = make_counter(people).service
    with pytest.raises(RuleBroken):
        tickets.take_walk_in(counter.queue, foreign, None, NINE)


def test_a_visitor_marks_the_arrival_within_the_window_of_q10(counter):
    ticket = counter.booked(EIGHT, kyiv(10))
    for at, code in ((kyiv(9, 44), "early"), (kyiv(10, 6), "late")):
        with pytest.raises(RuleBroken) as refusal:
            tickets.check_in(ticket, None, at)
        assert refusal.value.code == code
    come = tickets.check_in(ticket, None, kyiv(9, 45))
    assert (come.state, come.turn_at) == (states.ARRIVED, kyiv(10))
    assert tickets.check_in(ticket, None, kyiv(9, 50)).arrived_at == kyiv(9, 45)
    assert TicketEvent.objects.filter(to_state=states.ARRIVED).count() == 1


def test_staff_mark_an_early_visitor_and_a_late_one_who_then_waits_with_the_others(counter, people):
    early = counter.booked(EIGHT, kyiv(11))
    assert tickets.check_in(early, people.executor, NINE, by_staff=True).turn_at == kyiv(11)
    late = counter.booked(EIGHT, kyiv(9), who=people.stranger)
    come = tickets.check_in(late, people.executor, kyiv(9, 30), by_staff=True)
    assert (come.turn_at, come.cells) == (None, 0)
    assert not Occupied.objects.filter(ticket=late).exists()


def test_nobody_arrives_for_another_day(counter, people):
    ticket = counter.booked(EIGHT, kyiv(9, day=11))
    with pytest.raises(RuleBroken) as refusal:
        tickets.check_in(ticket, people.executor, NINE, by_staff=True)
    assert refusal.value.code == "another_day"


def test_who_is_late_frees_the_place_once_the_counter_works(counter):
    ticket = counter.booked(EIGHT, kyiv(9, 20))
    assert tickets.mark_late(kyiv(9, 30)) == 0, "nobody keeps the line here yet"
    counter.opened()
    assert tickets.mark_late(kyiv(9, 25)) == 0, "a place waits for five minutes"
    assert tickets.mark_late(kyiv(9, 26)) == 1
    assert tickets.mark_late(kyiv(9, 27)) == 0
    assert state_of(ticket) == states.NO_SHOW
    assert "9:20" in [one.lstrip("0") for one in counter.times(kyiv(9, 16), by_staff=True)]


def test_nobody_is_late_while_the_queue_is_paused(counter):
    counter.booked(EIGHT, kyiv(9, 20))
    counter.opened()
    counter.queue.paused_at = kyiv(9, 10)
    counter.queue.save()
    assert tickets.mark_late(kyiv(10)) == 0


def test_staff_take_back_who_was_absent_as_without_booking(counter, people):
    ticket = counter.booked(EIGHT, kyiv(9))
    counter.opened()
    tickets.mark_late(kyiv(9, 10))
    with pytest.raises(Conflict):
        tickets.check_in(ticket, None, kyiv(9, 12))
    back = tickets.readmit(ticket, people.executor, kyiv(9, 12))
    assert (back.state, back.turn_at, back.arrived_at) == (states.ARRIVED, None, kyiv(9, 12))
    assert tickets.readmit(ticket, people.executor, kyiv(9, 13)).arrived_at == kyiv(9, 12)
    with pytest.raises(Conflict):
        tickets.readmit(counter.booked(EIGHT, kyiv(10), people.stranger), people.executor, NINE)


def test_whoever_gives_up_is_out_of_the_line(counter, people):
    ticket = counter.walk_in()
    assert tickets.leave(ticket, people.executor, NINE).state == states.LEFT
    assert tickets.leave(ticket, people.executor, NINE).state == states.LEFT
    counter.opened()
    assert counter.call() is None


def test_priority_is_a_category_of_the_list_and_can_be_taken_away(counter, people):
    ticket = counter.walk_in()
    with pytest.raises(RuleBroken):
        tickets.give_priority(ticket, "friend", people.executor, NINE)
    assert tickets.give_priority(ticket, "p1", people.executor, NINE).is_priority
    assert not tickets.give_priority(ticket, "", people.executor, NINE).is_priority
    told = Entry.objects.filter(action="ticket.priority").values_list("facts", flat=True)
    assert all("p1" not in str(facts) for facts in told)


def test_the_next_day_closes_what_was_left(counter, people):
    waiting = counter.walk_in(at=kyiv(9))
    serving = counter.at_window(kyiv(10))
    assert serving.pk == waiting.pk
    left = counter.walk_in(at=kyiv(11))
    night = kyiv(3, day=11)
    with clock.frozen(night):
        assert tickets.close_days(night) == 3
        assert tickets.close_days(night) == 0
    assert (state_of(serving), state_of(left)) == (states.SERVED, states.LEFT)
    assert not Sitting.objects.filter(closed_at=None).exists()


def test_a_visit_of_the_past_no_longer_stands_in_the_way_of_a_booking(counter, people):
    counter.queue.max_active = 1
    counter.queue.save()
    counter.booked(EIGHT, kyiv(9))
    with pytest.raises(RuleBroken):
        counter.booked(EIGHT, kyiv(10))
    later = EIGHT + timedelta(days=1)
    assert counter.booked(later, kyiv(10, day=11)).state == states.BOOKED
