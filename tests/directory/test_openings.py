"""Schedules of many addressees read at once and told in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from directory.models import Addressee, Schedule, ScheduleWindow, WorkingCalendar
from directory.schedules import words
from directory.schedules.openings import opening_of, openings
from tests.factories.directory import (
    AROUND_THE_CLOCK,
    OFFICE_HOURS,
    AddresseeFactory,
    ExceptionFactory,
    LeaveFactory,
    ScheduleFactory,
)

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KYIV)


def said(addressee: Addressee, moment: str, language: str = "en") -> tuple[str, str]:
    with translation.override(language):
        opening = opening_of(addressee, at(moment))
        return words.headline(opening), words.detail(opening)


@pytest.mark.parametrize(
    ("moment", "headline", "detail"),
    [
        ("2026-03-10T10:00", "Open until 18:00", "Break from 13:00 to 14:00. Tomorrow: from 9:00."),
        ("2026-03-10T15:00", "Open until 18:00", "Tomorrow: from 9:00."),
        ("2026-03-10T13:30", "Break until 14:00", ""),
        ("2026-03-10T08:00", "Closed, opens at 9:00", ""),
        ("2026-03-10T19:00", "Closed, opens tomorrow at 9:00", ""),
        ("2026-03-13T15:00", "Open until 18:00", "On Monday: from 9:00."),
        ("2026-03-14T15:00", "Closed, opens on Monday at 9:00", ""),
    ],
)
def test_the_line_beside_the_name_says_until_when(moment, headline, detail):
    works = AddresseeFactory(hours=OFFICE_HOURS)
    assert said(works, moment) == (headline, detail)


def test_around_the_clock_is_said_so():
    dispatch = AddresseeFactory(hours=AROUND_THE_CLOCK)
    assert said(dispatch, "2026-03-10T03:00") == ("Open around the clock", "")
    with translation.override("en"):
        assert words.hours_words(opening_of(dispatch, at("2026-03-10T03:00")).week()[0].hours) == (
            "around the clock"
        )


def test_far_openings_are_told_by_date():
    works = AddresseeFactory()
    later = ScheduleFactory(addressee=works, hours={2: "11:00-12:00"})
    for day in (11, 18, 25):
        ExceptionFactory(schedule=later, date=date(2026, 3, day))
    assert said(works, "2026-03-10T10:00")[0] == "Closed, opens on 1 April at 11:00"


def test_an_addressee_without_a_schedule_says_nothing():
    assert said(AddresseeFactory(), "2026-03-10T10:00") == ("", "")


def test_an_official_on_leave_is_not_open_and_the_substitute_is_named():
    deputy = AddresseeFactory(official=True, name={"uk": "Ткач Р. О.", "en": "R. Tkach"})
    stand_in = AddresseeFactory(official=True, name={"uk": "Гнатюк О. І.", "en": "O. Hnatiuk"})
    ScheduleFactory(addressee=deputy, hours=OFFICE_HOURS)
    LeaveFactory(
        addressee=deputy,
        substitute=stand_in,
        starts_on=date(2026, 3, 9),
        ends_on=date(2026, 3, 20),
    )
    assert said(deputy, "2026-03-10T10:00") == (
        "On leave until 20 March",
        "O. Hnatiuk stands in.",
    )
    assert not opening_of(deputy, at("2026-03-10T10:00")).is_open
    assert opening_of(deputy, at("2026-03-23T10:00")).is_open


def test_the_note_of_a_closed_date_is_shown():
    works = AddresseeFactory(hours=OFFICE_HOURS)
    ExceptionFactory(
        schedule=works.schedules.get(), date=date(2026, 3, 10), note={"en": "Stocktaking"}
    )
    assert said(works, "2026-03-10T10:00") == (
        "Closed, opens tomorrow at 9:00",
        "Stocktaking.",
    )


def test_a_date_with_a_break_has_two_rows():
    works = AddresseeFactory(hours=OFFICE_HOURS)
    schedule = works.schedules.get()
    for hours in ("10:00-12:00", "13:00-15:00"):
        ExceptionFactory(schedule=schedule, date=date(2026, 3, 14), hours=hours)
    assert said(works, "2026-03-14T12:30")[0] == "Break until 13:00"


def test_a_holiday_closes_an_office_that_keeps_the_calendar():
    calendar = WorkingCalendar.objects.get(code="ua-office")
    works = AddresseeFactory(hours=OFFICE_HOURS, hours__calendar=calendar)
    assert said(works, "2025-12-25T10:00")[0] == "Open until 18:00"
    calendar.regimes.all().delete()
    assert said(works, "2025-12-25T10:00")[0] == "Closed, opens tomorrow at 9:00"


def test_a_schedule_that_is_over_is_not_read():
    works = AddresseeFactory(hours=OFFICE_HOURS, hours__valid_until=date(2026, 3, 9))
    assert opening_of(works, at("2026-03-10T10:00")).timetables == ()


def test_a_reception_does_not_open_the_office():
    mayor = AddresseeFactory(
        official=True, hours=OFFICE_HOURS, hours__purpose=Schedule.Purpose.RECEPTION
    )
    opening = opening_of(mayor, at("2026-03-10T10:00"))
    assert opening.office is None
    assert len(opening.timetables) == 1


def test_reading_takes_the_same_four_statements_for_one_and_for_many(django_assert_num_queries):
    calendar = WorkingCalendar.objects.get(code="ua-office")
    many = [AddresseeFactory(hours=OFFICE_HOURS, hours__calendar=calendar) for _number in range(20)]
    LeaveFactory(addressee=many[0], substitute=many[1], starts_on=date(2026, 3, 1),
                 ends_on=date(2026, 4, 1))  # fmt: skip
    for some in (many[:1], many):
        with django_assert_num_queries(4):
            assert len(openings(some, at("2026-03-10T10:00"))) == len(some)


def test_the_database_refuses_hours_that_end_before_they_begin():
    schedule = ScheduleFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduleWindow.objects.create(schedule=schedule, weekday=0, opens="18:00", closes="09:00")
    ScheduleWindow.objects.create(schedule=schedule, weekday=0, opens="18:00", closes="00:00")


def test_the_database_refuses_a_leave_that_ends_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        LeaveFactory(starts_on=date(2026, 3, 10), ends_on=date(2026, 3, 9))


def test_nobody_stands_in_for_themselves():
    deputy = AddresseeFactory(official=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        LeaveFactory(
            addressee=deputy,
            substitute=deputy,
            starts_on=date(2026, 3, 10),
            ends_on=date(2026, 3, 11),
        )
