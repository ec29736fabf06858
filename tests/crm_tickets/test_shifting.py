"""Visits put off by so many minutes (Q-16): properties of the pure rule."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.tickets.shifting import Visit, shifted

NINE = datetime(2026, 3, 10, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minutes):
    return NINE + minutes * MINUTE


@st.composite
def days(draw):
    """A day as it may be: windows with breaks, visits that do not meet, cells of others."""
    windows = range(1, draw(st.integers(1, 3)) + 1)
    spans = {
        window: [(at(0), at(draw(st.integers(30, 180)))), (at(240), at(420))] for window in windows
    }
    visits, kept, key = [], set(), 0
    for window in windows:
        for seat in range(draw(st.integers(1, 2))):
            minute = 0
            for lasts, pause in draw(
                st.lists(st.tuples(st.integers(5, 60), st.integers(0, 30)), max_size=8)
            ):
                key += 1
                visit = Visit(key, window, seat, at(minute), lasts)
                if draw(st.integers(0, 5)) == 0:
                    kept.update(visit.cells())  # it stays: somebody has come already
                else:
                    visits.append(visit)
                minute += -(-lasts // 5) * 5 + pause // 5 * 5
    return visits, spans, kept


@given(days(), st.sampled_from([5, 10, 15, 30, 45, 60, 120]), st.integers(0, 200))
def test_nobody_is_lost_nobody_meets_another_and_the_order_stays(day, minutes, now):
    visits, spans, kept = day
    moved, left = shifted(visits, minutes, spans, kept, at(now))
    assert sorted(one.key for one in [*moved, *left]) == sorted(one.key for one in visits)
    before = {one.key: one for one in visits}
    assert all(one == before[one.key] for one in left), "who does not fit stays as it was"
    cells = [cell for one in moved for cell in one.cells()]
    assert len(cells) == len(set(cells)) and not kept & set(cells)
    for one in moved:
        assert one.starts_at - before[one.key].starts_at == minutes * MINUTE
        assert one.starts_at >= at(now)
        assert any(a <= one.starts_at and one.ends_at <= b for a, b in spans[one.window])
    order = [before[one.key].starts_at for one in moved]
    assert order == sorted(order)


@given(days(), st.sampled_from([5, 30, 120]))
def test_who_fits_is_never_left(day, minutes):
    visits, spans, kept = day
    _moved, left = shifted(visits, minutes, spans, kept, at(0))
    for one in left:
        later = one.later(minutes)
        inside = any(a <= later.starts_at and later.ends_at <= b for a, b in spans[one.window])
        assert not inside or kept & set(later.cells())


@pytest.mark.parametrize("minutes", [0, -5, 7])
def test_visits_are_put_off_by_whole_cells(minutes):
    with pytest.raises(ValueError):
        shifted([], minutes, {}, set(), NINE)


def test_a_visit_does_not_run_into_the_break():
    spans = {1: [(at(0), at(60)), (at(120), at(240))]}
    visits = [Visit(1, 1, 0, at(0), 20), Visit(2, 1, 0, at(20), 20), Visit(3, 1, 0, at(120), 20)]
    moved, left = shifted(visits, 30, spans, set(), at(0))
    assert [one.key for one in moved] == [1, 3] and [one.key for one in left] == [2]
