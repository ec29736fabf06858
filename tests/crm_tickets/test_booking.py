"""Holding, booking, moving and cancelling a place (Q-01…Q-04, Q-07, Q-08, Q-12)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from blocks.queues.models import Queue
from core import clock
from core.errors import Conflict, RuleBroken
from core.ids.models import NumberSeries
from core.notify.models import OutboxMessage
from crm.residents.services import recognise
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.errors import PlaceTaken
from crm.tickets.models import Occupied, Ticket
from directory.models import Leave
from tests.crm_tickets.booked import VISITOR
from tests.crm_tickets.booked import hold as hold_on_page
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.factories.directory import AddresseeFactory, ExceptionFactory
from tests.letters import write_letters
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ALL = ["09:00", "09:20", "09:40", "10:00", "10:20", "10:40", "11:00", "11:20", "11:40"]


@pytest.fixture
def visit(people):
    return make_visit(people)


def test_resident_books_a_time_and_gets_a_number(visit, people):
    ticket = visit.booked(when=kyiv(10, 40))
    assert (ticket.number, ticket.state) == ("А-001", states.BOOKED)
    assert (ticket.starts_at, ticket.ends_at) == (kyiv(10, 40), kyiv(11))
    assert ticket.resident.full_name == people.resident.full_name
    assert "10:40" not in visit.times()
    assert ticket.occupied.count() == 4


def test_a_letter_tells_number_and_day_and_links_to_the_ticket(visit, people):
    ticket = visit.booked()
    write_letters()
    letter = OutboxMessage.objects.get(user=people.resident)
    assert ticket.number in letter.subject and "9:00" in letter.subject
    assert ticket.public_id in letter.body_text
    assert "Реєстрація місця" not in letter.body_text, "what one comes for is nobody's business"


def test_a_held_place_is_nobody_elses(visit):
    visit.hold()
    assert "09:00" not in visit.times()
    with pytest.raises(PlaceTaken) as refused:
        visit.hold(holder="ihor")
    assert kyiv(9, 20) in refused.value.nearest


def test_a_hold_that_runs_out_frees_the_place(visit):
    visit.hold()
    later = EIGHT + 6 * MINUTE
    assert visit.times(later) == ALL
    assert tickets.free_run_out(later) == 1
    assert not Occupied.objects.exists()
    other = visit.hold(later, holder="ihor")
    assert other.holder == "ihor"


def test_the_next_hold_takes_a_place_that_ran_out_without_waiting_for_the_worker(visit):
    first = visit.hold()
    visit.hold(EIGHT + 6 * MINUTE, holder="ihor")
    first.refresh_from_db()
    assert first.state == states.LAPSED


def test_a_hold_can_be_extended_and_booked_late_while_nobody_took_it(visit, people):
    held = visit.hold()
    assert tickets.extend_hold(held, EIGHT + 4 * MINUTE).held_until == EIGHT + 9 * MINUTE
    details = tickets.Details("Дорошенко Олена", "+380671234567")
    booked = tickets.book(held.public_id, "olena", details, people.resident, EIGHT + 30 * MINUTE)
    assert booked.state == states.BOOKED


def test_one_visitor_holds_one_place_of_a_queue(visit):
    first = visit.hold()
    visit.hold(when=kyiv(10))
    first.refresh_from_db()
    assert first.state == states.LAPSED
    assert "09:00" in visit.times() and "10:00" not in visit.times()


def test_a_second_press_gets_the_same_ticket(visit, people):
    held = visit.hold()
    details = tickets.Details("Дорошенко Олена", "+380671234567")
    first, second = (
        tickets.book(held.public_id, "olena", details, people.resident, EIGHT) for _press in "12"
    )
    assert first.number == second.number
    assert Ticket.objects.filter(state=states.BOOKED).count() == 1


def test_a_foreign_hold_cannot_be_booked(visit, people):
    held = visit.hold()
    with pytest.raises(Ticket.DoesNotExist):
        tickets.book(held.public_id, "ihor", tickets.Details("Ігор"), people.stranger, EIGHT)


def test_a_hold_that_was_let_go_cannot_be_booked(visit, people):
    held = visit.hold()
    tickets.release(held, EIGHT)
    with pytest.raises(PlaceTaken):
        tickets.book(held.public_id, "olena", tickets.Details("О"), people.resident, EIGHT)


def test_the_database_refuses_the_second_visitor_of_a_place(visit):
    ticket = visit.booked()
    kept = ticket.occupied.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Occupied.objects.create(ticket=ticket, window=kept.window, seat=kept.seat, cell=kept.cell)


@pytest.mark.parametrize(
    "wished",
    [kyiv(7), kyiv(8, 10), kyiv(9, 10), kyiv(12), kyiv(9, day=14), kyiv(9, month=7)],
    ids=["past", "too soon", "between times", "after hours", "saturday", "beyond the horizon"],
)
def test_a_time_that_is_not_on_offer_is_refused_with_others_near(visit, wished):
    with pytest.raises(PlaceTaken) as refused:
        visit.hold(when=wished)
    assert len(refused.value.nearest) == 6


def test_a_service_taken_off_while_booking_is_refused_in_words(visit):
    service = visit.service
    service.is_active = False
    service.save()
    with pytest.raises(RuleBroken, match="не надається|not offered"):
        visit.hold()


def test_a_service_of_another_queue_is_refused(visit, people):
    other = make_visit(people)
    with pytest.raises(RuleBroken):
        tickets.hold_place(visit.queue, other.service, kyiv(9), "olena", EIGHT)


def test_new_days_open_at_their_hour(people):
    """Q-01: at six in the morning the twenty-first day appears."""
    visit = make_visit(people, horizon_days=1)
    last = kyiv(9, day=11)
    with pytest.raises(PlaceTaken):
        visit.hold(kyiv(5, 59), last)
    assert visit.hold(kyiv(6), last)


def test_times_mind_leave_exception_and_lead(visit):
    assert visit.times() == ALL
    assert visit.times(kyiv(9, 45))[0] == "10:20"
    window = visit.queue.windows.get()
    ExceptionFactory(schedule=window.schedule, date=kyiv(9).date(), hours="10:00-11:00")
    assert visit.times() == ["10:00", "10:20", "10:40"]
    window.official = AddresseeFactory(official=True)
    window.save()
    Leave.objects.create(addressee=window.official, starts_on="2026-03-09", ends_on="2026-03-20")
    assert visit.times() == []


def test_limits_are_by_account_and_by_phone(visit, people):
    """Q-02: one active ticket in a queue."""
    visit.booked()
    with pytest.raises(RuleBroken) as refused:
        visit.booked(when=kyiv(10))
    assert refused.value.code == "limit_active"
    with pytest.raises(RuleBroken) as refused:
        visit.booked(when=kyiv(11), who=people.stranger)  # another account, the same phone
    assert refused.value.code == "limit_active"


def test_staff_book_for_a_caller_over_the_limit_with_a_reason(visit, people):
    visit.booked()
    held = visit.hold(when=kyiv(10), holder="desk", by_staff=True, channel="desk")
    details = tickets.Details("Дорошенко Олена", "+380671234567")
    with pytest.raises(RuleBroken):
        tickets.book(held.public_id, "desk", details, people.operator, EIGHT, for_caller=True)
    ticket = tickets.book(
        held.public_id,
        "desk",
        details,
        people.operator,
        EIGHT,
        for_caller=True,
        staff_reason="Друга заява тієї ж родини",
    )
    assert (ticket.author, ticket.booked_by) == (None, people.operator)


def test_who_did_not_come_three_times_comes_without_booking(visit, people):
    """Q-12: closed for thirty days from the last absence, then open again."""
    visit.queue.max_a_month = 9
    visit.queue.save()
    for day in (10, 11, 12):
        ticket = visit.booked(when=kyiv(9, day=day))
        Ticket.objects.filter(pk=ticket.pk).update(state=states.NO_SHOW)
    with pytest.raises(RuleBroken) as refused:
        visit.booked(kyiv(8, day=13), kyiv(9, day=16))
    assert refused.value.code == "absences"
    assert visit.booked(kyiv(8, day=14, month=4), kyiv(10, day=15, month=4))


def test_moving_gives_a_new_ticket_and_frees_the_old_place(visit, people):
    old = visit.booked()
    new = tickets.move(old, kyiv(11), people.resident, EIGHT)
    old.refresh_from_db()
    assert (old.state, new.state, new.moved_from) == (states.MOVED, states.BOOKED, old)
    assert new.calendar_uid == old.calendar_uid and new.sequence > 0
    assert "09:00" in visit.times() and "11:00" not in visit.times()
    assert tickets.move(old, kyiv(11), people.resident, EIGHT) == new, "a second press"


def test_a_move_to_a_taken_time_changes_nothing(visit, people):
    old = visit.booked()
    visit.hold(when=kyiv(11), holder="ihor")
    with pytest.raises(PlaceTaken):
        tickets.move(old, kyiv(11), people.resident, EIGHT)
    old.refresh_from_db()
    assert old.state == states.BOOKED and old.occupied.count() == 4


def test_cancelling_frees_the_place_and_is_done_once(visit, people):
    ticket = visit.booked()
    for _press in range(2):
        tickets.cancel(ticket, people.resident, EIGHT - MINUTE)
    ticket.refresh_from_db()
    assert ticket.state == states.BY_VISITOR and ticket.events.count() == 2
    assert visit.times() == ALL
    write_letters()
    assert OutboxMessage.objects.filter(kind="tickets.cancelled").count() == 1


def test_an_hour_before_it_is_too_late_for_the_visitor_but_not_for_the_office(visit, people):
    ticket = visit.booked()
    with pytest.raises(RuleBroken) as refused:
        tickets.cancel(ticket, people.resident, kyiv(8, 1))
    assert refused.value.code == "too_late"
    cancelled = tickets.cancel(
        ticket, people.moderator, kyiv(8, 1), by_office=True, reason="Повітряна тривога"
    )
    assert cancelled.state == states.BY_OFFICE


def test_a_visit_that_has_begun_cannot_be_cancelled(visit, people):
    ticket = visit.booked()
    Ticket.objects.filter(pk=ticket.pk).update(state=states.SERVING)
    with pytest.raises(Conflict):
        tickets.cancel(ticket, people.resident, EIGHT, by_office=True)


def test_a_paused_queue_takes_nobody_new_and_keeps_its_tickets(visit):
    """Q-16."""
    ticket = visit.booked()
    visit.queue.paused_at = EIGHT
    visit.queue.save()
    assert visit.times() == []
    with pytest.raises(RuleBroken) as refused:
        visit.hold(when=kyiv(10), holder="ihor")
    assert refused.value.code == "paused"
    ticket.refresh_from_db()
    assert ticket.state == states.BOOKED


def test_a_changed_schedule_leaves_tickets_where_they_are(visit):
    ticket = visit.booked()
    visit.queue.windows.get().schedule.windows.all().delete()
    assert visit.times() == []
    ticket.refresh_from_db()
    assert ticket.state == states.BOOKED


def test_strangers_see_no_ticket_and_those_concerned_do(visit, people):
    """Q-06: the owner, who serves, who answers for the addressee; a hold is nobody's to see."""
    visit.hold(when=kyiv(11), holder="ihor")
    ticket = visit.booked()
    specialist = make_person("executor", name="specialist")
    visit.queue.windows.get().specialists.add(specialist)
    seen = {
        who: list(Ticket.objects.visible_to(getattr(people, who)))
        for who in ("resident", "stranger", "moderator", "operator", "admin", "executor")
    }
    assert seen.pop("resident") == [ticket]
    assert not any(seen.values())
    assert list(Ticket.objects.visible_to(specialist)) == [ticket]


