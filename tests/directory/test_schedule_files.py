"""Schedules as iCalendar: written, read back without a change, read by another library, refused."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.audit.models import Entry
from directory.exchange.broken import FileBroken
from directory.exchange.schedule_writing import write_schedule
from directory.exchange.schedules import Into, import_schedule
from directory.models import Schedule, ScheduleException, ScheduleWindow, WorkingCalendar
from directory.schedules import rules
from directory.schedules.openings import timetable_of
from tests.directory.calendar_programs import occurrences, unfolded
from tests.directory.test_open_now import _add_exceptions, _add_windows, a_schedule
from tests.factories.directory import OFFICE_HOURS, AddresseeFactory, ScheduleFactory

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 9, 20, 12, tzinfo=KYIV)
TODAY = NOW.date()


@pytest.fixture
def peace():
    calendar = WorkingCalendar.objects.get(code="ua-office")
    calendar.regimes.all().delete()
    calendar.refresh_from_db()
    return calendar


def window(schedule: Schedule, pattern: str, **more) -> ScheduleWindow:
    facts = {"opens": time(14), "closes": time(17), **more}
    return ScheduleWindow.objects.create(schedule=schedule, pattern=pattern, **facts)


def written(schedule: Schedule) -> str:
    return write_schedule(Schedule.objects.get(pk=schedule.pk), NOW)


def taken(text: str, **more) -> Schedule:
    into = Into(AddresseeFactory(), **more)
    return Schedule.objects.get(pk=import_schedule(text.encode(), into, None, NOW).pk)


def plans(schedule: Schedule, days: int = 500) -> list:
    timetable = timetable_of(schedule)
    found = (rules.plan(timetable, TODAY + timedelta(days=number)) for number in range(days))
    return [(one.day, one.hours, one.kind, dict(one.note)) for one in found]


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"pattern": "first", "weekday": 3}, "RRULE:FREQ=MONTHLY;BYDAY=1TH"),
        ({"pattern": "last", "weekday": 4}, "RRULE:FREQ=MONTHLY;BYDAY=-1FR"),
        ({"pattern": "weekly", "weekday": 0}, "RRULE:FREQ=WEEKLY;BYDAY=MO"),
        (
            {"pattern": "every", "weekday": 1, "every": 2, "since": TODAY},
            "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO",
        ),
        (
            {"pattern": "dates", "dates": ["2026-10-06", "2026-12-24"]},
            "RDATE;TZID=Europe/Kyiv:20261224T140000",
        ),
    ],
)
def test_a_pattern_is_a_rule_of_icalendar(facts, line):
    schedule = ScheduleFactory()
    window(schedule, **facts)
    text = unfolded(written(schedule)).splitlines()
    assert line in text
    assert any(one.startswith("DTSTART;TZID=Europe/Kyiv:") for one in text)
    assert "BEGIN:VTIMEZONE" in text


def test_even_weeks_are_named_because_two_odd_ones_meet_at_the_new_year():
    schedule = ScheduleFactory()
    window(schedule, "odd", weekday=3)
    text = unfolded(written(schedule))
    assert "FREQ=YEARLY;BYDAY=TH;BYWEEKNO=1,3,5," in text
    assert ",51,53;WKST=MO" in text
    dates = [
        start.date() for start, _end in occurrences(text, date(2026, 12, 10), date(2027, 1, 25))
    ]
    assert dates == [date(2026, 12, 17), date(2026, 12, 31), date(2027, 1, 7), date(2027, 1, 21)]


def test_closed_and_moved_dates_are_told_to_every_program(peace):
    schedule = ScheduleFactory(calendar=peace, holiday_policy="next_working_day")
    window(schedule, "first", weekday=3)
    ScheduleException.objects.create(schedule=schedule, date=date(2026, 11, 5))
    text = unfolded(written(schedule))
    assert "EXDATE;TZID=Europe/Kyiv:20261001T140000,20261105T140000" in text
    dates = [start.date() for start, _end in occurrences(text, TODAY, date(2027, 1, 31))]
    assert dates == [date(2026, 10, 2), date(2026, 12, 3), date(2027, 1, 7)]


def test_the_end_of_a_schedule_is_the_end_of_its_series_unless_it_is_prolonged():
    schedule = ScheduleFactory(hours=OFFICE_HOURS, valid_until=date(2026, 12, 31))
    assert "UNTIL=20261231T215959Z" in unfolded(written(schedule))
    schedule.prolong_months = 3
    schedule.save()
    assert "UNTIL" not in written(schedule)
    back = taken(written(schedule))
    assert (back.valid_until, back.prolong_months) == (date(2026, 12, 31), 3)


def test_our_own_file_comes_back_whole(people, peace):
    schedule = ScheduleFactory(
        hours=OFFICE_HOURS, purpose="reception", calendar=peace, name={"uk": "Прийом, виїзний"},
        note={"uk": "Кабінет 12; за записом", "en": "Room 12"}, holiday_policy="next_working_day",
        valid_from=date(2026, 10, 1), valid_until=date(2027, 3, 31),
    )  # fmt: skip
    window(schedule, "first", weekday=5)
    window(schedule, "dates", dates=["2026-12-26", "2026-12-27"])
    closed = {"schedule": schedule, "note": {"uk": "Санітарний день"}}
    ScheduleException.objects.create(date=date(2026, 11, 5), **closed)
    ScheduleException.objects.create(
        schedule=schedule, date=date(2026, 12, 25), is_closed=False, opens="10:00", closes="12:00"
    )
    data = written(schedule).encode()
    into = Into(AddresseeFactory())
    back = import_schedule(data, into, people.admin, NOW)
    back = Schedule.objects.get(pk=back.pk)
    for name in (
        "purpose", "calendar", "name", "note", "holiday_policy", "valid_from", "valid_until",
    ):  # fmt: skip
        assert getattr(back, name) == getattr(schedule, name), name
    assert plans(back) == plans(schedule)
    assert back.exceptions.count() == 2
    entry = Entry.objects.get(action="directory.schedule.imported")
    assert (entry.actor, entry.target_pk) == (people.admin, str(back.pk))


class Enough(Exception):
    """Takes an example's rows back."""


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(a_schedule(TODAY), st.none() | st.integers(1, 6))
def test_any_schedule_comes_back_and_dateutil_reads_the_same(told, months):
    """Random patterns, exceptions, policies, validity: every date has the same hours again."""
    try:
        with transaction.atomic():
            calendar = WorkingCalendar.objects.get(code="ua-office")
            calendar.regimes.all().delete()
            calendar.refresh_from_db()
            schedule = build(told, calendar, months)
            text = written(schedule)
            if "BEGIN:VEVENT" not in text:
                with pytest.raises(FileBroken):
                    taken(text)
                raise Enough
            begin = max(TODAY, schedule.valid_from or TODAY)
            last = begin + timedelta(days=200)
            if schedule.valid_until:
                last = min(last, schedule.valid_until)
            if not months:
                assert occurrences(text, begin, last) == split(schedule, begin, last)
            back = taken(text)
            assert plans(back) == plans(schedule)
            raise Enough
    except Enough:
        pass


