"""The filter "open now" of the database says what the rules say of each addressee."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import (
    Addressee,
    Leave,
    Schedule,
    ScheduleException,
    ScheduleWindow,
    WorkingCalendar,
)
from directory.schedules.open_now import open_at
from directory.schedules.openings import openings
from directory.schedules.rules import Pattern, Policy
from tests.factories.directory import (
    AROUND_THE_CLOCK,
    OFFICE_HOURS,
    AddresseeFactory,
    ExceptionFactory,
    ScheduleFactory,
)

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
# Around a new year with holidays, around both clock changes, and a plain week.
STARTS = [date(2025, 12, 22), date(2026, 3, 26), date(2026, 9, 28), date(2026, 10, 22)]
SPAN = 20


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KYIV)


def whom(moment: datetime) -> set[Addressee]:
    return set(open_at(Addressee.objects.all(), moment))


def test_those_who_are_open_are_found():
    works = AddresseeFactory(hours=OFFICE_HOURS)
    dispatch = AddresseeFactory(hours=AROUND_THE_CLOCK)
    saturday = AddresseeFactory(hours=OFFICE_HOURS)
    ExceptionFactory(schedule=saturday.schedules.get(), date=date(2026, 3, 14), hours="10:00-14:00")
    assert whom(at("2026-03-10T10:00")) == {works, dispatch, saturday}
    assert whom(at("2026-03-14T13:30")) == {dispatch, saturday}


def test_a_pattern_opens_on_its_days():
    centre = AddresseeFactory()
    ScheduleWindow.objects.create(
        schedule=ScheduleFactory(addressee=centre), pattern=Pattern.FIRST, weekday=3,
        opens="14:00", closes="17:00",
    )  # fmt: skip
    assert whom(at("2026-12-03T15:00")) == {centre}
    assert whom(at("2026-12-10T15:00")) == set()


def test_the_first_timetable_in_force_counts_alone():
    works = AddresseeFactory()
    ScheduleFactory(addressee=works, hours={1: "10:00-12:00"}, order=0)
    ScheduleFactory(addressee=works, hours=OFFICE_HOURS, order=1)
    assert whom(at("2026-03-10T11:00")) == {works}
    assert whom(at("2026-03-10T15:00")) == set()


def test_the_eve_of_a_holiday_ends_earlier_in_the_list_too():
    calendar = WorkingCalendar.objects.get(code="ua-office")
    calendar.regimes.all().delete()
    works = AddresseeFactory(hours=OFFICE_HOURS, hours__calendar=calendar)
    assert whom(at("2025-12-24T16:30")) == {works}
    assert whom(at("2025-12-24T17:30")) == set()


def test_an_hour_shown_twice_is_weighed_by_the_rules():
    night = AddresseeFactory(hours={6: "02:00-03:30"})
    first = at("2026-10-25T03:15")
    assert whom(first) == {night}
    assert whom(first.replace(fold=1)) == set()


def test_plain_weeks_take_few_statements_however_many(django_assert_max_num_queries):
    for _number in range(12):
        AddresseeFactory(hours=OFFICE_HOURS)
    with django_assert_max_num_queries(3):
        assert len(whom(at("2026-03-10T10:00"))) == 12


def test_odd_ones_are_read_at_once(django_assert_max_num_queries):
    for _number in range(12):
        ScheduleWindow.objects.create(
            schedule=ScheduleFactory(), pattern=Pattern.EVERY, weekday=1, every=2,
            since=date(2026, 3, 10), opens="9:00", closes="18:00",
        )  # fmt: skip
    with django_assert_max_num_queries(6):
        assert len(whom(at("2026-03-10T10:00"))) == 12


walls = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda pair: pair[0] < pair[1])
near = st.integers(-3, SPAN)
EVES = st.sampled_from([2, 9])  # days after which a holiday comes


@st.composite
def a_window(draw, start: date) -> dict:
    opens, closes = (time(*divmod(15 * quarter % 1440, 60)) for quarter in draw(walls))
    pattern = draw(st.sampled_from([*Pattern, *[Pattern.WEEKLY] * 6]))
    facts: dict = {"pattern": pattern.value, "opens": opens, "closes": closes}
    if pattern is Pattern.DATES:
        some = draw(st.lists(near, min_size=1, max_size=3))
        return {**facts, "dates": [f"{start + timedelta(days=one)}" for one in some]}
    facts["weekday"] = draw(st.integers(0, 6))
    if pattern is Pattern.EVERY:
        facts |= {"every": draw(st.integers(2, 4)), "since": start + timedelta(days=draw(near))}
    return facts


@st.composite
def a_schedule(draw, start: date) -> dict:
    ends = sorted(draw(st.lists(near, min_size=2, max_size=2)))
    first, last = (draw(st.sampled_from([None, start + timedelta(days=one)])) for one in ends)
    return {
        "facts": {
            "purpose": draw(st.sampled_from(["office", "office", "office", "reception"])),
            "valid_from": first,
            "valid_until": last,
            "holiday_policy": draw(st.sampled_from(Policy)).value,
        },
        "calendar": draw(st.sampled_from(["", "ua-office", "ua-office"])),
        "windows": draw(st.lists(a_window(start), max_size=7)),
        "exceptions": draw(st.lists(st.tuples(near, st.none() | walls), max_size=2)),
    }


@st.composite
def a_city(draw) -> dict:
    start = draw(st.sampled_from(STARTS))
    return {
        "start": start,
        "addressees": draw(
            st.lists(
                st.tuples(st.lists(a_schedule(start), max_size=2), st.lists(near, max_size=1)),
                min_size=1,
                max_size=4,
            )
        ),
        "moments": draw(st.lists(st.tuples(EVES | near, st.integers(0)), min_size=8, max_size=8)),
        "wakes": draw(st.lists(st.integers(0, 6 * 4), min_size=4, max_size=4)),
    }


def build(city: dict, calendar: WorkingCalendar) -> None:
    for schedules, leaves in city["addressees"]:
        addressee = AddresseeFactory()
        for day in leaves:
            starts = city["start"] + timedelta(days=day)
            Leave.objects.create(addressee=addressee, starts_on=starts, ends_on=starts)
        for order, one in enumerate(schedules):
            schedule = Schedule.objects.create(
                addressee=addressee, order=order, calendar=calendar if one["calendar"] else None,
                **one["facts"],
            )  # fmt: skip
            _add_windows(schedule, one["windows"])
            _add_exceptions(schedule, one["exceptions"], city["start"])


def _add_windows(schedule: Schedule, windows: list[dict]) -> None:
    seen = set()
    for facts in windows:
        key = str({**facts, "closes": None, "dates": None})
        if key not in seen:
            seen.add(key)
            window = ScheduleWindow(schedule=schedule, **facts)
            window.clean()
            window.save()


def _add_exceptions(schedule: Schedule, exceptions: list, start: date) -> None:
    for day, hours in dict(exceptions).items():
        opens, closes = [time(*divmod(15 * one % 1440, 60)) for one in hours or ()] or [None, None]
        ScheduleException.objects.create(
            schedule=schedule, date=start + timedelta(days=day), is_closed=hours is None,
            opens=opens, closes=closes,
        )  # fmt: skip


def edges(city: dict) -> list[datetime]:
    """Openings and last minutes of windows, on some days: there the two could differ."""
    windows = [
        window
        for schedules, _leaves in city["addressees"]
        for schedule in schedules
        for window in schedule["windows"]
    ]
    walls = [(one["opens"], 0) for one in windows] + [(one["closes"], 1) for one in windows]
    walls = walls or [(time(10), 0)]
    found = []
    for day, number in city["moments"]:
        wall, earlier = walls[number % len(walls)]
        moment = datetime.combine(city["start"] + timedelta(days=day), wall, KYIV)
        found.append(moment.astimezone(UTC) - timedelta(minutes=earlier))
    return found


class Enough(Exception):
    """Takes an example's rows back."""


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(a_city())
def test_the_database_and_the_rules_agree_about_any_schedule(city):
    """Random weeks, patterns, policies, exceptions, leaves; holidays, eves, clock changes."""
    calendar = WorkingCalendar.objects.get(code="ua-office")
    try:
        with transaction.atomic():
            calendar.regimes.all().delete()
            calendar.refresh_from_db()
            build(city, calendar)
            nights = [datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC)]
            woken = zip(nights * 2, city["wakes"], strict=True)
            moments = [night + timedelta(minutes=15 * one) for night, one in woken]
            moments += edges(city)
            for moment in moments:
                told = openings(Addressee.objects.all(), moment)
                wanted = {pk for pk, opening in told.items() if opening.is_open}
                assert {one.pk for one in whom(moment)} == wanted, moment.astimezone(KYIV)
            raise Enough
    except Enough:
        pass
