"""A queue that stops and goes on: keep, put off, or offer other times (Q-16)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from blocks.queues.models import Queue
from core import clock
from core.errors import RuleBroken
from core.notify.models import OutboxMessage
from core.words import Text
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Occupied, Ticket
from crm.tickets.services.pausing import KEEP, REOFFER, SHIFT, pause, resume
from directory.models import Duty
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.letters import write_letters
from tests.people import make_person

pytestmark = pytest.mark.django_db
ALARM = Text(uk="Повітряна тривога", en="Air raid alarm")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def visit(people):
    with clock.frozen(EIGHT):
        found = make_visit(people)
        Duty.objects.create(
            addressee=found.queue.addressee, user=people.moderator, role="moderator"
        )
        yield found


def visits(visit, *hours):
    found = []
    for number, hour in enumerate(hours):
        who = make_person(name=f"visitor{number}")
        held = visit.hold(when=kyiv(*hour), holder=f"user:{who.pk}")
        details = tickets.Details(who.full_name, f"+38050111220{number}", who.email)
        found.append(tickets.book(held.public_id, held.holder, details, who, EIGHT))
    return found


def paused(visit, at=EIGHT):
    pause(visit.queue, ALARM, visit.people.moderator, at)
    return Queue.objects.get(pk=visit.queue.pk)


def fresh(found):
    return [Ticket.objects.get(pk=one.pk) for one in found]


def letters(kind):
    with clock.frozen(kyiv(12)):
        write_letters()
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk"))


def test_a_paused_queue_keeps_its_tickets_and_tells_visitors_why(visit, people):
    visits(visit, (9, 0), (10, 0))
    visit.queue = queue = paused(visit)
    assert queue.is_paused and visit.times() == []
    told = letters("tickets.paused")
    assert len(told) == 2 and all("Повітряна тривога" in one.body_text for one in told)
    pause(queue, ALARM, people.moderator, EIGHT + MINUTE)
    assert len(letters("tickets.paused")) == 2, "a second press"
    assert Queue.objects.get(pk=queue.pk).paused_at == EIGHT


def test_a_pause_without_a_reason_is_refused(visit, people):
    with pytest.raises(RuleBroken):
        pause(visit.queue, Text(), people.moderator, EIGHT)


def test_going_on_at_the_same_times(visit, people):
    found = visits(visit, (9, 0), (10, 0))
    done = resume(paused(visit), KEEP, people.moderator, EIGHT + 20 * MINUTE)
    assert len(done.kept) == 2 and not done.cancelled
    assert [one.starts_at for one in fresh(found)] == [kyiv(9), kyiv(10)]
    assert len(letters("tickets.resumed")) == 2
    again = resume(visit.queue, KEEP, people.moderator, EIGHT + 21 * MINUTE)
    assert not again.kept, "a second press"


def test_whose_time_passed_during_the_pause_is_not_called_absent(visit, people):
    first, second = visits(visit, (9, 0), (10, 0))
    done = resume(paused(visit), KEEP, people.moderator, kyiv(9, 30))
    assert [one.pk for one in done.cancelled] == [first.pk]
    assert [one.state for one in fresh([first, second])] == [states.BY_OFFICE, states.BOOKED]
    assert len(letters("tickets.cancelled")) == 1


def test_all_visits_begin_later_and_keep_their_numbers(visit, people):
    found = visits(visit, (9, 0), (9, 20), (10, 0))
    numbers = [one.number for one in found]
    done = resume(paused(visit), SHIFT, people.moderator, kyiv(8, 30), minutes=20)
    assert len(done.moved) == 3 and not done.cancelled
    later = fresh(found)
    assert [one.starts_at for one in later] == [kyiv(9, 20), kyiv(9, 40), kyiv(10, 20)]
    assert [one.ends_at - one.starts_at for one in later] == [20 * MINUTE] * 3
    assert [one.number for one in later] == numbers
    assert all(one.sequence == 1 for one in later), "a calendar hears of it"
    cells = list(Occupied.objects.values_list("window", "seat", "cell"))
    assert len(cells) == len(set(cells)) == 12
    assert "09:00" in visit.times() and "09:20" not in visit.times()
    told = letters("tickets.put_off")
    assert len(told) == 3 and "9:20" in told[0].subject and "9:00" in told[0].body_text


def test_what_does_not_fit_before_closing_is_offered_other_times(visit, people):
    first, last = visits(visit, (9, 0), (11, 40))
    done = resume(paused(visit), SHIFT, people.moderator, kyiv(8, 30), minutes=30)
    assert [one.pk for one in done.moved] == [first.pk]
    assert [one.pk for one in done.cancelled] == [last.pk]
    assert fresh([last])[0].state == states.BY_OFFICE


def test_a_place_that_somebody_keeps_is_not_taken(visit, people):
    """Who has come stays at the window; a visit is not put on top of that."""
    first, here = visits(visit, (9, 0), (9, 20))
    tickets.check_in(here, people.moderator, kyiv(8, 20), by_staff=True)
    done = resume(paused(visit, kyiv(8, 25)), SHIFT, people.moderator, kyiv(8, 30), minutes=20)
    assert [one.pk for one in done.cancelled] == [first.pk]
    assert fresh([here])[0].state == states.ARRIVED


def test_all_of_the_rest_of_the_day_is_offered_other_times(visit, people):
    found = visits(visit, (9, 0), (10, 0))
    tomorrow = visit.booked(when=kyiv(9, day=11))
    done = resume(paused(visit), REOFFER, people.moderator, kyiv(8, 30), reason="Немає світла")
    assert len(done.cancelled) == 2
    assert {one.state for one in fresh(found)} == {states.BY_OFFICE}
    assert fresh([tomorrow])[0].state == states.BOOKED
    assert all("Немає світла" in one.body_text for one in letters("tickets.cancelled"))


@pytest.mark.parametrize("minutes", [0, 3, 7, 300, -5])
def test_minutes_are_whole_cells(visit, people, minutes):
    with pytest.raises(RuleBroken) as refused:
        resume(paused(visit), SHIFT, people.moderator, EIGHT, minutes=minutes)
    assert refused.value.field == "minutes"
    assert Queue.objects.get(pk=visit.queue.pk).is_paused, "nothing has changed"


def test_the_pages_stop_the_queue_and_go_on(client_of, visit):
    found = visits(visit, (9, 0), (10, 0))
    client, url = client_of("moderator"), reverse("tickets:pause", args=[visit.queue.slug])
    assert client.post(url, {"step": "pause"}).status_code == 422
    assert client.post(url, {"step": "pause", "why": "other", "words": " "}).status_code == 422
    asked = {"step": "pause", "why": "alarm", "words": ""}
    for wrong in ("2026-03-10T07:59", "x"):
        refused = client.post(url, asked | {"until": wrong})
        assert refused.status_code == 422 and f'value="{wrong}"' in refused.content.decode()
    assert client.post(url, asked | {"until": "2026-03-10T09:00"}).status_code == 302
    assert Queue.objects.get(pk=visit.queue.pk).paused_until == kyiv(9)
    shown = client.get(reverse("tickets:choose", args=[visit.queue.slug])).content.decode()
    assert "Повітряна тривога" in shown
    text = client.get(url).content.decode()
    assert "Повітряна тривога" in text and "Вміщаються в сьогоднішній день" in text
    wrong = {"step": "resume", "how": "shift", "minutes": "7"}
    assert client.post(url, wrong).status_code == 422
    assert client.post(url, {"step": "resume", "how": "x"}).status_code == 422
    answer = client.post(url, {"step": "resume", "how": "shift", "minutes": "20"})
    assert answer.status_code == 302
    assert [one.starts_at for one in fresh(found)] == [kyiv(9, 20), kyiv(10, 20)]
    assert client.post(url, {}).status_code == 422


def test_who_only_serves_does_not_stop_the_queue(client_of, visit, people):
    visit.queue.windows.get().specialists.add(people.executor)
    url = reverse("tickets:pause", args=[visit.queue.slug])
    assert client_of("executor").get(url).status_code == 404
    assert client_of("head").post(url, {"step": "pause", "why": "alarm"}).status_code == 404
    assert not Queue.objects.get().is_paused
