"""The office cancels and moves visits of a day; visitors take another time by one press (Q-09)."""

import re
from datetime import date, timedelta

import icalendar
import pytest
from django.urls import reverse

from blocks.queues.closing import open_again
from blocks.queues.models import Closure
from core import clock
from core.errors import Conflict, RuleBroken
from core.notify.models import OutboxMessage
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.days import gaps
from crm.tickets.errors import PlaceTaken
from crm.tickets.models import Occupied, Ticket
from directory.models import Duty, Schedule, ScheduleException
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.letters import write_letters
from tests.people import make_person

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 10)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def visit(people):
    with clock.frozen(EIGHT):
        found = make_visit(people, windows=2)
        Duty.objects.create(
            addressee=found.queue.addressee, user=people.moderator, role="moderator"
        )
        yield found


def visits(visit, *hours):
    """Booked visits of different people at these hours."""
    found = []
    for number, hour in enumerate(hours):
        who = make_person(name=f"visitor{number}")
        held = visit.hold(when=kyiv(*hour), holder=f"user:{who.pk}")
        details = tickets.Details(who.full_name, f"+38050111220{number}", who.email)
        found.append(tickets.book(held.public_id, held.holder, details, who, EIGHT))
    return found


def whole(visit, **more):
    return tickets.Scope(visit.queue, TUESDAY, **more)


def state_of(ticket):
    return Ticket.objects.get(pk=ticket.pk).state


# --- cancelling


def test_a_whole_day_is_cancelled_and_taken_off_offer(visit, people):
    booked = visits(visit, (9, 0), (10, 0), (11, 0))
    done = tickets.cancel_visits(whole(visit), people.moderator, EIGHT, "Хвороба", closes=True)
    assert {one.pk for one in done} == {one.pk for one in booked}
    assert {state_of(one) for one in booked} == {states.BY_OFFICE}
    assert visit.times() == [] and not Occupied.objects.exists()
    again = tickets.cancel_visits(whole(visit), people.moderator, EIGHT, "Хвороба", closes=True)
    assert again == [] and ScheduleException.objects.count() == 1, "a second press closes once"


def test_a_reception_schedule_says_on_the_public_page_that_the_day_is_closed(visit, people):
    tickets.cancel_visits(whole(visit), people.moderator, EIGHT, "Хвороба", closes=True)
    closed = ScheduleException.objects.get()
    assert (closed.date, closed.is_closed, str(closed.note)) == (TUESDAY, True, "Хвороба")
    assert not Closure.objects.exists()


def test_hours_of_the_office_and_schedules_of_others_stay(visit, people):
    """Only the windows are closed then: the office itself may well be open."""
    Schedule.objects.update(purpose=Schedule.Purpose.OFFICE)
    tickets.cancel_visits(whole(visit), people.moderator, EIGHT, "Хвороба", closes=True)
    assert not ScheduleException.objects.exists()
    assert Closure.objects.count() == 2 and visit.times() == []


def test_without_the_mark_times_stay_on_offer(visit, people):
    visits(visit, (9, 0))
    tickets.cancel_visits(whole(visit), people.moderator, EIGHT, "Помилка")
    assert "09:00" in visit.times()


def test_one_window_or_a_span_of_time_is_cancelled_alone(visit, people):
    first, second, third = visits(visit, (9, 0), (9, 0), (11, 0))
    assert first.window_id != second.window_id
    scope = whole(visit, windows=(first.window_id,), span=(kyiv(8), kyiv(9, 30)))
    done = tickets.cancel_visits(scope, people.moderator, EIGHT, "Хвороба", closes=True)
    assert [one.pk for one in done] == [first.pk]
    closed = Closure.objects.get()
    assert (closed.window_id, closed.ends_at) == (first.window_id, kyiv(9, 30))
    assert "09:00" not in visit.times() and "10:00" in visit.times()
    assert state_of(second) == state_of(third) == states.BOOKED


def test_who_would_still_be_inside_when_the_span_begins_is_affected(visit, people):
    (early,) = visits(visit, (9, 0))
    scope = whole(visit, span=(kyiv(9, 10), kyiv(10)))
    assert tickets.cancel_visits(scope, people.moderator, EIGHT, "Тривога") == [early]


def test_chosen_visits_are_cancelled_and_close_nothing(visit, people):
    first, second = visits(visit, (9, 0), (10, 0))
    scope = whole(visit, chosen=(first.public_id,))
    tickets.cancel_visits(scope, people.moderator, EIGHT, "Хвороба", closes=True)
    assert (state_of(first), state_of(second)) == (states.BY_OFFICE, states.BOOKED)
    assert not Closure.objects.exists() and not ScheduleException.objects.exists()


