"""A schedule changed under existing tickets: they stay, the office sees them and decides."""

from datetime import time

import pytest
from django.urls import reverse

from blocks.queues.models import Service, Window
from core import clock, slots
from core.errors import RuleBroken
from core.notify.models import OutboxMessage
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Ticket
from crm.tickets.services.conflicts import outside_schedule
from directory.models import Duty, Leave
from tests.blocks_queues.forms import whole
from tests.crm_tickets.booked import VISITOR, hold
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.factories.directory import AddresseeFactory, ExceptionFactory
from tests.letters import write_letters
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(people):
    with clock.frozen(EIGHT):
        found = make_visit(people)
        Duty.objects.create(
            addressee=found.queue.addressee, user=people.moderator, role="moderator"
        )
        yield found


def why(visit):
    return [one.why for one in outside_schedule(visit.queue, EIGHT)]


def test_a_visit_within_the_schedule_is_no_conflict(visit):
    visit.booked()
    assert why(visit) == []


def test_each_change_is_seen_with_its_reason(visit):
    visit.booked(when=kyiv(11, 40))
    window = visit.queue.windows.get()
    row = ExceptionFactory(schedule=window.schedule, date=kyiv(9).date(), hours="09:00-11:00")
    assert why(visit) == ["hours"]
    row.delete()
    closed = ExceptionFactory(schedule=window.schedule, date=kyiv(9).date(), is_closed=True)
    assert why(visit) == ["closed"]
    closed.delete()
    window.official = AddresseeFactory(official=True)
    window.save()
    leave = Leave.objects.create(
        addressee=window.official, starts_on="2026-03-09", ends_on="2026-03-20"
    )
    assert why(visit) == ["away"]
    leave.delete()
    Service.objects.update(is_active=False)
    visit.queue.save()
    assert why(visit) == ["service"]
    Service.objects.update(is_active=True)
    Window.objects.update(is_active=False)
    assert why(visit) == ["window"]
    visit.queue.is_active = False
    visit.queue.save()
    assert why(visit) == ["queue"]
    assert Ticket.objects.get().state == states.BOOKED, "the ticket stays"


def test_a_shorter_day_leaves_those_before_its_end(visit, people):
    visit.booked(when=kyiv(9))
    window = visit.queue.windows.get()
    window.schedule.windows.filter(weekday=1).update(closes=time(10))
    assert why(visit) == []


def conflicting(visit):
    ticket = visit.booked(when=kyiv(11, 40))
    window = visit.queue.windows.get()
    ExceptionFactory(schedule=window.schedule, date=kyiv(9).date(), hours="09:00-11:00")
    return ticket


def test_the_office_is_shown_them_and_writes_to_the_chosen(client_of, visit):
    ticket = conflicting(visit)
    client = client_of("moderator")
    url = reverse("tickets:conflicts", args=[visit.queue.slug])
    hub = client.get(reverse("tickets:hub")).content.decode()
    assert url in hub and "поза розкладом" in hub
    assert ticket.number in client.get(url).content.decode()
    assert client.post(url, {"step": "tell", "visit": ticket.public_id}).status_code == 422
    assert client.post(url, {"step": "tell", "words": "Прийдіть раніше"}).status_code == 422
    words = {"step": "tell", "visit": [ticket.public_id, "x"], "words": "Прийдіть о 10:40"}
    assert client.post(url, words).status_code == 302
    write_letters()
    letter = OutboxMessage.objects.get(kind="tickets.news")
    assert "Прийдіть о 10:40" in letter.body_text and ticket.number in letter.body_text
    ticket.refresh_from_db()
    assert ticket.state == states.BOOKED


def test_the_office_cancels_the_chosen_with_other_times_offered(client_of, visit):
    ticket = conflicting(visit)
    url = reverse("tickets:conflicts", args=[visit.queue.slug])
    asked = {"step": "cancel", "visit": ticket.public_id, "words": "Скорочений день"}
    assert client_of("moderator").post(url, asked).status_code == 302
    ticket.refresh_from_db()
    assert ticket.state == states.BY_OFFICE
    write_letters()
    assert "/rebook/" in OutboxMessage.objects.get(kind="tickets.cancelled").body_text


@pytest.mark.parametrize("who", ["executor", "head", "resident", "admin"])
def test_others_find_no_such_page(client_of, visit, people, who):
    visit.queue.windows.get().specialists.add(people.executor)
    url = reverse("tickets:conflicts", args=[visit.queue.slug])
    assert client_of(who).get(url).status_code == 404


def test_who_changes_the_hours_is_told_of_visits_that_no_longer_fit(client_of, visit, people):
    """After saving, in the register: with the way there for those who answer for the queue."""
    conflicting(visit)
    queue = visit.queue
    edit = f"/admin/blocks_queues/queue/edit/{queue.pk}/"
    note = "1 візит опинився поза розкладом"
    told = client_of("moderator").post(edit, whole(queue), follow=True).content.decode()
    assert note in told and reverse("tickets:conflicts", args=[queue.slug]) in told
    told = client_of("admin").post(edit, whole(queue), follow=True).content.decode()
    assert note in told and reverse("tickets:conflicts", args=[queue.slug]) not in told


def test_leave_and_schedules_of_an_addressee_concern_its_queues(visit, people):
    addressee = visit.queue.addressee
    assert str(slots.render("after_change", target=addressee, viewer=people.moderator)) == ""
    conflicting(visit)
    told = slots.render("after_change", target=addressee, viewer=people.moderator)
    assert str(visit.queue.name) in told
    other = AddresseeFactory()
    assert str(slots.render("after_change", target=other, viewer=people.moderator)) == ""


# --- while somebody is booking


@pytest.mark.parametrize("gone", ["service", "window", "queue"])
def test_what_is_removed_while_being_booked_is_refused_in_words(client, visit, people, gone):
    """Over HTTP: choosing a time of a service or a window that has just been stopped."""
    sign_in(client, people.resident)
    assert client.get(reverse("tickets:choose", args=[visit.queue.slug])).status_code == 200
    service = visit.service
    if gone == "service":
        service.is_active = False
        service.save()
    elif gone == "window":
        Window.objects.update(is_active=False)
    else:
        visit.queue.is_active = False
        visit.queue.save()
    answer = hold(client, visit)
    text = answer.content.decode()
    if gone == "queue":
        assert answer.status_code == 404
    else:
        assert answer.status_code in (409, 422)
        assert "більше не надається" in text or "щойно зайняли" in text
    assert not Ticket.objects.exists()


def test_a_place_held_before_the_window_stopped_is_booked_and_shown_to_the_office(
    client, visit, people
):
    """The promise given by the hold is kept; the office sees the visit at once."""
    sign_in(client, people.resident)
    place = hold(client, visit).headers["Location"]
    Window.objects.update(is_active=False)
    assert client.post(place, VISITOR).status_code == 302
    assert why(visit) == ["window"]


def test_another_time_is_refused_where_the_service_is_no_longer_given(visit, people):
    ticket = visit.booked()
    service = visit.service
    service.is_active = False
    service.save()
    with pytest.raises(RuleBroken):
        tickets.move(ticket, kyiv(11), people.resident, EIGHT)
    ticket.refresh_from_db()
    assert ticket.state == states.BOOKED
