"""Patterns of 8.1, holidays and their policies, nights of a clock change: pure rules."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.schedules.patterns import MONTHLY, prolonged_until
from directory.schedules.rules import (
    Away,
    DayKind,
    Hours,
    OtherDay,
    Pattern,
    Policy,
    Timetable,
    Turn,
    next_dates,
    plan,
    state_at,
    upcoming_exceptions,
    usual_hours,
    windows,
)
from tests.directory.calendars import MARTIAL, PEACE

KYIV = ZoneInfo("Europe/Kyiv")
AFTERNOON = Hours(time(14), time(17))
THURSDAY = 3
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)


def monthly(pattern: Pattern = Pattern.FIRST, weekday: int = THURSDAY, **more) -> Timetable:
    return Timetable(turns=(Turn(AFTERNOON, pattern, weekday),), **more)


def dates(timetable: Timetable, start: date, count: int = 12) -> list[date]:
    return [one.day for one in next_dates(timetable, start, count)]


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(f"2026-{text}") for text in texts]


FIRST_THURSDAYS = days(
    "01-01", "02-05", "03-05", "04-02", "05-07", "06-04",
    "07-02", "08-06", "09-03", "10-01", "11-05", "12-03",
)  # fmt: skip
OTHERS = [day for day in FIRST_THURSDAYS if day not in days("01-01", "10-01")]


def test_first_thursdays_of_2026_are_those_of_the_guide():
    """8.1, and martial law: holidays rest, so do their policies."""
    start = date(2026, 1, 1)
    assert dates(monthly(), start) == FIRST_THURSDAYS
    for policy in Policy:
        assert dates(monthly(calendar=MARTIAL, policy=policy), start) == FIRST_THURSDAYS


@pytest.mark.parametrize(
    ("policy", "instead"),
    [
        (Policy.SKIP, []),
        (Policy.NEXT_WEEK, days("01-08", "10-08")),
        (Policy.NEXT_WORKING_DAY, days("01-02", "10-02")),
        (Policy.KEEP, days("01-01", "10-01")),
    ],
)
def test_in_peacetime_two_of_them_are_holidays_and_the_policy_decides(policy, instead):
    """The example of 8.1: 1 January and 1 October."""
    timetable = monthly(calendar=PEACE, policy=policy, valid_until=date(2026, 12, 31))
    assert dates(timetable, date(2026, 1, 1), 20) == sorted([*OTHERS, *instead])


def test_a_moved_date_says_where_it_is_from():
    timetable = monthly(calendar=PEACE, policy=Policy.NEXT_WORKING_DAY)
    moved = plan(timetable, date(2026, 10, 2))
    assert (moved.kind, moved.moved_from) == (DayKind.MOVED, (date(2026, 10, 1),))
    assert moved.hours == (AFTERNOON,)
    assert plan(timetable, date(2026, 10, 1)).kind is DayKind.HOLIDAY
    told = upcoming_exceptions(timetable, date(2026, 9, 28), days=7)
    assert [(one.day, one.kind) for one in told] == [
        (date(2026, 10, 1), DayKind.HOLIDAY),
        (date(2026, 10, 2), DayKind.MOVED),
    ]


def test_a_week_later_may_be_a_holiday_too():
    """Friday 25 December 2026 is Christmas, Friday 1 January 2027 the New Year."""
    weekly = Timetable(
        {4: (AFTERNOON,)}, calendar=PEACE, policy=Policy.NEXT_WEEK, valid_from=date(2026, 12, 25),
        valid_until=date(2027, 1, 8),
    )  # fmt: skip
    assert dates(weekly, date(2026, 12, 20)) == [date(2027, 1, 8)]
    last = monthly(Pattern.LAST, 4, calendar=PEACE, policy=Policy.NEXT_WEEK)
    assert dates(last, date(2026, 12, 1), 2) == [date(2027, 1, 8), date(2027, 1, 29)]


def test_the_next_working_day_comes_after_the_weekend_and_other_holidays():
    """Friday 25 December 2026: Saturday and Sunday follow, so it is Monday."""
    friday = monthly(Pattern.LAST, 4, calendar=PEACE, policy=Policy.NEXT_WORKING_DAY)
    assert dates(friday, date(2026, 12, 1), 1) == [date(2026, 12, 28)]


def test_what_is_said_of_a_date_itself_outweighs_the_policy():
    holiday, instead = date(2026, 10, 1), date(2026, 10, 2)
    policy = {"calendar": PEACE, "policy": Policy.NEXT_WORKING_DAY}
    kept = monthly(exceptions={holiday: OtherDay((AFTERNOON,))}, **policy)
    assert dates(kept, holiday, 1) == [holiday]
    assert not plan(kept, instead).hours
    closed = monthly(exceptions={instead: OtherDay()}, **policy)
    assert dates(closed, holiday, 1) == [date(2026, 11, 5)]


def test_nothing_moves_out_of_the_validity_or_into_it():
    policy = {"calendar": PEACE, "policy": Policy.NEXT_WORKING_DAY}
    assert dates(monthly(valid_until=date(2026, 10, 1), **policy), date(2026, 9, 30)) == []
    assert dates(monthly(valid_from=date(2026, 10, 2), **policy), date(2026, 9, 30), 1) == [
        date(2026, 11, 5)
    ]


def test_hours_that_move_to_an_open_day_join_its_own():
    morning = Hours(time(9), time(12))
    week = Timetable(
        {THURSDAY: (AFTERNOON,), 4: (morning,)}, calendar=PEACE, policy=Policy.NEXT_WORKING_DAY
    )
    assert plan(week, date(2026, 10, 2)).hours == (morning, AFTERNOON)


def test_the_last_friday_is_the_fourth_or_the_fifth():
    found = dates(monthly(Pattern.LAST, 4), date(2026, 1, 1), 6)
    assert found == days("01-30", "02-27", "03-27", "04-24", "05-29", "06-26")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_every_month_has_each_of_its_weekdays_once(start, weekday):
    for pattern in MONTHLY:
        found = dates(monthly(pattern, weekday), start.replace(day=1), 12)
        months = [day.year * 12 + day.month for day in found]
        assert months == list(range(months[0], months[0] + 12))
        assert {day.weekday() for day in found} == {weekday}


def test_even_and_odd_weeks_over_a_year_of_53():
    """2026 has 53 ISO weeks: two odd ones follow each other at the new year."""
    start = date(2026, 12, 14)
    odd = dates(monthly(Pattern.ODD), start, 4)
    even = dates(monthly(Pattern.EVEN), start, 3)
    assert [day.isocalendar().week for day in odd] == [51, 53, 1, 3]
    assert [day.isocalendar().week for day in even] == [52, 2, 4]
    assert odd[1:3] == [date(2026, 12, 31), date(2027, 1, 7)]


def test_every_three_weeks_goes_on_across_the_new_year():
    turn = Turn(AFTERNOON, Pattern.EVERY, THURSDAY, every=3, since=date(2026, 11, 24))
    found = dates(Timetable(turns=(turn,)), date(2026, 1, 1), 4)
    assert found == [date(2026, 11, 26), date(2026, 12, 17), date(2027, 1, 7), date(2027, 1, 28)]


def test_a_week_counts_from_monday_and_nothing_comes_before_the_first_date():
    friday = date(2026, 11, 27)
    turn = Turn(AFTERNOON, Pattern.EVERY, THURSDAY, every=2, since=friday)
    assert dates(Timetable(turns=(turn,)), date(2026, 1, 1), 2) == [
        date(2026, 12, 10),
        date(2026, 12, 24),
    ]


def test_listed_dates_are_only_those():
    listed = frozenset(days("03-12", "05-28", "12-24"))
    timetable = Timetable(turns=(Turn(AFTERNOON, Pattern.DATES, dates=listed),))
    assert dates(timetable, date(2026, 1, 1)) == sorted(listed)
    assert dates(timetable, date(2026, 12, 25)) == []


def test_turns_join_the_hours_of_the_week():
    timetable = Timetable({THURSDAY: (Hours(time(9), time(14)),)}, turns=monthly().turns)
    assert plan(timetable, date(2026, 12, 3)).hours == (Hours(time(9), time(17)),)
    assert plan(timetable, date(2026, 12, 10)).hours == (Hours(time(9), time(14)),)


def test_on_leave_there_are_no_windows_and_no_dates():
    away = [Away(date(2026, 11, 1), date(2026, 12, 5))]
    assert windows(monthly(), date(2026, 12, 3), KYIV, away) == []
    assert [one.day for one in next_dates(monthly(), date(2026, 11, 1), 1, away)] == [
        date(2027, 1, 7)
    ]


def test_a_pattern_opens_the_door_like_a_week_does():
    at = datetime(2026, 12, 3, 15, tzinfo=KYIV)
    found = state_at(monthly(), at)
    assert found.is_open
    assert found.until == at.replace(hour=17)
    assert found.next_opens == datetime(2027, 1, 7, 14, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("today", "months", "until"),
    [
        (date(2026, 11, 22), 6, date(2027, 5, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 31)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 11, 1), 3, date(2028, 2, 29)),
    ],
)
def test_a_prolonged_schedule_ends_with_a_month(today, months, until):
    assert prolonged_until(today, months) == until


# --- nights of a clock change


def lasted(spans: list[tuple[datetime, datetime]]) -> timedelta:
    return sum((_utc(end) - _utc(start) for start, end in spans), timedelta(0))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def whole_day(*cuts: int) -> list[Hours]:
    """A day cut into neighbouring hours at these minutes."""
    ends = [0, *sorted(set(cuts)), 1440]
    walls = [time(*divmod(minute % 1440, 60)) for minute in ends]
    return [Hours(one, other) for one, other in pairwise(walls)]


@pytest.mark.parametrize(("day", "hours"), [(FORWARD, 23), (BACK, 25), (date(2026, 3, 30), 24)])
def test_a_day_of_24_hours_on_the_wall_has_23_24_or_25(day, hours):
    always = Timetable({day.weekday(): (Hours(time(0), time(0)),)})
    assert lasted(windows(always, day, KYIV)) == timedelta(hours=hours)


@given(st.sampled_from([FORWARD, BACK]), st.sets(st.integers(1, 1439), max_size=20))
def test_neighbouring_hours_neither_overlap_nor_leave_a_gap(day, cuts):
    parts = [hours.on(day, KYIV) for hours in whole_day(*cuts)]
    assert all(_utc(start) <= _utc(end) for start, end in parts)
    assert all(_utc(one[1]) == _utc(other[0]) for one, other in pairwise(parts))
    assert lasted(parts) == timedelta(hours=23 if day == FORWARD else 25)


@given(
    st.sampled_from([FORWARD, BACK]),
    st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1440)), max_size=6),
    st.integers(0, 25 * 60 - 1),
)
def test_on_those_nights_open_means_within_a_window(day, pairs, minute):
    hours = tuple(
        Hours(time(*divmod(one, 60)), time(*divmod(other % 1440, 60)))
        for one, other in pairs
        if one < other
    )
    timetable = Timetable({day.weekday(): hours})
    start = datetime.combine(day, time(0), KYIV).astimezone(UTC)
    at = (start + timedelta(minutes=minute)).astimezone(KYIV)
    spans = windows(timetable, day, KYIV)
    assert all(_utc(one[1]) < _utc(other[0]) for one, other in pairwise(spans))
    assert all(_utc(opens) < _utc(closes) for opens, closes in spans)
    if at.date() == day:
        inside = any(_utc(opens) <= _utc(at) < _utc(closes) for opens, closes in spans)
        assert state_at(timetable, at).is_open == inside


def test_hours_that_the_clock_jumps_over_do_not_come():
    jumped = Timetable({6: (Hours(time(3), time(4)), Hours(time(4), time(5)))})
    [span] = windows(jumped, FORWARD, KYIV)
    assert span == (datetime(2026, 3, 29, 4, tzinfo=KYIV), datetime(2026, 3, 29, 5, tzinfo=KYIV))
    only = Timetable({6: (Hours(time(3, 10), time(3, 50)),)})
    assert windows(only, FORWARD, KYIV) == []


def test_the_usual_hours_know_no_holiday():
    timetable = monthly(calendar=PEACE)
    assert usual_hours(timetable, date(2026, 10, 1)) == (AFTERNOON,)
    assert plan(timetable, date(2026, 10, 1)).hours == ()