def test_who_has_come_already_is_served_and_not_cancelled(visit, people):
    (here,) = visits(visit, (9, 0))
    tickets.check_in(here, people.moderator, kyiv(8, 50), by_staff=True)
    assert tickets.cancel_visits(whole(visit), people.moderator, kyiv(8, 51), "Тривога") == []
    assert state_of(here) == states.ARRIVED


def test_a_reason_is_asked_for_and_a_day_that_is_over_is_refused(visit, people):
    with pytest.raises(RuleBroken) as refused:
        tickets.cancel_visits(whole(visit), people.moderator, EIGHT, "  ")
    assert refused.value.field == "reason"
    with pytest.raises(RuleBroken) as refused:
        tickets.cancel_visits(whole(visit), people.moderator, kyiv(8, day=11), "Хвороба")
    assert refused.value.code == "past"


def test_times_taken_off_offer_are_given_again(visit, people):
    Schedule.objects.update(purpose=Schedule.Purpose.OFFICE)
    tickets.cancel_visits(whole(visit), people.moderator, EIGHT, "Хвороба", closes=True)
    assert open_again(visit.queue, TUESDAY, people.moderator, EIGHT) == 2
    assert "09:00" in visit.times()
    assert open_again(visit.queue, TUESDAY, people.moderator, EIGHT) == 0


# --- another time


def cancelled(visit, people, closes=True):
    ticket = visit.booked()
    tickets.cancel_visits(whole(visit), people.moderator, EIGHT, "Хвороба", closes=closes)
    ticket.refresh_from_db()
    return ticket


def test_a_letter_tells_why_and_its_links_book_by_one_press(client_of, visit, people):
    ticket = cancelled(visit, people)
    write_letters()
    letter = OutboxMessage.objects.get(kind="tickets.cancelled")
    assert "Хвороба" in letter.body_text
    links = re.findall(r"http\S+/rebook/\?at=\w+", letter.body_text)
    assert len(links) == 3
    client = client_of("resident")
    path = links[0].partition("//")[2].partition("/")[2]
    page = client.get(f"/{path}")
    assert page.status_code == 200 and Ticket.objects.count() == 1, "looking books nothing"
    url, _sign, at = f"/{path}".partition("?at=")
    answer = client.post(url, {"at": at})
    new = Ticket.objects.get(moved_from=ticket)
    assert answer.headers["Location"] == reverse("tickets:ticket", args=[new.public_id])
    assert new.state == states.BOOKED and new.visitor == ticket.visitor
    assert client.post(url, {"at": at}).headers["Location"] == answer.headers["Location"]
    assert Ticket.objects.count() == 2, "a second press"


def test_another_time_does_not_count_against_the_limits(people):
    visit = make_visit(people, max_a_month=1)
    ticket = cancelled(visit, people)
    new = tickets.rebook(ticket, kyiv(9, day=11), people.resident, EIGHT)
    assert new.moved_from == ticket and state_of(ticket) == states.BY_OFFICE
    assert tickets.rebook(ticket, kyiv(10, day=11), people.resident, EIGHT) == new


def test_a_time_that_has_just_gone_is_refused_with_others(client_of, visit, people):
    ticket = cancelled(visit, people, closes=False)
    for holder in ("ihor", "iryna"):
        visit.hold(when=kyiv(9), holder=holder)
    with pytest.raises(PlaceTaken) as refused:
        tickets.rebook(ticket, kyiv(9), people.resident, EIGHT)
    assert refused.value.nearest
    url = reverse("tickets:rebook", args=[ticket.public_id])
    answer = client_of("resident").post(url, {"at": "20260310T0700Z"})
    assert answer.status_code == 409 and "9:20" in answer.content.decode()


def test_only_what_the_office_has_cancelled_is_booked_again(visit, people):
    ticket = visit.booked()
    tickets.cancel(ticket, people.resident, EIGHT - 30 * MINUTE)
    with pytest.raises(Conflict):
        tickets.rebook(ticket, kyiv(10), people.resident, EIGHT)


def test_the_calendar_is_told_of_the_cancelling_and_of_the_new_time(client_of, visit, people):
    ticket = visit.booked()
    client = client_of("resident")

    def event(one):
        url = reverse("tickets:calendar", args=[one.public_id])
        read = icalendar.Calendar.from_ical(client.get(url).content)
        return read["METHOD"], next(iter(read.walk("VEVENT")))

    _method, before = event(ticket)
    tickets.cancel_visits(whole(visit), people.moderator, EIGHT, "Хвороба")
    method, gone = event(ticket)
    assert (method, gone["STATUS"]) == ("CANCEL", "CANCELLED")
    assert gone["UID"] == before["UID"] and gone["SEQUENCE"] > before["SEQUENCE"]
    ticket.refresh_from_db()
    method, after = event(tickets.rebook(ticket, kyiv(11), people.resident, EIGHT))
    assert (method, after["STATUS"], after["UID"]) == ("PUBLISH", "CONFIRMED", before["UID"])
    assert after["SEQUENCE"] > gone["SEQUENCE"]


