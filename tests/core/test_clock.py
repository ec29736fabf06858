from datetime import UTC, date, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from core import clock

LATE = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


def test_frozen_clock_stands_until_it_is_moved():
    with clock.frozen(LATE) as hands:
        assert clock.now() == LATE == clock.now()
        hands.tick(timedelta(minutes=5))
        assert clock.now() == LATE + timedelta(minutes=5)
        hands.move_to(LATE - timedelta(days=1))
        assert clock.now() == LATE - timedelta(days=1)
    assert clock.now() > LATE


def test_frozen_clocks_nest():
    with clock.frozen(LATE):
        with clock.frozen(LATE + timedelta(days=3)):
            assert clock.now() == LATE + timedelta(days=3)
        assert clock.now() == LATE


def test_frozen_clock_is_seen_by_other_threads():
    seen = []
    with clock.frozen(LATE):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen == [LATE]


def test_today_is_the_citys_day_not_that_of_utc():
    with clock.frozen(LATE):
        assert clock.today() == date(2026, 3, 11)
        assert clock.today(UTC) == date(2026, 3, 10)
        assert clock.today(ZoneInfo("America/New_York")) == date(2026, 3, 10)


def test_clock_refuses_a_moment_without_a_zone():
    naive = LATE.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"), clock.frozen(naive):
        pass
