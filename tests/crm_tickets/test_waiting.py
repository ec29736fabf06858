"""The waiting list: who is first, for how long a place is kept, who is next (Q-07)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from blocks.queues.models import Queue
from core import clock
from core.errors import Conflict, RuleBroken
from core.notify.models import OutboxMessage
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.errors import PlaceTaken, StillFree
from crm.tickets.models import Ticket, WaitingEntry
from crm.tickets.services.waiting import offer_ends
from directory.models import ScheduleWindow
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DAY = kyiv(9).date()
ROOMY = {"max_active": 99, "max_a_day": 99, "max_a_month": 99}
VISITOR = {"visitor": "Дорошенко Олена Василівна", "phone": "067 123 45 67"}


@pytest.fixture
def full(people):
    """Two places on Tuesday, at nine and at half past, both taken."""
    visit = make_visit(people, minutes=30, hours={1: "09:00-10:00"}, **ROOMY)
    visit.tickets = [
        visit.booked(when=kyiv(9), who=people.stranger),
        visit.booked(when=kyiv(9, 30), who=people.stranger),
    ]
    return visit


def join(visit, who, at=EIGHT, **more):
    wish = tickets.Wish(visit.service, DAY, DAY, **more)
    return tickets.join_waiting(visit.queue, wish, who, at)


def line(visit, count):
    return [join(visit, make_person(name=f"waits{n}")) for n in range(count)]


def fresh(entries):
    for one in entries:
        one.refresh_from_db()
    return [one.state for one in entries]


def letters(kind="tickets.offer"):
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk"))


def cancel(ticket, at=EIGHT):
    return tickets.cancel(ticket, ticket.author, at, by_office=True)


def test_a_freed_place_is_kept_for_the_first_and_nobody_else_sees_it(full):
    first, second = line(full, 2)
    cancel(full.tickets[0])
    assert tickets.offer_places(EIGHT + MINUTE) == 1
    assert fresh([first, second]) == ["offered", "waiting"]
    assert first.offer.starts_at == kyiv(9)
    assert full.times(EIGHT + MINUTE) == []
    with pytest.raises(PlaceTaken):
        full.hold(EIGHT + MINUTE, kyiv(9), holder="quick")
    (letter,) = letters()
    assert letter.user == first.author
    assert reverse("tickets:waiting", args=[first.public_id]) in letter.body_text
    assert "Реєстрація місця" not in letter.body_text


@pytest.mark.parametrize(("over", "state"), [(55, "offered"), (65, "waiting")])
def test_a_visit_that_is_over_early_frees_its_time_if_it_is_far_enough_ahead(
    full, people, over, state, django_capture_on_commit_callbacks
):
    """Booked for half past nine, here before nine; the notice of the queue is half an hour."""
    Queue.objects.update(early_minutes=60)
    entry, ticket = line(full, 1)[0], full.tickets[1]
    tickets.open_window(ticket.window, people.executor, EIGHT)
    tickets.check_in(ticket, people.moderator, EIGHT + 50 * MINUTE)
    called = tickets.call_next(ticket.window, people.executor, EIGHT + 50 * MINUTE)
    tickets.start(called, people.executor, EIGHT + 51 * MINUTE)
    at = EIGHT + over * MINUTE
    with django_capture_on_commit_callbacks(execute=True):
        tickets.finish(called, "done", "", people.executor, at)
    entry.refresh_from_db()
    assert entry.look_at == at, "looked at in this very moment"
    tickets.offer_places(at)
    entry.refresh_from_db()
    assert entry.state == state
    assert state == "waiting" or entry.offer.starts_at == kyiv(9, 30)


def test_two_freed_places_and_three_waiting(full):
    three = line(full, 3)
    for ticket in full.tickets:
        cancel(ticket)
    for _round in range(3):
        tickets.offer_places(EIGHT + MINUTE)
    assert fresh(three) == ["offered", "offered", "waiting"]
    assert {three[0].offer.starts_at, three[1].offer.starts_at} == {kyiv(9), kyiv(9, 30)}
    assert len(letters()) == 2


def test_an_offer_that_is_not_taken_goes_to_the_next(full):
    first, second = line(full, 2)
    cancel(full.tickets[0])
    tickets.offer_places(EIGHT + MINUTE)
    tickets.offer_places(EIGHT + 29 * MINUTE)
    assert fresh([first, second]) == ["offered", "waiting"]
    tickets.offer_places(EIGHT + 31 * MINUTE)
    assert fresh([first, second]) == ["missed", "waiting"], "less than half an hour is left"
    assert [one.user for one in letters("tickets.missed")] == [first.author]


def test_the_next_gets_what_the_first_has_missed(people):
    visit = make_visit(people, minutes=30, hours={2: "09:00-09:30"}, **ROOMY)
    taken = visit.booked(when=kyiv(9, day=11), who=people.stranger)
    day = kyiv(9, day=11).date()
    wish = tickets.Wish(visit.service, day, day)
    both = [
        tickets.join_waiting(visit.queue, wish, make_person(name=f"line{n}"), EIGHT)
        for n in range(2)
    ]
    cancel(taken)
    tickets.offer_places(EIGHT + MINUTE)
    tickets.offer_places(EIGHT + 31 * MINUTE)
    assert fresh(both) == ["missed", "offered"]
    assert both[1].offer.pk != both[0].offer.pk


def test_the_place_is_taken_with_one_press_and_booked(client, full):
    (first,) = line(full, 1)
    cancel(full.tickets[0])
    tickets.offer_places(EIGHT + MINUTE)
    with clock.frozen(EIGHT + 5 * MINUTE):
        sign_in(client, first.author)
        page = reverse("tickets:waiting", args=[first.public_id])
        assert "утримується для Вас до 8:31" in client.get(page).content.decode()
        ends = {client.post(f"{page}take/").headers["Location"] for _press in range(2)}
        (place,) = ends
        assert "Хто прийде" in client.get(place).content.decode()
        answer = client.post(place, VISITOR)
        assert answer.status_code == 302
        assert client.post(f"{page}take/").headers["Location"] == answer.headers["Location"]
    ticket = Ticket.objects.get(author=first.author)
    assert (ticket.state, ticket.starts_at) == (states.BOOKED, kyiv(9))
    assert fresh([first]) == ["taken"]
    tickets.offer_places(EIGHT + 40 * MINUTE)
    ticket.refresh_from_db()
    assert ticket.state == states.BOOKED


def test_what_is_taken_and_not_booked_goes_to_the_next(full):
    first, second = line(full, 2)
    cancel(full.tickets[1])
    tickets.offer_places(EIGHT + MINUTE)
    first.refresh_from_db()
    tickets.take_offer(first, "browser", first.author, EIGHT + 2 * MINUTE)
    tickets.release(first.offer, EIGHT + 3 * MINUTE)
    tickets.offer_places(EIGHT + 5 * MINUTE)
    assert fresh([first, second]) == ["taken", "offered"]


def test_taking_too_late_is_told_in_words(client, full):
    (first,) = line(full, 1)
    cancel(full.tickets[0])
    tickets.offer_places(EIGHT + MINUTE)
    tickets.offer_places(EIGHT + 31 * MINUTE)
    with clock.frozen(EIGHT + 32 * MINUTE):
        sign_in(client, first.author)
        answer = client.post(reverse("tickets:take", args=[first.public_id]))
    assert answer.status_code == 409
    assert "вже не утримується" in answer.content.decode()


def test_leaving_gives_the_kept_place_to_the_next(full):
    first, second = line(full, 2)
    cancel(full.tickets[1])
    tickets.offer_places(EIGHT + MINUTE)
    for _press in range(2):
        tickets.leave_waiting(first, first.author, EIGHT + 2 * MINUTE)
    tickets.offer_places(EIGHT + 3 * MINUTE)
    assert fresh([first, second]) == ["left", "offered"]


def test_a_person_waits_once_in_a_queue(full, people):
    first = join(full, people.resident)
    assert join(full, people.resident) == first
    with pytest.raises(Conflict):
        join(full, people.resident, part="morning")
    assert WaitingEntry.objects.count() == 1


def test_nobody_waits_for_what_is_free(full, people):
    cancel(full.tickets[0])
    with pytest.raises(StillFree) as refused:
        join(full, people.resident)
    assert refused.value.nearest == (kyiv(9),)
    assert join(full, people.resident, part="afternoon"), "only mornings are free"


def test_the_first_whom_it_suits_gets_the_place(full):
    picky = join(full, make_person(name="picky"), part="afternoon")
    easy = join(full, make_person(name="easy"))
    cancel(full.tickets[0])
    tickets.offer_places(EIGHT + MINUTE)
    assert fresh([picky, easy]) == ["waiting", "offered"]


def test_a_window_added_is_found_within_a_minute(full):
    (first,) = line(full, 1)
    tickets.offer_places(EIGHT)
    schedule = full.queue.windows.get().schedule
    ScheduleWindow.objects.create(schedule=schedule, weekday=1, opens="11:00", closes="11:30")
    assert tickets.offer_places(EIGHT + timedelta(seconds=30)) == 0
    assert tickets.offer_places(EIGHT + MINUTE) == 1
    first.refresh_from_db()
    assert first.offer.starts_at == kyiv(11)


def test_a_hold_that_ran_out_is_offered(full):
    cancel(full.tickets[1])
    full.hold(EIGHT, kyiv(9, 30), holder="slow")
    (first,) = line(full, 1)
    tickets.offer_places(EIGHT)
    assert fresh([first]) == ["waiting"]
    tickets.offer_places(EIGHT + 6 * MINUTE)
    assert fresh([first]) == ["offered"]


def test_what_frees_a_place_asks_to_look_at_once(full, django_capture_on_commit_callbacks):
    (first,) = line(full, 1)
    tickets.offer_places(EIGHT)
    assert tickets.offer_places(EIGHT) == 0
    with django_capture_on_commit_callbacks(execute=True):
        cancel(full.tickets[0])
    assert tickets.offer_places(EIGHT) == 1
    assert fresh([first]) == ["offered"]


def test_who_has_booked_meanwhile_waits_no_longer(people):
    visit = make_visit(people, minutes=30, hours={1: "09:00-10:00", 2: "09:00-09:30"})
    taken = visit.booked(when=kyiv(9), who=people.stranger)
    Ticket.objects.filter(pk=taken.pk).update(phone="")
    entry = tickets.join_waiting(
        visit.queue, tickets.Wish(visit.service, DAY, DAY, "afternoon"), people.resident, EIGHT
    )
    visit.booked(when=kyiv(9, day=11))
    WaitingEntry.objects.update(part="")
    cancel(taken)
    tickets.offer_places(EIGHT + MINUTE)
    assert fresh([entry]) == ["left"] and letters() == []


def test_days_gone_by_end_the_waiting(full):
    (first,) = line(full, 1)
    tickets.offer_places(kyiv(7, day=11))
    assert fresh([first]) == ["over"]


def test_a_paused_queue_offers_nothing(full):
    (first,) = line(full, 1)
    full.queue.paused_at = EIGHT
    full.queue.save()
    cancel(full.tickets[0])
    assert tickets.offer_places(EIGHT + MINUTE) == 0
    with pytest.raises(RuleBroken):
        join(full, make_person(name="late"))


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        (kyiv(12), kyiv(12, 30)),
        (kyiv(20, 29), kyiv(20, 59)),
        (kyiv(20, 45), kyiv(8, 30, day=11)),
        (kyiv(23, 50), kyiv(8, 30, day=11)),
        (kyiv(3), kyiv(8, 30)),
    ],
)
def test_nobody_loses_a_place_asleep(at, ends):
    assert offer_ends(at, 30, kyiv(15, day=20)) == ends
    assert offer_ends(at, 30, at + 10 * MINUTE) == at + 10 * MINUTE, "never after the visit"


def test_standing_in_line_on_the_site(client, full, people):
    with clock.frozen(EIGHT):
        sign_in(client, people.resident)
        choose = reverse("tickets:choose", args=[full.queue.slug])
        assert "Повідомити, коли звільниться місце" in client.get(choose).content.decode()
        url = reverse("tickets:wait", args=[full.queue.slug])
        asked = {"service": full.service.pk, "first_day": "2026-03-10", "last_day": "2026-03-10"}
        assert client.get(url, {"service": full.service.pk}).status_code == 200
        ends = {client.post(url, asked).headers["Location"] for _press in range(2)}
        (page,) = ends
        assert "Ви перші в черзі" in client.get(page).content.decode()
        assert "Реєстрація місця" in client.get("/cabinet/visits/").content.decode()
        client.post(f"{page}leave/")
        assert "більше не чекаєте" in client.get(page).content.decode()


@pytest.mark.parametrize(
    "days",
    [
        {"first_day": "", "last_day": "2026-03-10"},
        {"first_day": "x", "last_day": "2026-02-30"},
        {"first_day": "2026-03-12", "last_day": "2026-03-10"},
        {"first_day": "2020-01-01", "last_day": "2020-01-02"},
        {"first_day": "9999-12-31", "last_day": "9999-12-31"},
        {"first_day": "2026-03-10", "last_day": "2026-03-10", "part": "night"},
    ],
)
def test_bad_days_are_told_and_kept(client, full, people, days):
    with clock.frozen(EIGHT):
        sign_in(client, people.resident)
        url = reverse("tickets:wait", args=[full.queue.slug])
        answer = client.post(url, {"service": full.service.pk, **days})
    assert answer.status_code == 422
    assert not WaitingEntry.objects.exists()


def test_a_foreign_place_in_line_is_absent(client, full, people):
    (first,) = line(full, 1)
    sign_in(client, people.resident)
    page = reverse("tickets:waiting", args=[first.public_id])
    assert client.get(page).status_code == 404
    assert client.post(f"{page}take/").status_code == 404
    assert client.post(f"{page}leave/").status_code == 404