def asked(work):
    """Statements of the work, less the savepoints that stand for BEGIN and COMMIT in a test."""
    with CaptureQueriesContext(connection) as log:
        work()
    return len([one for one in log if "SAVEPOINT" not in one["sql"]])


def test_holding_and_booking_cost_at_most_twelve_statements_each(visit, people):
    queue, service = visit.queue, visit.service
    details = tickets.Details("Дорошенко Олена", "+380501112233")
    visit.booked(when=kyiv(10), who=people.stranger)
    recognise(people.resident, EIGHT)  # writing the card of a newcomer costs a few more
    assert asked(lambda: tickets.hold_place(queue, service, kyiv(9), "olena", EIGHT)) <= 12
    held = Ticket.objects.get(state=states.HELD)
    person = people.resident
    assert asked(lambda: tickets.book(held.public_id, "olena", details, person, EIGHT)) <= 12


def test_each_press_of_the_page_costs_at_most_twelve_statements(client, visit, people):
    sign_in(client, people.resident)
    Queue.objects.update(max_active=9)
    visit.booked(when=kyiv(10), who=people.stranger)
    recognise(people.resident, EIGHT)
    service = visit.service.pk
    with clock.frozen(EIGHT), CaptureQueriesContext(connection) as holding:
        answer = hold_on_page(client, visit, "20260310T0720Z", service=service)
    place = answer.headers["Location"]
    with clock.frozen(EIGHT), CaptureQueriesContext(connection) as booking:
        assert client.post(place, VISITOR).status_code == 302
    for log in (holding, booking):
        told = [one["sql"] for one in log if "SAVEPOINT" not in one["sql"]]
        assert len(told) <= 12, told