# --- pages


def day_url(visit, name="tickets:day"):
    return reverse(name, args=[visit.queue.slug, "2026-03-10"])


def test_the_day_shows_visits_by_window_and_free_places(client_of, visit):
    first, second = visits(visit, (9, 0), (10, 0))
    text = client_of("moderator").get(day_url(visit)).content.decode()
    assert first.number in text and second.number in text and "9:00–9:20" in text
    assert "Вікно 1" in text and "вільно" in text


def test_who_serves_reads_the_day_and_changes_nothing(client_of, visit, people):
    (booked,) = visits(visit, (9, 0))
    visit.queue.windows.first().specialists.add(people.executor)
    client = client_of("executor")
    text = client.get(day_url(visit)).content.decode()
    assert booked.number in text and "Скасувати день" not in text
    assert client.get(day_url(visit, "tickets:cancel_visits")).status_code == 404
    assert client.post(day_url(visit, "tickets:cancel_visits"), {"reason": "x"}).status_code == 404
    move = reverse("tickets:move_visit", args=[booked.public_id])
    assert client.post(move, {"at": "20260310T0800Z"}).status_code == 404
    assert state_of(booked) == states.BOOKED


@pytest.mark.parametrize("who", ["executor", "head", "operator", "admin", "resident", "clerk"])
def test_a_foreign_queue_is_absent(client_of, visit, who):
    for name in ("tickets:day", "tickets:cancel_visits"):
        assert client_of(who).get(day_url(visit, name)).status_code == 404


def test_the_check_page_names_how_many_and_one_press_cancels_them(client_of, visit):
    booked = visits(visit, (9, 0), (10, 0), (11, 0))
    client, url = client_of("moderator"), day_url(visit, "tickets:cancel_visits")
    asked = {"since": "09:30", "until": "12:00"}
    text = client.get(url, asked).content.decode()
    assert "Скасувати 2 візити" in text and booked[0].number not in text
    empty = client.post(url, asked)
    assert empty.status_code == 422 and {state_of(one) for one in booked} == {states.BOOKED}
    answer = client.post(url, {**asked, "reason": "Хвороба", "closes": "on"})
    assert answer.status_code == 302
    assert [state_of(one) for one in booked] == [states.BOOKED, *[states.BY_OFFICE] * 2]
    text = client.get(day_url(visit)).content.decode()
    assert "Знято із запису" in text


def test_odd_addresses_are_refused_and_never_break(client_of, visit):
    client = client_of("moderator")
    for odd in ("2026-02-30", "x", "9999-01-01"):
        url = reverse("tickets:day", args=[visit.queue.slug, odd])
        assert client.get(url).status_code == 404
    url = day_url(visit, "tickets:cancel_visits")
    odd = {"since": "99:99", "until": "x", "window": "z"}
    assert client.get(url, odd).status_code == 422
    assert client.get(url, {"since": "12:00", "until": "10:00"}).status_code == 422
    assert client.get(url, {"visit": ["x", "y"]}).status_code == 200
    go = reverse("tickets:go_to_day", args=[visit.queue.slug])
    assert client.get(go, {"day": "2026-99-99"}).headers["Location"].endswith("/2026-03-10/")


def test_the_office_moves_a_visitor_and_gives_another_time_to_a_cancelled_one(client_of, visit):
    first, second = visits(visit, (9, 0), (10, 0))
    client = client_of("moderator")
    url = reverse("tickets:move_visit", args=[first.public_id])
    assert "11:00" in client.get(url).content.decode()
    assert client.post(url, {"at": "x"}).status_code == 409
    assert client.post(url, {"at": "20260310T0900Z"}).status_code == 302
    assert Ticket.objects.get(moved_from=first).starts_at == kyiv(11)
    tickets.cancel(second, None, EIGHT, by_office=True, reason="Хвороба")
    url = reverse("tickets:move_visit", args=[second.public_id])
    assert client.post(url, {"at": "20260310T0920Z"}).status_code == 302
    assert Ticket.objects.get(moved_from=second).starts_at == kyiv(11, 20)


def test_gaps_are_what_nobody_keeps():
    spans = [(kyiv(9), kyiv(12)), (kyiv(13), kyiv(15))]
    busy = [(kyiv(9), kyiv(9, 20)), (kyiv(10), kyiv(10, 20)), (kyiv(14, 50), kyiv(15))]
    found = [(a, b) for a, b in gaps(spans, busy)]
    assert found == [
        (kyiv(9, 20), kyiv(10)),
        (kyiv(10, 20), kyiv(12)),
        (kyiv(13), kyiv(14, 50)),
    ]
    assert gaps(spans, [(kyiv(8), kyiv(16))]) == []
