"""Schedules as files in the register: download, import, errors at the field, foreign ones."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.audit.models import Entry
from directory.models import Schedule
from tests.directory.test_schedule_files import SERIES, event, foreign
from tests.factories.directory import OFFICE_HOURS, AddresseeFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


def page(name: str, of: Schedule, **more: int) -> str:
    kwargs = {"pk": of.addressee_id, **more}
    return reverse(f"directory_addressee_{name}", kwargs=kwargs)


def send(client, of: Schedule, text: str, **more):
    file = SimpleUploadedFile("schedule.ics", text.encode())
    return client.post(page("schedules", of), {"file": file, "purpose": "reception", **more})


def test_a_schedule_is_downloaded_from_the_register(client_of):
    schedule = ScheduleFactory(hours=OFFICE_HOURS)
    client = client_of("admin")
    url = page("schedule_file", schedule, schedule=schedule.pk)
    assert url in client.get(page("schedules", schedule)).content.decode()
    answer = client.get(url)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "BYDAY=MO,TU,WE,TH,FR" in answer.content.decode()


def test_a_file_is_taken_in_as_a_new_schedule_or_into_one(client_of, people):
    schedule = ScheduleFactory(hours=OFFICE_HOURS)
    client = client_of("admin")
    text = foreign(event("RRULE:FREQ=MONTHLY;BYDAY=1TH"))
    assert send(client, schedule, text).status_code == 302
    new = Schedule.objects.exclude(pk=schedule.pk).get()
    assert (new.addressee_id, new.purpose) == (schedule.addressee_id, "reception")
    assert schedule.windows.count() == 10
    assert send(client, schedule, text, schedule=schedule.pk).status_code == 302
    assert [one.pattern for one in schedule.windows.all()] == ["first"]
    assert Entry.objects.filter(action="directory.schedule.imported", actor=people.admin).count()


def test_a_broken_file_is_told_with_its_line_at_the_field(client_of):
    schedule = ScheduleFactory(hours=OFFICE_HOURS)
    answer = send(client_of("admin"), schedule, foreign(event("RRULE:FREQ=HOURLY")))
    assert answer.status_code == 200
    [told] = answer.context["file_form"].errors["file"]
    assert "FREQ=HOURLY" in told and told.startswith("Рядок")
    assert Schedule.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"schedule": 10**9}, {"purpose": "nothing"}, {"file": ""}])
def test_a_form_that_makes_no_sense_is_asked_again(client_of, wrong):
    schedule = ScheduleFactory(hours=OFFICE_HOURS)
    answer = send(client_of("admin"), schedule, foreign(event(SERIES)), **wrong)
    assert answer.status_code == 200
    assert Schedule.objects.count() == 1


def test_files_of_schedules_are_for_those_who_keep_the_addressee(client_of, people):
    mine = AddresseeFactory(moderator=people.moderator)
    schedule, other = ScheduleFactory(addressee=mine, hours=OFFICE_HOURS), ScheduleFactory()
    own = page("schedule_file", schedule, schedule=schedule.pk)
    client = client_of("moderator")
    assert client.get(own).status_code == 200
    assert client.get(page("schedule_file", other, schedule=other.pk)).status_code == 404
    # the schedule of another through one's own addressee, to read and to overwrite
    assert client.get(page("schedule_file", schedule, schedule=other.pk)).status_code == 404
    answer = send(client, schedule, foreign(event(SERIES)), schedule=other.pk)
    assert answer.status_code == 200 and not other.windows.exists()
    for who in ("editor", "clerk", "resident", None):
        assert client_of(who).get(own).status_code in (302, 403, 404)
        assert send(client_of(who), schedule, foreign(event(SERIES))).status_code in (302, 403, 404)