def test_a_hold_let_go_while_its_details_were_read_is_not_booked(visit, people):
    """The page has read the place; before the press is written it lapses, or another press of the
    same person is quicker."""
    Queue.objects.update(max_active=9)
    held = visit.hold(holder="olena")
    details = tickets.Details("Дорошенко Олена", "+380501112233")
    known = Ticket.objects.with_offer().get(pk=held.pk)
    press = lambda: tickets.book(  # noqa: E731
        held.public_id, "olena", details, people.resident, EIGHT, read=known
    )
    first = press()
    assert press().number == first.number == "А-001" and known.state == states.HELD
    again = visit.hold(holder="olena", when=kyiv(9, 20))
    known = Ticket.objects.with_offer().get(pk=again.pk)
    tickets.release(again, EIGHT)
    held = again
    with pytest.raises(PlaceTaken):
        press()
    assert NumberSeries.objects.get(name__startswith="tickets:").last == 1, "no number is lost"


def test_the_last_place_is_not_taken_from_who_holds_it(visit):
    """Back in the browser and the same time again, a double click: the place stays theirs."""
    first = visit.hold(holder="olena")
    again = visit.hold(holder="olena")
    assert again.starts_at == first.starts_at and again.state == states.HELD
    assert Ticket.objects.filter(state=states.HELD).count() == 1
    with pytest.raises(PlaceTaken):
        visit.hold(holder="ihor")
