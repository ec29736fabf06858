"""Reports that come by themselves: a link, once a period, only to whoever may see figures."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from core.notify.models import OutboxMessage
from crm.reports.models import Schedule
from crm.reports.scheduling import send_due

pytestmark = pytest.mark.django_db
WHERE = reverse("desk:schedules")


def wish(recipient, **changes):
    return {"report": "quarter", "every": "month", "recipient": recipient.pk, **changes}


@pytest.fixture
def schedule(client_of, people) -> Schedule:
    assert client_of("clerk").post(WHERE, wish(people.analyst)).status_code == 302
    schedule = Schedule.objects.get()
    schedule.next_on = date(2026, 4, 1)
    schedule.save()
    return schedule


def letters() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="reports.ready"))


def test_the_letter_has_a_link_and_no_figure(schedule, people):
    assert send_due(datetime(2026, 4, 1, 7, 0, tzinfo=UTC)) == 1
    (letter,) = letters()
    assert letter.to_address == people.analyst.email
    assert "/desk/reports/quarter/?since=2026-03-01&until=2026-03-31" in letter.body_text
    assert "показників немає" in letter.body_text


def test_one_letter_a_period_however_often_the_worker_looks(schedule):
    for day in (1, 1, 2, 30):
        send_due(datetime(2026, 4, day, 7, 0, tzinfo=UTC))
    assert len(letters()) == 1
    schedule.refresh_from_db()
    assert schedule.next_on == date(2026, 5, 1)


def test_a_worker_that_slept_for_months_sends_the_last_period_only(schedule):
    send_due(datetime(2026, 8, 15, 7, 0, tzinfo=UTC))
    (letter,) = letters()
    assert "since=2026-07-01&until=2026-07-31" in letter.body_text


def test_a_quarter_is_the_one_that_has_ended(client_of, people):
    client_of("analyst").post(WHERE, wish(people.analyst, every="quarter"))
    Schedule.objects.update(next_on=date(2026, 7, 1))
    send_due(datetime(2026, 7, 1, 7, 0, tzinfo=UTC))
    assert "since=2026-04-01&until=2026-06-30" in letters()[0].body_text


def test_whoever_lost_the_right_gets_nothing_more(schedule, people):
    people.analyst.role_codes = []
    people.analyst.save()
    assert send_due(datetime(2026, 4, 1, 7, 0, tzinfo=UTC)) == 0
    assert not letters()
    assert not Schedule.objects.exists()


def test_the_link_opens_for_its_reader_and_asks_for_the_right(schedule, client_of):
    send_due(datetime(2026, 4, 1, 7, 0, tzinfo=UTC))
    path = next(w for w in letters()[0].body_text.split() if "/desk/reports/" in w)
    path = path.partition("testserver")[2]
    assert client_of("analyst").get(path).status_code == 200
    assert client_of("executor").get(path).status_code == 404


def test_an_analyst_sends_to_nobody_else(client_of, people):
    assert client_of("analyst").post(WHERE, wish(people.clerk)).status_code == 422
    assert client_of("clerk").post(WHERE, wish(people.executor)).status_code == 422
    assert not Schedule.objects.exists()


def test_the_same_wish_twice_is_one(schedule, client_of, people):
    assert client_of("clerk").post(WHERE, wish(people.analyst)).status_code == 302
    assert Schedule.objects.count() == 1


def test_it_is_stopped_by_whoever_made_it_or_gets_it(schedule, client_of):
    drop = reverse("desk:schedule_drop", args=[schedule.public_id])
    assert client_of("head").post(drop).status_code == 404
    assert client_of("analyst").post(drop).status_code == 302
    assert not Schedule.objects.exists()
