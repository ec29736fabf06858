from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.notify.rules import (
    LONGEST_PAUSE,
    LONGEST_PAUSE_WHEN_DOWN,
    MAX_ATTEMPTS,
    Pace,
    is_hopeless,
    pause_after,
)

NOON = datetime(2026, 3, 10, 10, tzinfo=UTC)


def test_pauses_double_until_the_longest():
    pauses = [pause_after(n, chance=0.5) for n in range(1, 5)]
    assert pauses == [timedelta(seconds=s) for s in (30, 60, 120, 240)]
    assert pause_after(50, chance=0.5) == LONGEST_PAUSE


@given(st.integers(0, 10_000), st.booleans(), st.floats(0, 1))
def test_a_pause_is_never_absurd(attempts, is_down, chance):
    longest = LONGEST_PAUSE_WHEN_DOWN if is_down else LONGEST_PAUSE
    pause = pause_after(attempts, is_down=is_down, chance=chance)
    assert timedelta(seconds=20) <= pause <= longest * 1.2


def test_two_failures_at_one_moment_do_not_come_back_at_one_moment():
    assert len({pause_after(3) for _ in range(20)}) > 1


def test_a_dead_mail_server_never_kills_a_message():
    assert not is_hopeless(MAX_ATTEMPTS * 3, is_permanent=False, is_down=True)
    assert is_hopeless(MAX_ATTEMPTS, is_permanent=False, is_down=False)
    assert not is_hopeless(MAX_ATTEMPTS - 1, is_permanent=False, is_down=False)
    assert is_hopeless(1, is_permanent=True, is_down=False)


def test_pace_allows_a_second_of_burst_and_then_the_average():
    pace = Pace(10)
    assert pace.allowance(NOON) == 10
    for _ in range(10):
        pace.spend()
    assert pace.allowance(NOON) == 0
    assert pace.allowance(NOON + timedelta(seconds=0.5)) == 5
    assert pace.allowance(NOON + timedelta(hours=1)) == 10
