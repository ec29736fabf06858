"""Patterns in the register's form: rows beside the week, errors at their fields, prolonging."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from core.audit.models import Entry
from directory.models import Addressee, Schedule, ScheduleWindow
from directory.schedules.services import prolong_schedules
from directory.tasks import prolong_schedules as nightly
from tests.directory.test_registers import (
    OFFICE_TEXTS,
    address,
    addressee_data,
    schedule_data,
)
from tests.factories.directory import OFFICE_HOURS, AddresseeFactory, ScheduleFactory

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = datetime(2026, 11, 22, 0, 20, tzinfo=KYIV)


def row(number: int, **values: str) -> dict[str, str]:
    return {f"schedules-0-windows-{number}-{name}": value for name, value in values.items()}


def rows(*given: dict[str, str]) -> dict[str, str]:
    data = {"schedules-0-windows-TOTAL_FORMS": str(len(given))}
    for number, values in enumerate(given):
        data |= row(number, **values)
    return data


FIRST_THURSDAY = {"pattern": "first", "weekday": "3", "opens": "14:00", "closes": "17:00"}


def create(client, *given: dict[str, str], week: list[str] | None = None, **more: str):
    data = schedule_data(week or [""] * 7, **rows(*given), **more)
    return client.post(address(Addressee, "create"), addressee_data(**data))


def test_rows_of_every_pattern_are_kept(client_of):
    answer = create(
        client_of("admin"),
        FIRST_THURSDAY,
        {"pattern": "even", "weekday": "0", "opens": "9:00", "closes": "12:00"},
        {"pattern": "every", "weekday": "1", "opens": "9:00", "closes": "12:00", "every": "3",
         "since": "2026-11-24"},
        {"pattern": "dates", "opens": "9:00", "closes": "12:00",
         "dates": "28.05.2026, 2026-03-12; 28.05.2026"},
        week=OFFICE_TEXTS,
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].formsets["schedules"].errors
    turns = ScheduleWindow.objects.exclude(pattern="weekly").order_by("pattern")
    assert [(one.pattern, one.weekday, one.every, one.since, one.dates) for one in turns] == [
        ("dates", None, None, None, ["2026-03-12", "2026-05-28"]),
        ("even", 0, None, None, []),
        ("every", 1, 3, date(2026, 11, 24), []),
        ("first", 3, None, None, []),
    ]
    assert ScheduleWindow.objects.filter(pattern="weekly").count() == 10


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pattern": "first", "opens": "14:00", "closes": "17:00"}, "weekday"),
        ({"pattern": "dates", "opens": "14:00", "closes": "17:00"}, "dates"),
        ({"pattern": "dates", "opens": "14:00", "closes": "17:00", "dates": "31.02.2026"}, "dates"),
        ({"pattern": "every", "weekday": "1", "opens": "14:00", "closes": "17:00"}, "every"),
        ({**FIRST_THURSDAY, "closes": "13:00"}, "closes"),
        ({**FIRST_THURSDAY, "pattern": "weekly"}, "pattern"),
        ({**FIRST_THURSDAY, "pattern": "every", "every": "1", "since": "2026-01-01"}, "every"),
    ],
)
def test_what_a_pattern_lacks_is_said_at_the_field_and_nothing_is_kept(client_of, wrong, field):
    answer = create(client_of("admin"), wrong)
    assert answer.status_code == 200
    [schedule] = answer.context["form"].formsets["schedules"].forms
    [errors] = schedule.formsets["windows"].errors
    assert field in errors
    assert not Schedule.objects.exists()
    page = answer.content.decode()
    assert wrong.get("dates", wrong["opens"]) in page


def test_the_week_and_the_rows_do_not_touch_each_other(client_of):
    works = AddresseeFactory(hours=OFFICE_HOURS)
    schedule = works.schedules.get()
    turn = ScheduleWindow.objects.create(
        schedule=schedule, pattern="first", weekday=5, opens="10:00", closes="12:00"
    )
    client = client_of("admin")
    page = client.get(address(Addressee, "edit", works.pk)).content.decode()
    assert page.count('value="9:00–13:00, 14:00–18:00"') == 5
    assert f'name="schedules-0-windows-0-id" value="{turn.pk}"' in page
    known = {"schedules-INITIAL_FORMS": "1", "schedules-0-id": str(schedule.pk)}
    kept = {"id": str(turn.pk), "pattern": "last", "weekday": "5", "opens": "10:00"}
    data = schedule_data(["8:00–12:00"] + [""] * 6, **rows({**kept, "closes": "12:00"}))
    data["schedules-0-windows-INITIAL_FORMS"] = "1"
    answer = client.post(
        address(Addressee, "edit", works.pk), addressee_data(slug=works.slug, **known, **data)
    )
    assert answer.status_code == 302, answer.context["form"].formsets["schedules"].errors
    windows = ScheduleWindow.objects.filter(schedule=schedule).order_by("weekday")
    assert [(one.pattern, one.weekday, one.opens) for one in windows] == [
        ("weekly", 0, time(8)),
        ("last", 5, time(10)),
    ]
    data["schedules-0-windows-0-DELETE"] = "on"
    client.post(
        address(Addressee, "edit", works.pk), addressee_data(slug=works.slug, **known, **data)
    )
    assert [one.pattern for one in ScheduleWindow.objects.filter(schedule=schedule)] == ["weekly"]


def test_saving_a_prolonged_schedule_shows_its_last_day_at_once(client_of, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: NIGHT)
    more = {"schedules-0-prolong_months": "6"}
    assert create(client_of("admin"), FIRST_THURSDAY, **more).status_code == 302
    assert Schedule.objects.get().valid_until == date(2027, 5, 31)


def test_at_night_prolonged_schedules_move_once_a_month_and_the_journal_says_so(monkeypatch):
    plain = ScheduleFactory(valid_until=date(2026, 12, 31))
    prolonged = ScheduleFactory(prolong_months=3)
    assert prolong_schedules(NIGHT) == 1
    prolonged.refresh_from_db()
    plain.refresh_from_db()
    assert (prolonged.valid_until, plain.valid_until) == (date(2027, 2, 28), date(2026, 12, 31))
    entry = Entry.objects.get(action="directory.schedule.prolonged")
    assert entry.actor is None
    assert entry.target_pk == str(prolonged.pk)
    assert entry.facts == {"until": "2027-02-28"}
    monkeypatch.setattr("core.clock.now", lambda: NIGHT)
    assert nightly() == 0
    assert prolong_schedules(NIGHT.replace(month=12, day=1)) == 1


def test_prolonging_never_shortens_and_waits_for_the_beginning():
    long = ScheduleFactory(prolong_months=1, valid_until=date(2028, 1, 1))
    later = ScheduleFactory(prolong_months=1, valid_from=date(2027, 6, 10))
    prolong_schedules(NIGHT)
    long.refresh_from_db()
    later.refresh_from_db()
    assert (long.valid_until, later.valid_until) == (date(2028, 1, 1), date(2027, 7, 31))


def test_the_same_hours_twice_are_refused(client_of):
    answer = create(client_of("admin"), FIRST_THURSDAY, {**FIRST_THURSDAY, "closes": "18:00"})
    assert answer.status_code == 200
    [schedule] = answer.context["form"].formsets["schedules"].forms
    assert schedule.formsets["windows"].non_form_errors()
    assert not Schedule.objects.exists()


def test_the_same_date_closed_twice_is_refused(client_of):
    closed = {"date": "2026-12-31", "is_closed": "on"}
    more = {
        f"schedules-0-exceptions-{number}-{name}": value
        for number in range(2)
        for name, value in closed.items()
    }
    answer = create(
        client_of("admin"), FIRST_THURSDAY, **{"schedules-0-exceptions-TOTAL_FORMS": "2"}, **more
    )
    assert answer.status_code == 200
    assert not Schedule.objects.exists()
