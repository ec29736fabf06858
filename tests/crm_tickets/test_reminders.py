"""Letters before a visit (Q-07) and the ticket sent to oneself (Q-05)."""

from datetime import timedelta

import icalendar
import pytest
from django.core import mail
from django.urls import reverse

from core import clock
from core.notify.channels.email import EmailChannel
from core.notify.models import OutboxMessage
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Ticket
from crm.tickets.services import reminding
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.people import sign_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DAYS_AHEAD = kyiv(10, day=13)


@pytest.fixture
def visit(people):
    return make_visit(people, service={"documents": {"uk": "паспорт\nкод", "en": "passport"}})


def reminders():
    return list(OutboxMessage.objects.filter(kind="tickets.reminder").order_by("pk"))


def test_a_day_and_two_hours_before_a_letter_goes_once_each(visit):
    visit.booked(when=DAYS_AHEAD)
    sent = []
    for at in (kyiv(9, 59, 12), kyiv(10, 0, 12), kyiv(10, 1, 12), kyiv(7, 59, 13), kyiv(8, 0, 13),
               kyiv(8, 1, 13), kyiv(10, 1, 13)):  # fmt: skip
        tickets.remind(at)
        sent.append(len(reminders()))
    assert sent == [0, 1, 1, 1, 2, 2, 2]


def test_the_letter_has_links_to_move_and_cancel_and_not_the_matter(visit, people):
    ticket = visit.booked(when=DAYS_AHEAD)
    tickets.remind(kyiv(10, day=12))
    (letter,) = reminders()
    assert letter.user == people.resident
    for name in ("ticket", "move", "cancel"):
        assert reverse(f"tickets:{name}", args=[ticket.public_id]) in letter.body_text
    assert "Реєстрація місця" not in letter.body_text


def test_who_books_within_a_period_is_not_reminded_of_it(visit):
    ticket = visit.booked(kyiv(8, day=12), kyiv(11, day=12))  # three hours before
    assert ticket.remind_at == kyiv(9, day=12)
    other = visit
    other.queue.max_active = 9
    other.queue.save()
    late = visit.booked(kyiv(8, day=12), kyiv(9, 20, day=12))
    assert late.remind_at is None


def test_hours_are_data_of_the_queue(people):
    visit = make_visit(people, reminders="48, 5,1")
    assert visit.queue.reminder_hours == [48, 5, 1]
    assert visit.booked(when=DAYS_AHEAD).remind_at == kyiv(10, day=11)
    silent = make_visit(people, reminders="")
    assert silent.booked(when=DAYS_AHEAD).remind_at is None


def test_a_cancelled_visit_reminds_nobody_and_a_moved_one_of_its_new_time(visit, people):
    ticket = visit.booked(when=DAYS_AHEAD)
    moved = tickets.move(ticket, kyiv(11, day=16), people.resident, EIGHT)
    tickets.remind(kyiv(10, day=12))
    assert reminders() == []
    tickets.remind(kyiv(11, day=15))
    assert [moved.number in letter.subject for letter in reminders()] == [True]
    tickets.cancel(moved, people.resident, kyiv(12, day=15))
    tickets.remind(kyiv(9, day=16))
    assert len(reminders()) == 1


def test_a_worker_that_slept_through_both_moments_writes_one_letter_and_none_when_too_late(visit):
    visit.booked(when=DAYS_AHEAD)
    tickets.remind(kyiv(9, day=13))
    assert len(reminders()) == 1
    assert tickets.remind(kyiv(9, 30, 13)) == 0
    Ticket.objects.update(remind_at=kyiv(8, day=13))
    tickets.remind(kyiv(10, day=13))
    assert len(reminders()) == 1, "the visit has begun"


def test_a_worker_killed_in_the_middle_neither_loses_nor_repeats(visit, monkeypatch):
    visit.booked(when=DAYS_AHEAD)

    def dying(letters, *, at):
        list(letters)
        raise SystemExit

    whole = reminding.post_all
    monkeypatch.setattr(reminding, "post_all", dying)
    with pytest.raises(SystemExit):
        tickets.remind(kyiv(10, day=12))
    assert reminders() == []
    monkeypatch.setattr(reminding, "post_all", whole)
    for _again in range(2):
        tickets.remind(kyiv(10, day=12) + MINUTE)
    assert len(reminders()) == 1


