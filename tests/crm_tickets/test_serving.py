"""At the window: calling, serving, passing on, finishing (Q-14, Q-17, 13.3)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import Conflict, RuleBroken
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.hall import hall_of
from crm.tickets.models import Occupied, Sitting, Ticket, TicketFile
from tests.crm_tickets.counters import NINE, make_counter
from tests.crm_tickets.stories import EIGHT, kyiv
from tests.factories.queues import make_queue
from tests.house.story import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(people):
    return make_counter(people)


@pytest.fixture
def me(people):
    return people.executor


def test_one_sits_down_once_takes_a_break_and_comes_back(counter, me):
    window = counter.opened()
    assert counter.opened() and Sitting.objects.count() == 1
    tickets.take_break(window, me, NINE)
    with pytest.raises(Conflict) as refusal:
        counter.call()
    assert refusal.value.code == "on_break"
    tickets.open_window(window, me, NINE)
    assert counter.call() is None
    tickets.close_window(window, me, NINE)
    tickets.close_window(window, me, NINE)
    with pytest.raises(Conflict):
        counter.call()


def test_a_colleague_takes_the_window_over(counter, people):
    counter.opened()
    tickets.open_window(counter.window, people.moderator, kyiv(9, 30))
    assert Sitting.objects.get(closed_at=None).specialist == people.moderator


def test_a_window_with_a_visitor_is_not_closed(counter, me):
    counter.at_window()
    with pytest.raises(Conflict):
        tickets.close_window(counter.window, me, NINE)


def test_the_booked_are_called_first_and_a_second_press_calls_nobody_else(counter):
    counter.opened()
    counter.walk_in(at=kyiv(8, 40))
    came = counter.came(kyiv(9), at=kyiv(8, 55))
    called = counter.call()
    assert called.pk == came.pk and called.calls == 1
    assert counter.call().pk == called.pk
    assert Ticket.objects.filter(state=states.CALLED).count() == 1


def test_who_is_served_is_finished_before_the_next_is_called(counter, me):
    ticket = counter.at_window()
    counter.walk_in()
    with pytest.raises(Conflict):
        counter.call()
    tickets.finish(ticket, "done", "", me, kyiv(9, 10))
    assert counter.call(kyiv(9, 10)).number == "А-002"


def test_a_window_calls_only_for_its_services(counter):
    other = counter.another_service()
    counter.window.services.add(other)
    counter.opened()
    counter.walk_in()
    assert counter.call() is None
    counter.walk_in(service=other)
    assert counter.call().service == other


def test_a_visitor_who_chose_a_specialist_waits_for_this_one(counter, people):
    second = counter.windows[1]
    held = counter.hold(window=second.pk)
    details = tickets.Details("Дорошенко Олена", "+380671234567")
    ticket = tickets.book(held.public_id, held.holder, details, people.resident, EIGHT)
    tickets.check_in(ticket, None, NINE)
    counter.opened()
    assert counter.call() is None
    tickets.open_window(second, people.moderator, NINE)
    assert counter.call(window=second).pk == ticket.pk


def test_a_visitor_called_elsewhere_frees_the_booked_window(counter, people):
    came = counter.came()
    other = next(one for one in counter.windows if one.pk != came.window_id)
    tickets.open_window(other, people.executor, NINE)
    called = counter.call(window=other)
    assert called.window == other and not Occupied.objects.filter(ticket=called).exists()


def test_a_window_with_two_seats_calls_two_at_a_time(counter, me):
    """Each has their own steps; a double press is one call, a third visitor waits for a seat."""
    window = counter.opened()
    window.seats = 2
    window.save()
    for _one in range(4):
        counter.walk_in()
    first = counter.call()
    assert counter.call().pk == first.pk, "two presses at once are one"
    second = counter.call(kyiv(9, 1))
    assert (first.number, second.number) == ("А-001", "А-002")
    tickets.start(first, me, kyiv(9, 2))
    with pytest.raises(Conflict, match="А-001, А-002"):
        counter.call(kyiv(9, 3))
    assert [one.pk for one in hall_of(counter.queue, kyiv(9, 3)).at_window(window)] == [
        *(first.pk, second.pk)
    ]
    tickets.hold(first, me, kyiv(9, 4))
    third = counter.call(kyiv(9, 5))
    assert third.number == "А-003"
    with pytest.raises(Conflict):
        tickets.resume(first, me, kyiv(9, 6))
    tickets.leave(third, me, kyiv(9, 7))
    assert tickets.resume(first, me, kyiv(9, 7)).state == states.SERVING


def test_calls_are_counted_and_absence_comes_after_the_last(counter, me):
    counter.opened()
    counter.walk_in()
    called = counter.call()
    with pytest.raises(RuleBroken) as refusal:
        tickets.mark_absent(called, me, NINE)
    assert refusal.value.code == "call_again"
    assert tickets.call_again(called, me, NINE).calls == 1, "two presses at once are one"
    assert tickets.call_again(called, me, kyiv(9, 1)).calls == 2
    with pytest.raises(RuleBroken) as refusal:
        tickets.call_again(called, me, kyiv(9, 2))
    assert refusal.value.code == "called_enough"
    with pytest.raises(RuleBroken, match="9:03") as refusal:
        tickets.mark_absent(called, me, kyiv(9, 2))
    assert refusal.value.code == "too_early"
    assert tickets.mark_absent(called, me, kyiv(9, 3)).state == states.NO_SHOW
    assert tickets.mark_absent(called, me, kyiv(9, 3)).state == states.NO_SHOW


def test_a_visitor_fetches_a_copy_while_another_is_served(counter, me):
    first = counter.at_window()
    tickets.hold(first, me, NINE)
    counter.walk_in()
    second = tickets.start(counter.call(), me, NINE)
    with pytest.raises(Conflict):
        tickets.resume(first, me, NINE)
    tickets.finish(second, "done", "", me, NINE)
    assert tickets.resume(first, me, NINE).state == states.SERVING


def test_a_transferred_visitor_keeps_number_and_turn(counter, me, people):
    ticket = counter.at_window()
    other = make_queue(addressee=counter.queue.addressee)
    there = other.services.get()
    moved = tickets.transfer(ticket, there, other.windows.get(), me, kyiv(9, 15))
    assert (moved.number, moved.queue, moved.arrived_at) == (ticket.number, other, NINE)
    later = counter.walk_in(kyiv(9, 16), service=there)
    assert later.number != moved.number, "numbers of an addressee are one row"
    tickets.open_window(other.windows.get(), people.moderator, kyiv(9, 17))
    assert counter.call(kyiv(9, 17), other.windows.get()).pk == moved.pk


def test_a_transfer_to_where_one_is_or_to_strangers_is_refused(counter, me, people):
    ticket = counter.at_window()
    foreign = make_counter(people)
    for service, window in (
        (counter.service, None),
        (counter.service, counter.window),
        (foreign.service, None),
        (counter.service, foreign.window),
    ):
        with pytest.raises(RuleBroken):
            tickets.transfer(ticket, service, window, me, NINE)
    assert tickets.transfer(ticket, counter.service, counter.windows[1], me, NINE).for_window


def test_a_visit_ends_with_outcome_note_and_files(counter, me, private_root):
    ticket = counter.at_window()
    for bad in ("", "unknown"):
        with pytest.raises(RuleBroken):
            tickets.finish(ticket, bad, "", me, NINE)
    with pytest.raises(RuleBroken):
        tickets.finish(ticket, "done", "", me, NINE, files=[SimpleUploadedFile("a.exe", b"MZ")])
    files = [SimpleUploadedFile("довідка.pdf", PDF)]
    done = tickets.finish(ticket, "done", " видано ", me, kyiv(9, 20), files=files)
    assert (done.state, done.comment) == (states.SERVED, "видано")
    assert done.events.get(to_state=states.SERVED).kind == "finished", "programs are told"
    tickets.finish(ticket, "refused", "", me, kyiv(9, 21))
    assert Ticket.objects.get(pk=ticket.pk).outcome == "done"
    assert TicketFile.objects.get().name == "довідка.pdf"


def test_an_early_end_gives_the_rest_of_the_time_back(counter, me):
    counter.came()
    counter.opened()
    ticket = tickets.start(counter.call(), me, NINE)
    tickets.finish(ticket, "done", "", me, kyiv(9, 3))
    assert not Occupied.objects.filter(ticket=ticket).exists()


def test_the_next_visit_is_booked_from_the_window_once(counter, me, people):
    ticket = counter.at_window()
    with pytest.raises(RuleBroken) as refusal:
        tickets.book_next_visit(ticket, counter.service, kyiv(9, day=11), me, NINE)
    assert refusal.value.field == "visitor"
    tickets.name_visitor(ticket, "Бондар Ігор", "+380501234567", me, NINE)
    booked = tickets.book_next_visit(ticket, counter.service, kyiv(9, day=11), me, NINE)
    again = tickets.book_next_visit(ticket, counter.service, kyiv(9, day=11), me, NINE)
    assert booked.pk == again.pk
    assert (booked.state, booked.visitor) == (states.BOOKED, "Бондар Ігор")


def test_the_hall_tells_the_wait_from_the_people_and_the_open_windows(counter):
    for _one in range(3):
        counter.walk_in()
    assert hall_of(counter.queue, NINE).wait_minutes is None
    counter.opened()
    hall = hall_of(counter.queue, NINE)
    assert (len(hall.line), hall.wait_minutes) == (3, 60)


def test_the_hall_is_read_in_as_many_statements_whatever_the_line(
    counter, django_assert_max_num_queries
):
    counter.opened()
    for _one in range(12):
        counter.walk_in()
    with django_assert_max_num_queries(7):
        hall = hall_of(counter.queue, NINE)
        assert len(hall.line_of(hall.windows[0])) == 12
