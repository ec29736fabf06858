"""The order of the line and the estimated wait: rules without a database (Q-13, Q-14, Q-18)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm.tickets.line import Calls, Waiting, estimated_wait, in_order

NINE = datetime(2026, 3, 10, 7, tzinfo=UTC)


def minutes(many):
    return NINE + timedelta(minutes=many)


def walk_in(key, came, **more):
    return Waiting(key, minutes(came), **more)


def booked(key, came, turn, **more):
    return Waiting(key, minutes(came), minutes(turn), **more)


def keys(*waiting, share=0, calls=None):
    return [one.key for one in in_order(waiting, share, calls or Calls())]


def test_the_booked_go_by_their_time_and_before_those_without_booking():
    assert keys(walk_in(1, 0), booked(2, 5, 40), booked(3, 9, 20)) == [3, 2, 1]


def test_those_without_booking_go_by_arrival():
    assert keys(walk_in(1, 7), walk_in(2, 3), walk_in(3, 5)) == [2, 3, 1]


def test_out_of_turn_go_first_by_arrival_whether_booked_or_not():
    line = (booked(1, 1, 5), walk_in(2, 9, is_priority=True), booked(3, 4, 90, is_priority=True))
    assert keys(*line) == [3, 2, 1]


def test_a_third_of_turns_goes_to_those_without_booking():
    line = [booked(n, 0, n) for n in range(1, 8)] + [walk_in(n, n) for n in range(11, 15)]
    assert keys(*line, share=30) == [1, 2, 3, 11, 4, 5, 12, 6, 7, 13, 14]


def test_the_share_is_counted_from_the_morning():
    line = [booked(1, 0, 0), walk_in(2, 0)]
    assert keys(*line, share=30, calls=Calls(booked=9, walk_ins=0)) == [2, 1]
    assert keys(*line, share=30, calls=Calls(booked=3, walk_ins=4)) == [1, 2]


def test_the_wait_is_people_by_mean_time_over_windows():
    assert estimated_wait(6, 10, 3) == 20
    assert estimated_wait(0, 10, 1) == 0
    assert estimated_wait(1, 7.2, 2) == 4
    assert estimated_wait(3, 10, 0) is None


lines = st.lists(
    st.builds(
        Waiting,
        key=st.integers(1, 10_000),
        arrived_at=st.integers(0, 500).map(minutes),
        turn_at=st.none() | st.integers(0, 500).map(minutes),
        is_priority=st.booleans(),
    ),
    unique_by=lambda one: one.key,
    max_size=40,
)
calls = st.builds(Calls, st.integers(0, 200), st.integers(0, 200))


@given(lines, st.integers(0, 100), calls)
def test_nobody_is_lost_or_doubled_and_the_order_does_not_hang_on_reading(line, share, before):
    found = in_order(line, share, before)
    assert sorted(one.key for one in found) == sorted(one.key for one in line)
    assert in_order(reversed(line), share, before) == found


@given(lines, st.integers(0, 100), calls)
def test_within_a_kind_nobody_overtakes(line, share, before):
    found = in_order(line, share, before)
    out = [one.is_priority for one in found]
    assert out == sorted(out, reverse=True)
    rest = [one for one in found if not one.is_priority]
    turns = [one.turn_at for one in rest if one.turn_at]
    arrivals = [one.arrived_at for one in rest if not one.turn_at]
    assert turns == sorted(turns) and arrivals == sorted(arrivals)


@given(lines, st.integers(1, 100), calls)
def test_each_call_follows_from_the_line_at_that_moment(line, share, before):
    """Called one by one, with calls counted as they happen, the order is the one foretold."""
    foretold, left, done = in_order(line, share, before), list(line), before
    for one in foretold:
        first = in_order(left, share, done)[0]
        assert first == one
        left.remove(first)
        if not first.is_priority:
            done = Calls(
                done.booked + (first.turn_at is not None), done.walk_ins + (first.turn_at is None)
            )


@given(st.integers(0, 500), st.floats(0.1, 120), st.integers(1, 40))
def test_more_people_wait_longer_and_more_windows_shorten_it(ahead, mean, windows):
    here = estimated_wait(ahead, mean, windows)
    assert here is not None and here >= 0
    assert estimated_wait(ahead + 1, mean, windows) >= here
    assert estimated_wait(ahead, mean, windows + 1) <= here
