from datetime import date, datetime
from zoneinfo import ZoneInfo

from directory.working_time import count_term, explain
from tests.directory.calendars import FORWARD, INFO, MARTIAL, MONTH, PEACE, TWO_DAYS


def test_a_moved_term_is_explained_in_both_languages():
    """DL-08, WE-02."""
    words = explain(count_term(FORWARD, date(2026, 3, 10), MARTIAL), MARTIAL)
    assert words["uk"] == (
        "Відлік від вт 10.03.2026: 5 календарних днів. Перший день — ср 11.03.2026. "
        "Строк спливає нд 15.03.2026. Це неробочий день, тож строк переходить на пн 16.03.2026. "
        "Орієнтир для працівників — пт 13.03.2026. "
        "Діє воєнний стан: вихідні лише за тижневим графіком. "
        "Календар ua-office, версія 1."
    )
    assert "moves to Mon 16.03.2026" in words["en"]


def test_a_clamped_month_says_why_it_is_the_last_day():
    words = explain(count_term(MONTH, date(2026, 1, 30), PEACE), PEACE)
    assert "Такого числа у місяці немає" in words["uk"]
    assert "its last day is taken" in words["en"]


def test_day_one_of_working_days_is_a_working_day():
    """WE-14."""
    words = explain(count_term(INFO, date(2026, 8, 22), MARTIAL), MARTIAL)
    assert "Перший день — пн 24.08.2026" in words["uk"]


def test_hours_are_explained_to_the_minute():
    received = datetime(2025, 12, 19, 16, 30, tzinfo=ZoneInfo("Europe/Kyiv"))
    words = explain(count_term(TWO_DAYS, received, PEACE), PEACE)
    assert "48 годин без перерв, до нд 21.12.2025 16:30" in words["uk"]
    assert "48 hours" in words["en"]
