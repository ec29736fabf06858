"""Open, on a break, closed: pure rules within one week of March 2026 (Tuesday is the 10th)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.schedules.rules import (
    Away,
    DayKind,
    Hours,
    Is,
    OtherDay,
    Timetable,
    away_on,
    folded,
    in_force,
    merged,
    next_leave,
    plan,
    state_at,
    upcoming_exceptions,
    week,
)
from tests.directory.calendars import MARTIAL, PEACE

KYIV = ZoneInfo("Europe/Kyiv")
TUESDAY = date(2026, 3, 10)


def h(text: str) -> tuple[Hours, ...]:
    pairs = (part.split("-") for part in text.split())
    return tuple(Hours(time.fromisoformat(a), time.fromisoformat(b)) for a, b in pairs)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KYIV)


def hours(timetable: Timetable, day: date) -> tuple[Hours, ...]:
    return plan(timetable, day).hours


FRIDAY_SHORT = {4: h("09:00-13:00 14:00-16:45")}
OFFICE = Timetable({day: h("09:00-13:00 14:00-18:00") for day in range(4)} | FRIDAY_SHORT)
ALWAYS = Timetable({day: h("00:00-00:00") for day in range(7)})
NIGHT = Timetable({day: h("00:00-08:00 20:00-00:00") for day in range(7)})


@pytest.mark.parametrize(
    ("moment", "state", "until", "next_opens"),
    [
        ("2026-03-10T08:59", Is.CLOSED, "2026-03-10T09:00", "2026-03-10T09:00"),
        ("2026-03-10T09:00", Is.OPEN, "2026-03-10T18:00", "2026-03-11T09:00"),
        ("2026-03-10T12:59", Is.OPEN, "2026-03-10T18:00", "2026-03-11T09:00"),
        ("2026-03-10T13:00", Is.BREAK, "2026-03-10T14:00", "2026-03-10T14:00"),
        ("2026-03-10T14:00", Is.OPEN, "2026-03-10T18:00", "2026-03-11T09:00"),
        ("2026-03-10T18:00", Is.CLOSED, "2026-03-11T09:00", "2026-03-11T09:00"),
        ("2026-03-13T16:44", Is.OPEN, "2026-03-13T16:45", "2026-03-16T09:00"),
        ("2026-03-14T12:00", Is.CLOSED, "2026-03-16T09:00", "2026-03-16T09:00"),
    ],
)
def test_the_state_changes_exactly_on_the_minute(moment, state, until, next_opens):
    found = state_at(OFFICE, at(moment))
    assert (found.state, found.until, found.next_opens) == (state, at(until), at(next_opens))


def test_a_break_ahead_is_told_while_open():
    assert state_at(OFFICE, at("2026-03-10T10:00")).pause == (
        at("2026-03-10T13:00"),
        at("2026-03-10T14:00"),
    )
    assert state_at(OFFICE, at("2026-03-10T15:00")).pause is None


def test_around_the_clock_has_no_end():
    found = state_at(ALWAYS, at("2026-03-10T03:00"))
    assert (found.state, found.until) == (Is.OPEN, None)


def test_work_past_midnight_ends_in_the_morning():
    assert state_at(NIGHT, at("2026-03-10T23:00")).until == at("2026-03-11T08:00")
    assert state_at(NIGHT, at("2026-03-10T07:00")).until == at("2026-03-11T08:00")


def test_no_hours_at_all_is_closed_without_an_opening():
    found = state_at(Timetable(), at("2026-03-10T10:00"))
    assert (found.state, found.until, found.next_opens) == (Is.CLOSED, None, None)


def test_a_closed_date_outweighs_the_week_and_says_why():
    closed = Timetable(OFFICE.weekly, {TUESDAY: OtherDay(note={"uk": "Санітарний день"})})
    found = state_at(closed, at("2026-03-10T10:00"))
    assert (found.state, found.until) == (Is.CLOSED, at("2026-03-11T09:00"))
    assert found.note == {"uk": "Санітарний день"}


def test_a_date_may_have_other_hours():
    saturday = Timetable(OFFICE.weekly, {date(2026, 3, 14): OtherDay(h("10:00-14:00"))})
    assert state_at(saturday, at("2026-03-14T12:00")).is_open
    assert state_at(saturday, at("2026-03-13T20:00")).next_opens == at("2026-03-14T10:00")


def test_a_holiday_closes_only_in_peacetime_and_only_by_a_calendar():
    """Monday 13 April 2026 is the day after Easter."""
    monday = date(2026, 4, 13)
    peace = Timetable(OFFICE.weekly, calendar=PEACE)
    assert plan(peace, monday).kind is DayKind.HOLIDAY
    assert hours(peace, monday) == ()
    assert hours(Timetable(OFFICE.weekly, calendar=MARTIAL), monday)
    assert hours(OFFICE, monday)


def test_an_exception_may_open_a_holiday():
    monday = date(2026, 4, 13)
    duty = Timetable(OFFICE.weekly, {monday: OtherDay(h("10:00-12:00"))}, calendar=PEACE)
    assert hours(duty, monday) == h("10:00-12:00")


def test_the_eve_of_a_holiday_is_an_hour_shorter():
    eve = date(2025, 12, 24)
    assert hours(Timetable(OFFICE.weekly, calendar=PEACE), eve) == h("09:00-13:00 14:00-17:00")
    assert hours(Timetable(OFFICE.weekly, calendar=MARTIAL), eve) == h("09:00-13:00 14:00-18:00")


def test_a_timetable_works_only_within_its_validity():
    summer = Timetable(OFFICE.weekly, valid_from=date(2026, 6, 1), valid_until=date(2026, 8, 31))
    assert hours(summer, date(2026, 5, 29)) == ()
    assert hours(summer, date(2026, 6, 1))
    assert hours(summer, date(2026, 9, 1)) == ()
    assert in_force([summer, OFFICE], TUESDAY) == [OFFICE]
    assert in_force([summer, OFFICE], date(2026, 6, 1)) == [summer, OFFICE]


def test_only_timetables_of_the_purpose_are_asked():
    reception = Timetable({3: h("14:00-17:00")}, purpose="reception")
    assert in_force([reception, OFFICE], TUESDAY, "reception") == [reception]


def test_the_week_runs_from_monday_with_today_marked():
    days = week(OFFICE, TUESDAY)
    assert [one.day.weekday() for one in days] == list(range(7))
    assert [one.is_today for one in days] == [False, True, *[False] * 5]
    assert [len(row) for row in folded(days)] == [1, 1, 1, 1, 1, 2]


def test_today_is_never_folded_away():
    rows = folded(week(OFFICE, date(2026, 3, 14)))
    assert [len(row) for row in rows] == [1] * 7


def test_dates_that_differ_are_told_ahead():
    usual = OtherDay(h("09:00-13:00 14:00-18:00"))
    timetable = Timetable(
        OFFICE.weekly, {date(2026, 3, 12): OtherDay(), date(2026, 3, 11): usual}, calendar=PEACE
    )
    told = upcoming_exceptions(timetable, TUESDAY, days=40)
    assert [one.day for one in told] == [date(2026, 3, 12), date(2026, 4, 13)]


def test_a_leave_covers_its_days_and_the_longest_counts():
    short = Away(date(2026, 3, 9), date(2026, 3, 10), "перша")
    long = Away(date(2026, 3, 10), date(2026, 3, 20), "друга")
    assert away_on([short, long], TUESDAY) is long
    assert away_on([short, long], date(2026, 3, 21)) is None
    assert next_leave([long], date(2026, 3, 1)) is long
    assert next_leave([long], date(2026, 2, 1)) is None


minutes = st.integers(0, 1439)
some_hours = st.lists(
    st.tuples(minutes, minutes).filter(lambda pair: pair[0] < pair[1]), max_size=6
).map(lambda pairs: [Hours(time(*divmod(a, 60)), time(*divmod(b, 60))) for a, b in pairs])


@given(some_hours)
def test_merged_hours_are_in_order_and_apart(hours):
    joined = merged(hours)
    assert all(
        one.closes < following.opens for one, following in zip(joined, joined[1:], strict=False)
    )
    inside = {m for one in hours for m in range(_m(one.opens), _m(one.closes))}
    assert inside == {m for one in joined for m in range(_m(one.opens), _m(one.closes))}


@given(some_hours, minutes)
def test_open_means_that_some_window_holds_the_minute(hours, minute):
    timetable = Timetable({1: tuple(hours)})
    moment = datetime.combine(TUESDAY, time(*divmod(minute, 60)), KYIV)
    covered = any(_m(one.opens) <= minute < _m(one.closes) for one in hours)
    found = state_at(timetable, moment)
    assert found.is_open == covered
    assert found.until is None or found.until > moment


def _m(clock: time) -> int:
    return clock.hour * 60 + clock.minute