def test_looking_for_what_is_due_costs_one_statement(visit, django_assert_num_queries):
    visit.booked(when=DAYS_AHEAD)
    with django_assert_num_queries(3):  # BEGIN and COMMIT of a test are savepoints
        tickets.remind(EIGHT)


def test_reminders_are_switched_off_and_on_at_the_ticket(client, visit, people):
    with clock.frozen(EIGHT):
        ticket = visit.booked(when=DAYS_AHEAD)
        sign_in(client, people.resident)
        page = reverse("tickets:ticket", args=[ticket.public_id])
        assert "Нагадаємо електронною поштою" in client.get(page).content.decode()
        client.post(f"{page}reminders/", {"on": "0"})
        ticket.refresh_from_db()
        assert (ticket.reminds, ticket.remind_at) == (False, None)
        assert "Нагадати електронною поштою" in client.get(page).content.decode()
        client.post(f"{page}reminders/", {"on": "1"})
        ticket.refresh_from_db()
        assert ticket.remind_at == kyiv(10, day=12)


def test_a_caller_with_an_address_is_reminded_without_links_that_would_not_open(visit, people):
    held = visit.hold(when=DAYS_AHEAD, by_staff=True, channel="desk")
    details = tickets.Details("Ткач Петро", "+380671112233", "petro@people.test")
    tickets.book(held.public_id, "olena", details, people.operator, EIGHT, for_caller=True)
    tickets.remind(kyiv(10, day=12))
    (letter,) = reminders()
    assert letter.to_address == "petro@people.test" and letter.user is None
    assert "/tickets/" not in letter.body_text and "зателефонуйте" in letter.body_text


def test_the_ticket_is_sent_to_oneself_with_its_calendar_file_once(client, visit, people):
    with clock.frozen(EIGHT):
        ticket = visit.booked(when=DAYS_AHEAD)
        sign_in(client, people.resident)
        page = reverse("tickets:ticket", args=[ticket.public_id])
        text = client.get(page).content.decode()
        key = text.split('name="key" value="')[1].split('"')[0]
        for _press in range(2):
            answer = client.post(f"{page}letter/", {"key": key}, follow=True)
        shown = answer.content.decode().split("<main")[1]
        assert "resident@people.test" in shown
    letter = OutboxMessage.objects.get(kind="tickets.copy")
    for told in (ticket.number, "10:00", "паспорт", "Реєстрація місця", "a4.pdf"):
        assert told in letter.body_text
    EmailChannel().send(letter)
    (name, content, kind) = mail.outbox[0].attachments[0]
    assert (name, kind) == ("visit.ics", "text/calendar")
    event = next(iter(icalendar.Calendar.from_ical(content).walk("VEVENT")))
    assert event["DTSTART"].dt == DAYS_AHEAD


@pytest.mark.parametrize("key", ["", "short", "<script>alert(1)</script>", "x" * 300])
def test_a_key_that_no_page_has_made_sends_nothing(client, visit, people, key):
    with clock.frozen(EIGHT):
        ticket = visit.booked(when=DAYS_AHEAD)
        sign_in(client, people.resident)
        url = reverse("tickets:letter", args=[ticket.public_id])
        assert client.post(url, {"key": key}).status_code == 302
    assert not OutboxMessage.objects.filter(kind="tickets.copy").exists()


def test_a_cancelled_ticket_is_not_sent(client, visit, people):
    with clock.frozen(EIGHT):
        ticket = visit.booked(when=DAYS_AHEAD)
        tickets.cancel(ticket, people.resident, EIGHT)
        sign_in(client, people.resident)
        url = reverse("tickets:letter", args=[ticket.public_id])
        client.post(url, {"key": "of-the-page"})
    ticket.refresh_from_db()
    assert ticket.state == states.BY_VISITOR
    assert not OutboxMessage.objects.filter(kind="tickets.copy").exists()
