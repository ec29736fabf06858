"""What goes wrong at booking and in the hall, line by line of the issue, and what proves each.

- a time in the past or not on offer:
  test_booking::test_a_time_that_is_not_on_offer_is_refused_with_others_near,
  test_pages::test_a_time_not_on_offer_is_refused_on_the_same_page;
- in another queue: here and test_booking::test_a_service_of_another_queue_is_refused;
- held by another: test_pages::test_a_time_taken_meanwhile_is_told_with_times_near, test_race,
  test_http_race;
- a foreign hold token: test_pages::test_a_foreign_held_place_is_absent,
  test_booking::test_a_foreign_hold_cannot_be_booked,
  test_api::test_what_is_somebody_elses_is_absent;
- a service removed while being booked: here and
  test_booking::test_a_service_taken_off_while_booking_is_refused_in_words;
- the schedule changed under tickets: test_conflicts,
  test_booking::test_a_changed_schedule_leaves_tickets_where_they_are;
- a code of a ticket forged or used again: here and
  test_pages::test_the_link_of_the_code_opens_the_ticket_to_those_concerned;
- a double tap at the terminal: here and
  test_hall_pages::test_a_double_tap_is_one_ticket_with_a_number_on_paper;
- a board with a dead server:
  journeys/test_counter_journeys::test_the_board_outlives_a_restart_of_the_server.
"""

import pytest
from django.urls import reverse

from blocks.queues.models import Service
from core import clock
from crm.tickets import services as tickets
from crm.tickets import states
from crm.tickets.models import Ticket
from tests.crm_tickets.booked import VISITOR, hold
from tests.crm_tickets.counters import make_counter
from tests.crm_tickets.stories import EIGHT, kyiv, make_visit
from tests.people import sign_in

pytestmark = pytest.mark.django_db
GONE = "Ця послуга більше не надається"


def text(answer):
    return answer.content.decode().replace("\xa0", " ")


@pytest.fixture
def counter(people):
    with clock.frozen(EIGHT):
        yield make_counter(people)


@pytest.fixture
def kiosk(client_of, counter):
    machine = client_of("executor")
    machine.post(reverse("tickets:terminal", args=[counter.queue.slug]), {"name": "Хол"})
    return machine


def come(kiosk, counter, typed):
    url = reverse("tickets:kiosk_come", args=[counter.queue.slug])
    return kiosk.post(url, {"typed": typed})


class TestServiceRemoved:
    def test_taken_off_before_a_time_is_kept(self, client, counter):
        Service.objects.filter(pk=counter.service.pk).update(is_active=False)
        answer = hold(client, counter)
        assert answer.status_code == 422 and GONE in text(answer)
        assert not Ticket.objects.exists()

    def test_deleted_before_a_time_is_kept(self, client, counter):
        gone = counter.another_service()
        key = gone.pk
        gone.delete()
        answer = hold(client, counter, service=key)
        assert answer.status_code == 422 and GONE in text(answer)

    def test_taken_off_while_the_details_are_written_the_place_is_kept_as_promised(
        self, client, counter, people
    ):
        sign_in(client, people.resident)
        place = hold(client, counter).headers["Location"]
        Service.objects.filter(pk=counter.service.pk).update(is_active=False)
        assert client.post(place, VISITOR).status_code == 302
        assert Ticket.objects.get().state == states.BOOKED

    @pytest.mark.parametrize("service", ["", "x", "0", "-1", "9" * 30, "1; drop"])
    def test_what_is_no_service_is_told_in_words(self, client, counter, service):
        answer = hold(client, counter, service=service)
        assert answer.status_code == 422 and GONE in text(answer)

    def test_a_service_of_another_queue_is_told_in_words(self, client, counter, people):
        other = make_visit(people).service
        answer = hold(client, counter, service=other.pk)
        assert answer.status_code == 422 and GONE in text(answer)
        assert hold(client, counter, also=other.pk).status_code == 422


class TestCodeOfTicket:
    def test_used_again_it_shows_the_same_ticket_and_after_the_visit_it_is_refused(
        self, kiosk, counter, people
    ):
        ticket = counter.booked(EIGHT, kyiv(9))
        link = f"https://vikno.test/t/{ticket.token}/"
        with clock.frozen(kyiv(8, 55)):
            first, again = (come(kiosk, counter, link) for _scan in range(2))
        assert first.status_code == 302 and first.headers["Location"] == again.headers["Location"]
        assert ticket.events.filter(kind="arrived").count() == 1
        tickets.leave(ticket, people.executor, kyiv(9))
        with clock.frozen(kyiv(9, 1)):
            refused = come(kiosk, counter, link)
        assert refused.status_code == 422 and 'role="alert"' in text(refused)

    @pytest.mark.parametrize("token", ["A" * 22, "../../etc/passwd", "%00" * 8, "' or 1=1 --"])
    def test_forged_it_opens_nothing(self, kiosk, counter, token):
        counter.booked(EIGHT, kyiv(9))
        refused = come(kiosk, counter, f"https://vikno.test/t/{token}/")
        assert refused.status_code == 422 and "А-001" not in text(refused)

    def test_of_another_queue_or_a_cancelled_visit_it_opens_nothing(self, kiosk, counter, people):
        other = make_visit(people).booked()
        mine = counter.booked(EIGHT, kyiv(11), people.stranger)
        tickets.cancel(mine, people.stranger, EIGHT)
        for ticket in (other, mine):
            link = f"https://vikno.test/t/{ticket.token}/"
            assert come(kiosk, counter, link).status_code == 422


def test_a_tap_on_a_service_that_has_just_gone_is_told_at_the_terminal(kiosk, counter):
    with clock.frozen(kyiv(9)):
        Service.objects.filter(pk=counter.service.pk).update(is_active=False)
        url = reverse("tickets:kiosk_take", args=[counter.queue.slug])
        for service in (counter.service.pk, "", "x"):
            answer = kiosk.post(url, {"service": service, "press": "tap"})
            assert answer.status_code == 422 and GONE in text(answer)
