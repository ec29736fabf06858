"""Patterns in words, Ukrainian and English; what pages and programs tell of them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from directory.models import ScheduleWindow, WorkingCalendar
from directory.schedules import pattern_words, words
from directory.schedules.patterns import MONTHLY
from directory.schedules.rules import DayKind, DayPlan, Hours, Pattern, Timetable, Turn
from tests.factories.directory import AddresseeFactory, LeaveFactory, ScheduleFactory

AFTERNOON = Hours(time(14), time(17))
MORNING = Hours(time(9), time(12))
KYIV = ZoneInfo("Europe/Kyiv")


def said(*turns: Turn, language: str = "uk", weekly: dict | None = None) -> list[str]:
    with translation.override(language):
        return pattern_words.schedule_words(Timetable(weekly or {}, turns=turns))


@pytest.mark.parametrize(
    ("turn", "ukrainian", "english"),
    [
        (
            Turn(AFTERNOON, Pattern.FIRST, 3),
            "перший четвер місяця, 14:00–17:00",
            "first Thursday of the month, 14:00–17:00",
        ),
        (
            Turn(AFTERNOON, Pattern.LAST, 4),
            "остання пʼятниця місяця, 14:00–17:00",
            "last Friday of the month, 14:00–17:00",
        ),
        (
            Turn(AFTERNOON, Pattern.EVEN, 0),
            "парні тижні: понеділок, 14:00–17:00",
            "even weeks: Monday, 14:00–17:00",
        ),
        (
            Turn(AFTERNOON, Pattern.EVERY, 3, every=3, since=date(2026, 3, 12)),
            "раз на 3 тижні: четвер, 14:00–17:00",
            "every 3 weeks: Thursday, 14:00–17:00",
        ),
        (
            Turn(AFTERNOON, Pattern.DATES, dates=frozenset([date(2026, 3, 12), date(2026, 5, 1)])),
            "12 березня, 1 травня, 14:00–17:00",
            "12 March, 1 May, 14:00–17:00",
        ),
    ],
)
def test_a_pattern_is_said_in_both_languages(turn, ukrainian, english):
    assert said(turn) == [ukrainian]
    assert said(turn, language="en") == [english]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_weekday_of_every_month_pattern_has_words_of_its_own(language):
    with translation.override(language):
        lines = {
            pattern_words.turns_words([Turn(AFTERNOON, pattern, weekday)])[0]
            for pattern in MONTHLY
            for weekday in range(7)
        }
    assert len(lines) == 35


def test_days_of_one_pattern_share_a_line_and_the_week_comes_first():
    turns = [Turn(AFTERNOON, Pattern.EVEN, day) for day in (2, 0)]
    turns += [Turn(MORNING, Pattern.FIRST, 3), Turn(AFTERNOON, Pattern.FIRST, 3)]
    assert said(*turns, weekly={1: (MORNING,)}) == [
        "вівторок: 9:00–12:00",
        "парні тижні: понеділок, середа, 14:00–17:00",
        "перший четвер місяця, 9:00–12:00, 14:00–17:00",
    ]


def test_dates_are_listed_with_hours_only_where_they_differ():
    plans = [
        DayPlan(date(2026, 12, 3), (AFTERNOON,)),
        DayPlan(date(2027, 1, 7), (MORNING,)),
    ]
    with translation.override("uk"):
        assert pattern_words.dates_words(plans) == "3 грудня, 7 січня (9:00–12:00)"


def test_a_moved_date_says_instead_of_which_holiday():
    moved = DayPlan(date(2026, 10, 2), (AFTERNOON,), DayKind.MOVED, moved_from=(date(2026, 10, 1),))
    with translation.override("uk"):
        assert words.day_note(moved) == "замість святкового 1 жовтня"
        assert pattern_words.date_line(moved) == "пʼятниця, 2 жовтня 2026 року, 14:00–17:00"


@pytest.mark.django_db
def test_programs_read_patterns_and_the_next_dates(client, monkeypatch):
    calendar = WorkingCalendar.objects.get(code="ua-office")
    calendar.regimes.all().delete()
    deputy = AddresseeFactory(listed=True, official=True)
    schedule = ScheduleFactory(
        addressee=deputy, purpose="reception", calendar=calendar, note={"uk": "Кабінет 12"},
        holiday_policy="next_working_day",
    )  # fmt: skip
    ScheduleWindow.objects.create(
        schedule=schedule, pattern="first", weekday=3, opens="14:00", closes="17:00"
    )
    LeaveFactory(addressee=deputy, starts_on="2026-11-01", ends_on="2026-11-10")
    moment = datetime(2026, 9, 20, 12, tzinfo=KYIV)
    monkeypatch.setattr("core.clock.now", lambda: moment)
    answer = client.get(f"/api/v1/addressees/{deputy.slug}/schedules?lang=uk")
    [told] = answer.json()["schedules"]
    assert told["words"] == ["перший четвер місяця, 14:00–17:00"]
    assert told["note"] == "Кабінет 12"
    assert told["holiday_policy"] == "next_working_day"
    [pattern] = told["patterns"]
    assert (pattern["pattern"], pattern["weekday"]) == ("first", 4)
    assert pattern["hours"] == {"opens": "14:00", "closes": "17:00"}
    first, second = told["next_dates"][:2]
    assert (first["date"], first["kind"]) == ("2026-10-02", "moved")
    assert first["note"] == "замість святкового 1 жовтня"
    assert second["date"] == "2026-12-03"
    assert len(told["next_dates"]) == 12