def build(told: dict, calendar: WorkingCalendar, months: int | None) -> Schedule:
    schedule = Schedule.objects.create(
        addressee=AddresseeFactory(), calendar=calendar if told["calendar"] else None,
        prolong_months=months, **told["facts"],
    )  # fmt: skip
    _add_windows(schedule, told["windows"])
    _add_exceptions(schedule, told["exceptions"], TODAY)
    return schedule


def split(schedule: Schedule, first: date, last: date) -> list[tuple[datetime, datetime]]:
    """What the rules say, cut as the events of the file are: windows that touch are two there."""
    timetable = timetable_of(schedule)
    found = []
    for number in range((last - first).days + 1):
        plan = rules.plan(timetable, first + timedelta(days=number))
        hours = list(plan.hours)
        if plan.kind is rules.DayKind.USUAL:
            hours = [*timetable.weekly.get(plan.day.weekday(), ())]
            hours += [turn.hours for turn in timetable.turns if turn.falls_on(plan.day)]
            hours = hours if plan.hours else []
        for one in hours:
            ends = plan.day + timedelta(days=1) if one.closes == time(0) else plan.day
            found.append(
                (datetime.combine(plan.day, one.opens), datetime.combine(ends, one.closes))
            )
    return sorted(found)


def foreign(*events: str) -> str:
    bodies = "".join(f"BEGIN:VEVENT\r\nUID:{number}\r\n{one}\r\nEND:VEVENT\r\n"
                     for number, one in enumerate(events))  # fmt: skip
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{bodies}END:VCALENDAR\r\n"


