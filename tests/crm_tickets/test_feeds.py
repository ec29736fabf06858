"""The calendar of a specialist by a secret link: numbers and services, no visitor."""

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse

from core import clock
from crm.tickets import services as tickets
from crm.tickets.feeds import make_link
from crm.tickets.models import Feed
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(people):
    with clock.frozen(EIGHT):
        found = make_visit(people, max_active=9, max_a_day=9, max_a_month=9)
        found.queue.windows.get().specialists.add(people.executor)
        yield found


def read(client, secret, **headers):
    return client.get(reverse("tickets:feed", args=[secret]), headers=headers)


def events(answer):
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(one["SUMMARY"]): one for one in found}


def test_the_link_shows_visits_of_windows_where_one_serves(client, visit, people):
    ticket = visit.booked(when=kyiv(10, 40))
    make_visit(people).booked(who=people.stranger)  # a window of others
    answer = read(client, make_link(people.executor, EIGHT))
    assert answer["Content-Type"].startswith("text/calendar")
    ((summary, event),) = events(answer).items()
    assert ticket.number in summary and "Реєстрація місця" in summary
    assert event["DTSTART"].dt == kyiv(10, 40) and event["DTEND"].dt == kyiv(11)
    assert event["STATUS"] == "CONFIRMED"
    text = answer.content.decode()
    assert "Дорошенко" not in text and "671234567" not in text, "the link is no password"


def test_a_cancelled_visit_is_cancelled_in_the_calendar_under_the_same_uid(client, visit, people):
    ticket = visit.booked()
    secret = make_link(people.executor, EIGHT)
    ((_summary, before),) = events(read(client, secret)).items()
    tickets.cancel(ticket, people.moderator, EIGHT, by_office=True, reason="Хвороба")
    ((_summary, after),) = events(read(client, secret)).items()
    assert after["STATUS"] == "CANCELLED" and after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_an_unchanged_calendar_is_not_sent_again(client, visit, people):
    visit.booked()
    secret = make_link(people.executor, EIGHT)
    first = read(client, secret)
    with clock.frozen(EIGHT + timedelta(minutes=3)):
        again = read(client, secret, if_none_match=first["ETag"])
    assert again.status_code == 304 and not again.content
    visit.booked(when=kyiv(11))
    changed = read(client, secret, if_none_match=first["ETag"])
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]


def test_beyond_sixty_days_nothing_is_shown(client, people):
    visit = make_visit(people, horizon_days=60)
    visit.queue.windows.get().specialists.add(people.executor)
    with clock.frozen(EIGHT):
        visit.booked(when=kyiv(9, day=11))
        secret = make_link(people.executor, EIGHT)
    with clock.frozen(EIGHT - timedelta(days=61)):
        assert events(read(client, secret)) == {}


def test_a_new_link_stops_the_old_one_and_stopping_stops_both(client_of, client, visit):
    specialist, url = client_of("executor"), reverse("tickets:feed_link")
    assert specialist.get(url).status_code == 200

    def pressed():
        text = specialist.post(url, {"step": "make"}).content.decode()
        return text.partition("/tickets/feed/")[2].partition(".ics")[0]

    old = pressed()
    assert read(client, old).status_code == 200
    assert old not in specialist.get(url).content.decode(), "shown once"
    new = pressed()
    assert read(client, old).status_code == 404 and read(client, new).status_code == 200
    assert specialist.post(url, {"step": "revoke"}).status_code == 302
    assert read(client, new).status_code == 404 and not Feed.objects.exists()


def test_the_link_of_who_serves_no_more_opens_nothing(client, visit, people):
    secret = make_link(people.executor, EIGHT)
    people.executor.is_active = False
    people.executor.save()
    assert read(client, secret).status_code == 404
    assert read(client, "x" * 43).status_code == 404


@pytest.mark.parametrize("who", ["operator", "clerk", "resident", "admin"])
def test_who_serves_nowhere_has_no_such_page(client_of, who):
    assert client_of(who).get(reverse("tickets:feed_link")).status_code == 404
