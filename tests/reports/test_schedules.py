"""Reports that come by themselves: a link, once a period, only to whoever may see figures."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from core.notify.models import OutboxMessage
from crm.reports.models import Schedule
from crm.reports.scheduling import send_due
from directory.models import Duty

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


def test_a_year_is_the_one_that_has_ended(client_of, people):
    client_of("analyst").post(WHERE, wish(people.analyst, every="year"))
    schedule = Schedule.objects.get()
    assert (schedule.next_on.month, schedule.next_on.day) == (1, 1)
    send_due(datetime(schedule.next_on.year, 1, 1, 7, 0, tzinfo=UTC))
    ended = schedule.next_on.year - 1
    assert f"since={ended}-01-01&until={ended}-12-31" in letters()[0].body_text


def test_everything_the_screen_of_the_report_asks_is_asked_here(town, client_of, people):
    """F1.30: the report, whose appeals, which branch; the period is the last whole one."""
    branch = town.bodies[0]
    asked = {"report": "discipline", "applicant": "legal_entity", "addressee": branch.pk}
    answer = client_of("clerk").post(WHERE, wish(people.head, **asked))
    assert answer.status_code == 302
    schedule = Schedule.objects.get()
    assert (schedule.report, schedule.applicant) == ("discipline", "legal_entity")
    assert (schedule.addressee, schedule.recipient) == (branch, people.head)
    send_due(datetime(2027, 1, 1, 7, 0, tzinfo=UTC))
    (letter,) = letters()
    assert "/desk/reports/discipline/?since=2026-12-01&until=2026-12-31" in letter.body_text
    assert f"&applicant=legal_entity&addressee={branch.pk}" in letter.body_text
    assert str(branch.name) in letter.body_text


def offered(client, **asked) -> set[int]:
    page = client.get(WHERE, asked)
    assert page.status_code == 200
    return {one.pk for one in page.context["form"].fields["recipient"].queryset}


def test_only_those_who_see_the_figures_of_the_branch_are_offered(town, client_of, people):
    top, below, other = (body.pk for body in town.bodies)
    client = client_of("clerk")
    office = {people.clerk.pk, people.analyst.pk, people.supervisor.pk}
    assert offered(client) == office
    assert offered(client, addressee=top) == office | {people.head.pk, people.moderator.pk}
    assert offered(client, addressee=below) == office | {people.head.pk}
    assert offered(client, addressee=other) == office


def test_nobody_else_gets_the_figures_of_a_branch(town, client_of, people):
    client = client_of("clerk")
    for body in town.bodies[1:]:
        answer = client.post(WHERE, wish(people.moderator, addressee=body.pk))
        assert answer.status_code == 422
        assert answer.context["form"].errors["recipient"]
    assert client.post(WHERE, wish(people.head)).status_code == 422
    assert not Schedule.objects.exists()


def test_a_head_schedules_within_the_own_branch(town, client_of, people):
    top, below, other = town.bodies
    client = client_of("head")
    choices = set(client.get(WHERE).context["asked"].fields["addressee"].queryset)
    assert choices == {top, below}
    assert client.post(WHERE, wish(people.head, addressee=other.pk)).status_code == 422
    assert client.post(WHERE, wish(people.head)).status_code == 302
    assert client.post(WHERE, wish(people.moderator, addressee=top.pk)).status_code == 302
    assert client.post(WHERE, wish(people.clerk, addressee=below.pk)).status_code == 302
    assert Schedule.objects.count() == 3


def test_whoever_lost_the_branch_gets_nothing_more(town, client_of, people):
    client_of("clerk").post(WHERE, wish(people.head, addressee=town.bodies[1].pk))
    Duty.objects.filter(user=people.head).delete()
    assert send_due(datetime(2027, 1, 1, 7, 0, tzinfo=UTC)) == 0
    assert not letters()
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    "broken", [{"report": "all"}, {"applicant": "martians"}, {"addressee": "x"}, {"every": "day"}]
)
def test_a_wrong_wish_is_said_at_its_field(client_of, people, broken):
    answer = client_of("clerk").post(WHERE, wish(people.clerk, **broken))
    assert answer.status_code == 422
    form = answer.context["asked"] if set(broken) - {"every"} else answer.context["form"]
    assert set(form.errors) == set(broken)


def test_the_screen_of_a_report_hands_its_question_over(town, client_of):
    key = town.bodies[0].pk
    where = reverse("desk:report", args=["discipline"])
    page = client_of("clerk").get(where, {"applicant": "all", "addressee": key}).content.decode()
    assert f"{WHERE}?report=discipline&amp;applicant=all&amp;addressee={key}" in page


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