def event(*more: str, start: str = "20261203T140000", end: str = "20261203T170000") -> str:
    return "\r\n".join([f"DTSTART:{start}", f"DTEND:{end}", *more])


@pytest.mark.parametrize(
    ("rule", "windows"),
    [
        ("RRULE:FREQ=WEEKLY", [("weekly", 3)]),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH", [("weekly", 1), ("weekly", 3)]),
        ("RRULE:FREQ=DAILY", [("weekly", day) for day in range(7)]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=TH", [("every", 3)]),
        ("RRULE:FREQ=MONTHLY;BYDAY=1TH", [("first", 3)]),
        ("RRULE:FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1", [("first", 3)]),
        ("RRULE:FREQ=MONTHLY;BYDAY=1TH,3TU", [("first", 3), ("third", 1)]),
    ],
)
def test_a_foreign_rule_becomes_a_pattern(rule, windows):
    schedule = taken(foreign(event(rule)), purpose="reception")
    found = schedule.windows.order_by("pattern", "weekday").values_list("pattern", "weekday")
    assert list(found) == sorted(windows)
    assert schedule.valid_from == date(2026, 12, 3)
    assert (schedule.purpose, schedule.valid_until) == ("reception", None)


@pytest.mark.parametrize(
    "end", ["COUNT=3", "UNTIL=20270205T120000Z", "UNTIL=20270204", "UNTIL=20270204T120000Z"]
)
def test_the_end_of_a_rule_is_the_end_of_validity(end):
    schedule = taken(foreign(event(f"RRULE:FREQ=MONTHLY;BYDAY=1TH;{end}")))
    days = [one.day for one in rules.next_dates(timetable_of(schedule), TODAY, 9)]
    assert days == [date(2026, 12, 3), date(2027, 1, 7), date(2027, 2, 4)]


def test_changes_of_single_dates_are_exceptions():
    moved = "\r\n".join([
        "RECURRENCE-ID:20261217T140000", "DTSTART:20261218T100000", "DTEND:20261218T120000",
    ])  # fmt: skip
    text = foreign(event("RRULE:FREQ=WEEKLY", "EXDATE:20261210T140000"), moved)
    text = text.replace("UID:1", "UID:0")
    timetable = timetable_of(taken(text))
    days = {one.day: one.hours for one in rules.next_dates(timetable, TODAY, 4)}
    afternoon = (rules.Hours(time(14), time(17)),)
    assert days == {
        date(2026, 12, 3): afternoon,
        date(2026, 12, 18): (rules.Hours(time(10), time(12)),),
        date(2026, 12, 24): afternoon,
        date(2026, 12, 31): afternoon,
    }


def test_single_events_and_rdate_are_listed_dates_in_the_city_s_hours():
    utc = event("RDATE:20261210T120000Z", start="20261203T120000Z", end="20261203T150000Z")
    [found] = taken(foreign(utc)).windows.all()
    assert (found.pattern, found.dates) == ("dates", ["2026-12-03", "2026-12-10"])
    assert (found.opens, found.closes) == (time(14), time(17))


def test_a_file_replaces_the_hours_of_a_schedule_and_keeps_what_it_cannot_say(peace):
    schedule = ScheduleFactory(
        hours=OFFICE_HOURS, calendar=peace, note={"uk": "Кабінет 12"}, holiday_policy="keep"
    )
    text = foreign(event("RRULE:FREQ=MONTHLY;BYDAY=1TH"))
    into = Into(schedule.addressee, schedule)
    import_schedule(text.encode(), into, None, NOW)
    schedule = Schedule.objects.get()
    assert [one.pattern for one in schedule.windows.all()] == ["first"]
    assert (schedule.calendar, schedule.holiday_policy) == (peace, "keep")
    assert str(schedule.note) == "Кабінет 12"


SERIES = "RRULE:FREQ=WEEKLY;BYDAY=TH"
WARSAW = "DTSTART;TZID=Europe/Warsaw:20261203T140000\r\nDTEND;TZID=Europe/Warsaw:20261203T170000"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (event("RRULE:FREQ=YEARLY"), "RRULE"),
        (event("RRULE:FREQ=HOURLY"), "FREQ=HOURLY"),
        (event("RRULE:FREQ=MONTHLY;BYMONTHDAY=3"), "BYMONTHDAY"),
        (event("RRULE:FREQ=MONTHLY"), "BYDAY=1TH"),
        (event("RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=1TH"), "BYDAY=1TH"),
        (event("RRULE:FREQ=MONTHLY;BYDAY=5TH"), "RRULE"),
        (event("RRULE:FREQ=WEEKLY;BYMONTH=12"), "BYMONTH"),
        (event("RRULE:FREQ=DAILY;INTERVAL=2"), "INTERVAL=2"),
        (event("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SU;WKST=SU"), "INTERVAL=2"),
        (event("RRULE:FREQ=WEEKLY;BYDAY=MO"), "DTSTART"),
        (event("RRULE:FREQ=YEARLY;BYWEEKNO=1,2,3"), "RRULE"),
        (event("RRULE:FREQ=WEEKLY;COUNT=100000"), "COUNT"),
        (event(SERIES, "EXRULE:FREQ=MONTHLY;BYDAY=1TH"), "EXRULE"),
        (event("RRULE:FREQ=SOMETIMES"), "RRULE"),
        ("DTSTART;VALUE=DATE:20261203\r\nDTEND;VALUE=DATE:20261204", "DTSTART"),
        ("DTSTART:20261203T140000", "DTEND"),
        ("SUMMARY:x", "DTSTART"),
        (event(end="20261204T020000"), "DTEND"),
        (event(end="20261203T130000"), "DTEND"),
        (event(end="20261203T170030"), "DTEND"),
        (event(start="00010101T140000", end="00010101T170000"), "DTSTART"),
        (f"{WARSAW}\r\n{SERIES}", "DTSTART"),
        ("DTSTART:20261303T140000\r\nDTEND:20261303T150000", "DTSTART"),
        ("DTSTART:20261203T140000\r\nDTEND:20261203T150000\r\nчто", ""),
    ],
)
def test_what_cannot_be_a_schedule_is_refused_with_the_line_and_nothing_changes(body, told):
    schedule = ScheduleFactory(hours=OFFICE_HOURS)
    into = Into(schedule.addressee, schedule)
    with pytest.raises(FileBroken) as trouble:
        import_schedule(foreign(event(SERIES), body).encode(), into, None, NOW)
    assert trouble.value.line and trouble.value.line >= 10
    assert told in str(trouble.value)
    assert ScheduleWindow.objects.filter(schedule=schedule).count() == 10
    assert not Entry.objects.filter(action="directory.schedule.imported").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ""),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", ""),
        (foreign(), ""),
        (foreign(event("RRULE:FREQ=MONTHLY;BYDAY=1TH"), event(SERIES, start="20270204T140000",
         end="20270204T170000")), "DTSTART"),
        (foreign(event(f"{SERIES};COUNT=3"), event(SERIES)), "UNTIL"),
        (foreign(event(SERIES)).replace("VERSION", "X-VIKNO-SCHEDULE:{}\r\nVERSION"), "X-VIKNO"),
        (foreign(event("SUMMARY:a\\u0000b")), ""),
    ],
)  # fmt: skip
def test_a_file_that_says_no_schedule_is_refused(text, told):
    with pytest.raises(FileBroken) as trouble:
        taken(text)
    assert told in str(trouble.value)
    assert not Schedule.objects.exists()


def test_an_unknown_calendar_is_named(peace):
    text = written(ScheduleFactory(hours=OFFICE_HOURS, calendar=peace))
    with pytest.raises(FileBroken, match="elsewhere"):
        taken(text.replace("ua-office", "elsewhere"))


def test_a_date_taken_out_in_another_program_is_a_closed_date_here():
    schedule = ScheduleFactory(valid_from=date(2026, 9, 1))
    window(schedule, "weekly", weekday=3)
    text = written(schedule).replace(
        "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Kyiv:20261001T140000\r\nRRULE:FREQ=WEEKLY"
    )
    [closed] = taken(text).exceptions.all()
    assert (closed.date, closed.is_closed) == (date(2026, 10, 1), True)
