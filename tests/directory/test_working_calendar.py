"""Working days: holidays by rule, regimes, and properties that hold for any dates."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.working_time import DatedDay, Stretch, Term, add_months, count_term, holidays_of_year
from directory.working_time.days import Calendar
from directory.working_time.easter import orthodox_easter
from tests.directory.calendars import (
    ALWAYS,
    EIGHT_HOURS,
    MARTIAL,
    MARTIAL_HOURS,
    PEACE,
    PEACE_HOURS,
    SERBIA,
    SERBIAN,
    UKRAINE,
)

dates = st.dates(date(2024, 6, 1), date(2028, 6, 1))
calendars = st.sampled_from([MARTIAL, PEACE, SERBIAN])
rolls = st.sampled_from(["none", "next_working_day", "previous_working_day"])
day_terms = st.builds(
    Term,
    st.sampled_from(["calendar_days", "working_days", "months", "years"]),
    st.integers(1, 60).filter(lambda n: n > 0),
    rolls,
).filter(lambda term: term.unit not in ("months", "years") or term.amount <= 3)

ZONES = [ZoneInfo("Europe/Kyiv"), ZoneInfo("Europe/Belgrade"), ZoneInfo("America/New_York")]
moments = st.builds(
    datetime.fromtimestamp,
    st.integers(1_717_200_000, 1_843_430_400),  # June 2024 to June 2028
    st.sampled_from(ZONES),
)
timed = st.builds(
    Term,
    st.sampled_from(["hours_continuous", "hours_on_working_days", "business_minutes"]),
    st.integers(1, 600),
    rolls,
)


@pytest.mark.parametrize(
    ("year", "easter", "trinity"),
    [
        (2025, date(2025, 4, 20), date(2025, 6, 8)),
        (2026, date(2026, 4, 12), date(2026, 5, 31)),
        (2027, date(2027, 5, 2), date(2027, 6, 20)),
    ],
)
def test_easter_and_trinity_fall_as_the_church_counts(year, easter, trinity):
    assert orthodox_easter(year) == easter
    assert easter + timedelta(days=49) == trinity


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2025, "01-01 03-10 04-21 05-01 05-08 06-09 06-30 07-15 08-25 10-01 12-25"),
        (2026, "01-01 03-09 04-13 05-01 05-08 06-01 06-29 07-15 08-24 10-01 12-25"),
        (2027, "01-01 03-08 05-03 05-04 05-10 06-21 06-28 07-15 08-24 10-01 12-27"),
    ],
)
def test_peacetime_days_off_on_weekdays_are_those_of_the_law(year, days):
    """domain.md 3.4, the table with transfers."""
    off = [day for day in holidays_of_year(year, UKRAINE) if day.weekday() < 5]
    assert [f"{day:%m-%d}" for day in off] == days.split()


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2025, "01-01 01-02 01-07 02-17 04-18 04-21 05-01 05-02 11-11"),
        (2026, "01-01 01-02 01-07 02-16 02-17 04-10 04-13 05-01 11-11"),
    ],
)
def test_serbian_holidays_move_from_a_sunday_only(year, days):
    off = [day for day in holidays_of_year(year, SERBIA) if day.weekday() < 5]
    assert [f"{day:%m-%d}" for day in off] == days.split()


def test_under_martial_law_holidays_are_working_days():
    christmas = date(2025, 12, 25)
    assert MARTIAL.is_working(christmas)
    assert not PEACE.is_working(christmas)
    assert not MARTIAL.is_working(date(2025, 12, 27))


def test_holidays_return_on_the_day_after_a_regime_ends():
    until_christmas = Calendar(
        dated=PEACE.dated, regimes=(Stretch(date(2022, 3, 24), date(2025, 12, 25)),)
    )
    assert until_christmas.is_working(date(2025, 12, 25))
    assert not until_christmas.is_working(date(2026, 1, 1))


def test_a_day_before_a_holiday_is_shorter_only_in_peacetime():
    eve = date(2025, 12, 24)
    assert PEACE.shortening(eve) == timedelta(hours=1)
    assert MARTIAL.shortening(eve) == timedelta(0)
    assert PEACE.shortening(date(2025, 12, 23)) == timedelta(0)


def test_a_calendar_without_working_days_is_refused_and_not_searched_for_ever():
    with pytest.raises(ValueError, match="no working day"):
        Calendar(weekdays=frozenset()).on_or_after(date(2026, 1, 1))


@given(calendars, day_terms, dates)
def test_due_is_never_before_target(calendar, term, anchor):
    """DL-04"""
    counted = count_term(term, anchor, calendar)
    assert counted.target <= counted.nominal
    assert counted.target <= counted.due
    assert calendar.is_working(counted.target)


@given(calendars, day_terms, dates)
def test_a_rolled_term_ends_on_a_working_day(calendar, term, anchor):
    counted = count_term(term, anchor, calendar)
    if term.roll != "none":
        assert calendar.is_working(counted.due)


@given(calendars, dates, st.integers(1, 80))
def test_counting_working_days_undoes_stepping_over_them(calendar, day, steps):
    ahead = calendar.step(day, steps)
    assert calendar.count(day, ahead) == steps
    behind = calendar.step(day, -steps)
    assert calendar.count(day, behind) == -steps


@given(calendars, dates, st.integers(1, 80))
def test_stepping_forward_and_back_returns_to_a_working_day(calendar, day, steps):
    start = calendar.on_or_after(day)
    assert calendar.step(calendar.step(start, steps), -steps) == start


@given(dates, st.integers(1, 48))
def test_months_keep_the_number_of_the_day_or_take_the_last_one(day, months):
    """DL-02"""
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(calendars, dates, st.integers(1, 44), st.integers(1, 16))
def test_a_longer_term_never_ends_earlier(calendar, anchor, shorter, more):
    short = count_term(Term("calendar_days", shorter, "next_working_day"), anchor, calendar)
    long = count_term(Term("calendar_days", shorter + more, "next_working_day"), anchor, calendar)
    assert short.due <= long.due


@given(moments, st.integers(1, 600))
def test_a_clock_change_keeps_hours_without_a_break(moment, hours):
    """DL-03: the time that passes is the same whatever the hands show."""
    counted = count_term(Term("hours_continuous", hours), moment, PEACE)
    assert counted.due_at.astimezone(UTC) - moment.astimezone(UTC) == timedelta(hours=hours)
    assert counted.nominal == counted.due_at.date()


@given(moments, timed, st.sampled_from([MARTIAL_HOURS, PEACE_HOURS]))
def test_hours_are_never_due_before_their_target(moment, term, calendar):
    counted = count_term(term, moment, calendar)
    assert counted.target <= counted.nominal
    assert counted.target <= counted.due
    assert counted.due == counted.due_at.date()


@given(moments, st.integers(1, 600))
def test_on_a_calendar_without_days_off_all_hours_count_alike(moment, hours):
    without_break = count_term(Term("hours_continuous", hours), moment, ALWAYS)
    working_days = count_term(Term("hours_on_working_days", hours), moment, ALWAYS)
    assert without_break.due_at == working_days.due_at


@given(moments, st.integers(1, 2000), st.sampled_from([MARTIAL_HOURS, PEACE_HOURS]))
def test_office_time_ends_within_office_hours(moment, minutes, calendar):
    ended = count_term(Term("business_minutes", minutes), moment, calendar).due_at
    assert calendar.is_working(ended.date())
    assert time(9) < ended.time() <= time(18)
    assert not time(13) < ended.time() <= time(14)


@given(moments, st.integers(1, 900), st.integers(1, 900))
def test_office_time_adds_up(moment, first, second):
    """Waiting twice is waiting for the sum."""
    halfway = count_term(Term("business_minutes", first), moment, PEACE_HOURS).due_at
    twice = count_term(Term("business_minutes", second), halfway, PEACE_HOURS).due_at
    assert twice == count_term(Term("business_minutes", first + second), moment, PEACE_HOURS).due_at


def test_a_working_saturday_keeps_the_hours_of_monday():
    saturday = date(2026, 3, 14)
    calendar = replace(PEACE_HOURS, dated={saturday: DatedDay(is_working=True)})
    friday = datetime(2026, 3, 13, 17, 0, tzinfo=ZONES[0])
    assert count_term(EIGHT_HOURS, friday, calendar).due_at.date() == saturday


@given(calendars, dates)
def test_each_working_day_is_the_next_of_the_one_before(calendar, day):
    days = [calendar.step(day, number) for number in range(1, 25)]
    assert all(calendar.after(one) == following for one, following in pairwise(days))
