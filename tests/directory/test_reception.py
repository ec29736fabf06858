"""The simple editor of a reception: twelve dates while one types, an ordinary schedule kept."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from core.audit.models import Entry
from directory.models import Addressee, Schedule, ScheduleWindow, WorkingCalendar
from directory.schedules.openings import opening_of
from directory.schedules.rules import next_dates
from tests.directory.test_registers import address
from tests.factories.directory import (
    OFFICE_HOURS,
    AddresseeFactory,
    ExceptionFactory,
    LeaveFactory,
    ScheduleFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 20, 12, tzinfo=ZoneInfo("Europe/Kyiv"))
TYPED = {
    "pattern": "first",
    "weekday": "3",
    "opens": "14:00",
    "closes": "17:00",
    "note_uk": "Кабінет 12",
    "note_en": "Room 12",
    "policy": "next_working_day",
    "prolong_months": "6",
}


@pytest.fixture(autouse=True)
def autumn(monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: NOW)


@pytest.fixture
def deputy():
    return AddresseeFactory(kind=Addressee.Kind.DEPUTY, name="Кравченко Ірина")


@pytest.fixture
def peace():
    calendar = WorkingCalendar.objects.get(code="ua-office")
    calendar.regimes.all().delete()
    return calendar


def page(name: str, addressee: Addressee, **more: int) -> str:
    return reverse(f"directory_addressee_{name}", kwargs={"pk": addressee.pk, **more})


def shown(answer) -> list[str]:
    return [one["line"] for one in answer.context["dates"]]


def test_the_row_of_a_person_leads_to_the_editor(client_of, deputy):
    works = AddresseeFactory()
    listed = client_of("admin").get(address(Addressee)).content.decode()
    assert page("reception_of", deputy) in listed
    assert page("reception_of", works) not in listed
    assert page("schedules", works) in listed


def test_the_way_from_the_row_depends_on_what_there_is(client_of, deputy):
    client = client_of("admin")

    def way() -> str:
        return client.get(page("reception_of", deputy))["Location"]

    assert way() == page("reception_new", deputy)
    client.post(page("reception_new", deputy), TYPED)
    one = Schedule.objects.get()
    assert way() == page("reception_edit", deputy, schedule=one.pk)
    client.post(page("reception_new", deputy), {**TYPED, "pattern": "last"})
    assert way() == page("schedules", deputy)


def test_an_ordinary_schedule_is_kept_and_written_down(client_of, people, deputy, peace):
    answer = client_of("admin").post(page("reception_new", deputy), TYPED)
    assert answer.status_code == 302, answer.context["form"].errors
    kept = Schedule.objects.get(addressee=deputy)
    assert (kept.purpose, kept.holiday_policy, kept.calendar) == (
        Schedule.Purpose.RECEPTION,
        "next_working_day",
        peace,
    )
    assert dict(kept.note) == {"uk": "Кабінет 12", "en": "Room 12"}
    assert (kept.prolong_months, kept.valid_until) == (6, date(2027, 3, 31))
    window = kept.windows.get()
    assert (window.pattern, window.weekday, window.opens, window.closes) == (
        "first",
        3,
        time(14),
        time(17),
    )
    [timetable] = opening_of(deputy, NOW).timetables
    dates = [one.day for one in next_dates(timetable, NOW.date(), 4)]
    assert dates == [date(2026, 10, 2), date(2026, 11, 5), date(2026, 12, 3), date(2027, 1, 7)]
    entry = Entry.objects.get(action="directory.schedule.added")
    assert (entry.actor, entry.target_pk) == (people.admin, str(kept.pk))


def test_a_double_press_makes_one_schedule(client_of, deputy):
    client = client_of("admin")
    for _press in range(2):
        client.post(page("reception_new", deputy), TYPED)
    assert ScheduleWindow.objects.count() == Schedule.objects.count() == 1


def test_the_editor_changes_the_schedule_it_was_opened_for(client_of, deputy):
    client = client_of("admin")
    client.post(page("reception_new", deputy), TYPED)
    kept = Schedule.objects.get()
    ExceptionFactory(schedule=kept, date=date(2026, 11, 5))
    url = page("reception_edit", deputy, schedule=kept.pk)
    opened = client.get(url)
    assert opened.context["form"]["pattern"].value() == "first"
    assert 'value="14:00"' in opened.content.decode()
    client.post(url, {**TYPED, "pattern": "last", "weekday": "1", "closes": "16:30"})
    window = kept.windows.get()
    assert (window.pattern, window.weekday, window.closes) == ("last", 1, time(16, 30))
    assert kept.exceptions.count() == 1
    assert Entry.objects.filter(action="directory.schedule.changed").count() == 1


def test_twelve_dates_follow_what_is_typed(client_of, deputy, peace):
    answer = client_of("admin").get(page("reception_dates", deputy), TYPED)
    assert answer.status_code == 200
    lines = shown(answer)
    assert len(lines) == 12
    assert "2 жовтня 2026" in lines[0]
    assert answer.context["dates"][0]["note"] == "замість святкового 1 жовтня"
    assert "<html" not in answer.content.decode()
    skipped = client_of("admin").get(page("reception_dates", deputy), {**TYPED, "policy": "skip"})
    assert "5 листопада 2026" in shown(skipped)[0]


def test_dates_of_a_known_schedule_leave_out_its_closed_dates_and_leaves(client_of, deputy, peace):
    client = client_of("admin")
    client.post(page("reception_new", deputy), TYPED)
    kept = Schedule.objects.get()
    ExceptionFactory(schedule=kept, date=date(2026, 10, 2))
    LeaveFactory(addressee=deputy, starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 30))
    url = reverse(
        "directory_addressee_reception_dates", kwargs={"pk": deputy.pk, "schedule": kept.pk}
    )
    answer = client.get(url, TYPED)
    assert "3 грудня 2026" in shown(answer)[0]
    assert len(shown(answer)) == 12


def test_an_end_without_prolonging_cuts_the_dates(client_of, deputy):
    client = client_of("admin")
    client.post(page("reception_new", deputy), TYPED)
    kept = Schedule.objects.get()
    url = page("reception_dates", deputy, schedule=kept.pk)
    assert len(shown(client.get(url, {**TYPED, "prolong_months": ""}))) == 6
    assert len(shown(client.get(url, TYPED))) == 12


def test_without_a_script_a_button_shows_the_dates_and_keeps_nothing(client_of, deputy):
    answer = client_of("admin").post(page("reception_new", deputy), {**TYPED, "show": "1"})
    assert answer.status_code == 200
    assert len(shown(answer)) == 12
    assert not Schedule.objects.exists()
    assert 'value="Кабінет 12"' in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pattern": "weekly"}, "pattern"),
        ({"pattern": ""}, "pattern"),
        ({"weekday": "9"}, "weekday"),
        ({"opens": "вранці"}, "opens"),
        ({"closes": "13:00"}, "closes"),
        ({"policy": "somehow"}, "policy"),
        ({"prolong_months": "99"}, "prolong_months"),
        ({"prolong_months": "-1"}, "prolong_months"),
    ],
)
def test_an_error_stands_at_its_field_and_what_was_typed_is_kept(client_of, deputy, wrong, field):
    client = client_of("admin")
    answer = client.post(page("reception_new", deputy), {**TYPED, **wrong})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert 'value="Кабінет 12"' in answer.content.decode()
    assert not Schedule.objects.exists()
    piece = client.get(page("reception_dates", deputy), {**TYPED, **wrong})
    assert piece.status_code == 200
    assert piece.context["dates"] is None


@pytest.mark.parametrize("who", ["editor", "resident", "clerk", "moderator", None])
@pytest.mark.parametrize("name", ["schedules", "reception_of", "reception_new", "reception_dates"])
def test_nobody_else_opens_these_pages(client_of, who, name, deputy):
    client = client_of(who)
    assert client.get(page(name, deputy), TYPED).status_code in (302, 403, 404)
    assert client.post(page("reception_new", deputy), TYPED).status_code in (302, 403, 404)
    assert not Schedule.objects.exists()


def test_a_moderator_keeps_the_reception_of_the_one_served_and_sees_no_other(
    client_of, people, deputy
):
    mine = AddresseeFactory(kind=Addressee.Kind.DEPUTY, moderator=people.moderator)
    client = client_of("moderator")
    assert client.post(page("reception_new", mine), TYPED).status_code == 302
    kept = Schedule.objects.get(addressee=mine)
    assert client.get(page("schedules", mine)).status_code == 200
    assert client.get(page("reception_dates", deputy), TYPED).status_code == 404
    assert client.get(page("reception_new", deputy)).status_code == 404
    # the schedule of one through the address of another
    assert client.get(page("reception_edit", deputy, schedule=kept.pk)).status_code == 404


def test_what_the_simple_editor_cannot_show_it_does_not_open(client_of, deputy):
    client = client_of("admin")
    weekly = ScheduleFactory(addressee=deputy, purpose="reception", hours=OFFICE_HOURS)
    assert client.get(page("reception_edit", deputy, schedule=weekly.pk)).status_code == 404
    assert client.get(page("reception_of", deputy))["Location"] == page("schedules", deputy)
    works = AddresseeFactory()
    assert client.get(page("reception_new", works)).status_code == 404
    other = ScheduleFactory(addressee=works, purpose="reception")
    assert client.get(page("reception_edit", deputy, schedule=other.pk)).status_code == 404


def test_the_list_tells_each_schedule_in_words(client_of, deputy):
    client = client_of("admin")
    client.post(page("reception_new", deputy), TYPED)
    ScheduleFactory(addressee=deputy, hours=OFFICE_HOURS, valid_until=date(2026, 1, 1))
    text = client.get(page("schedules", deputy)).content.decode()
    assert "Перший четвер місяця, 14:00–17:00" in text
    assert "1 жовтня, 5 листопада, 3 грудня" in text
    assert page("reception_edit", deputy, schedule=Schedule.objects.first().pk) in text
