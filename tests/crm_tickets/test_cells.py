"""Free times: never two visitors at one seat, never outside hours, also when clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.tickets.cells import (
    Place,
    Taken,
    Wish,
    cell_of,
    cells_of,
    count_free,
    free_starts,
    moment_of,
)

KYIV = ZoneInfo("Europe/Kyiv")
DAY = date(2026, 3, 10)
NINE = datetime(2026, 3, 10, 9, tzinfo=KYIV)
ALWAYS = {"earliest": datetime(2020, 1, 1, tzinfo=UTC), "latest": datetime(2030, 1, 1, tzinfo=UTC)}


def times(places, taken=None, step=20, minutes=20, **more):
    wish = Wish(step, minutes, **(ALWAYS | more))
    found = free_starts(places, taken or Taken(), wish)
    return [start.at.astimezone(KYIV).strftime("%H:%M") for start in found]


def morning(**more):
    return Place(1, DAY, [(NINE, NINE + timedelta(hours=1))], **more)


def test_times_follow_each_other_and_end_before_the_window_closes():
    assert times([morning()]) == ["09:00", "09:20", "09:40"]
    assert times([morning()], step=25, minutes=25) == ["09:00", "09:25"]


def test_a_kept_place_is_not_offered_and_another_window_is():
    first, many = cells_of(NINE + timedelta(minutes=20), 20)
    taken = Taken([(1, 0, first, many)])
    assert times([morning()], taken) == ["09:00", "09:40"]
    other = Place(2, DAY, [(NINE, NINE + timedelta(hours=1))])
    assert times([morning(), other], taken) == ["09:00", "09:20", "09:40"]


def test_a_visit_of_odd_minutes_keeps_whole_cells():
    assert cells_of(NINE, 17)[1] == 4
    assert moment_of(cell_of(NINE)) == NINE


def test_a_share_of_times_is_kept_for_who_comes_without_booking():
    place = Place(1, DAY, [(NINE, NINE + timedelta(hours=2))], share=50)
    assert len(times([place], step=12, minutes=12)) == 5
    assert len(times([place], step=12, minutes=12, by_share=False)) == 10
    assert times([morning(share=0)]) == []


def test_overbooking_gives_a_seat_more_at_some_times():
    place = Place(1, DAY, [(NINE, NINE + timedelta(hours=2))], overbooking=30)
    found = free_starts([place], Taken(), Wish(12, 12, **ALWAYS))
    assert sum(len(start.seats) for start in found) == 13


def test_windows_fill_evenly():
    """Any specialist: the one with most time left that day gets the next visitor."""
    busy = [(1, 0, *cells_of(NINE, 20)), (1, 0, *cells_of(NINE + timedelta(minutes=20), 20))]
    idle = Place(2, DAY, [(NINE, NINE + timedelta(hours=1))])
    found = free_starts([morning(), idle], Taken(busy), Wish(20, 20, **ALWAYS))
    assert found[-1].seats[0] == (2, 0)


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 7), ((2026, 10, 25), 9)])
def test_a_day_when_clocks_change_has_no_double_and_no_missing_time(day, hours):
    """From midnight to eight on the wall it is seven hours in March and nine in October."""
    opens = datetime(*day, 0, tzinfo=KYIV)
    place = Place(1, opens.date(), [(opens, datetime(*day, 8, tzinfo=KYIV))])
    found = [s.at for s in free_starts([place], Taken(), Wish(60, 60, **ALWAYS))]
    assert len(found) == len(set(found)) == hours
    assert all(later - sooner == timedelta(hours=1) for sooner, later in pairwise(found))


spans = st.lists(st.tuples(st.integers(0, 280), st.integers(5, 60)), min_size=1, max_size=5).map(
    sorted
)


@given(
    spans=spans,
    kept=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 60), st.integers(1, 8)), max_size=8),
    minutes=st.integers(5, 90),
    step=st.integers(5, 60),
)
def test_whatever_is_offered_overlaps_nothing(spans, kept, minutes, step):
    opened, edge = [], 0
    for start, length in spans:
        begins = max(start, edge)
        opened.append((NINE + timedelta(minutes=begins), NINE + timedelta(minutes=begins + length)))
        edge = begins + length
    origin = cell_of(NINE)
    rows = [(1, seat, origin + first, many) for seat, first, many in kept]
    place = Place(1, DAY, opened, seats=2)
    for start in free_starts([place], Taken(rows, origin), Wish(step, minutes, **ALWAYS)):
        end = start.at + timedelta(minutes=minutes)
        assert any(opens <= start.at and end <= closes for opens, closes in opened)
        first, many = cells_of(start.at, minutes)
        for _window, seat in start.seats:
            mine = range(first, first + many)
            for _w, other, begins, length in rows:
                assert other != seat or not set(mine) & set(range(begins, begins + length))


def plainly_free(place, rows, wish):
    """The same by looking at every time, seat and cell in turn."""
    kept = {(seat, cell) for _w, seat, first, many in rows for cell in range(first, first + many)}
    found, number = [], -1
    for opens, closes in place.spans:
        at = opens.astimezone(UTC)
        while at + timedelta(minutes=wish.minutes) <= closes.astimezone(UTC):
            number += 1
            share, beyond = (
                (number + 1) * percent // 100 > number * percent // 100
                for percent in (place.share, place.overbooking)
            )
            if share and wish.earliest <= at <= wish.latest:
                first, many = cells_of(at, wish.minutes)
                found += [
                    (at, seat)
                    for seat in range(place.seats + beyond)
                    if not any((seat, cell) in kept for cell in range(first, first + many))
                ]
            at += timedelta(minutes=wish.step)
    return found


@given(
    spans=spans,
    kept=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(1, 8)), max_size=8),
    minutes=st.integers(5, 90),
    step=st.integers(5, 60),
    share=st.integers(0, 100),
    overbooking=st.integers(0, 100),
    after=st.integers(-30, 200),
)
def test_all_that_is_free_is_offered_and_counted(
    spans, kept, minutes, step, share, overbooking, after
):
    opened, edge = [], 0
    for start, length in spans:
        begins = max(start, edge)
        opened.append((NINE + timedelta(minutes=begins), NINE + timedelta(minutes=begins + length)))
        edge = begins + length
    origin = cell_of(NINE)
    rows = [(1, seat, origin + first, many) for seat, first, many in kept]
    place = Place(1, DAY, opened, seats=2, share=share, overbooking=overbooking)
    earliest = NINE + timedelta(minutes=after)
    wish = Wish(step, minutes, earliest, earliest + timedelta(hours=3))
    expected = sorted(plainly_free(place, rows, wish))
    taken = Taken(rows, origin - 12)
    offered = [
        (start.at, seat)
        for start in free_starts([place], taken, wish)
        for _window, seat in sorted(start.seats)
    ]
    assert offered == expected
    assert count_free([place], taken, wish).get(DAY, 0) == len(expected)
