"""Rules and calendars as files: round trips, and refusals that name the line."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from core.audit.models import Entry
from directory.exchange import import_icalendar, import_json, write_icalendar, write_json
from directory.exchange.broken import FileBroken
from directory.models import DeadlineRule, Holiday, Regime, WorkingCalendar

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
CALENDAR = {
    "code": "test-office",
    "name": {"uk": "Проба", "en": "Trial"},
    "weekly_days": "12345",
    "eve_shortening_minutes": 60,
    "hours": {"1": [["09:00", "13:00"], ["14:00", "18:00"]]},
    "days": [
        {"date": "2026-03-09", "kind": "holiday", "name": {"uk": "Свято"}},
        {"date": "2026-03-14", "kind": "working", "name": {}},
    ],
    "regimes": [{"kind": "martial", "starts_on": "2022-03-24", "ends_on": "2026-01-01"}],
}
RULE = {
    "code": "test.rule", "version": 1, "valid_from": "2020-01-01", "name": {"uk": "Проба"},
    "anchor": "registered_day", "unit": "calendar_days", "amount": 5, "roll": "next_working_day",
    "calendar": "test-office", "reminders": ["-1wd", "0"],
}  # fmt: skip


def text_of(calendars=(), rules=()) -> bytes:
    return json.dumps(
        {"calendars": list(calendars), "rules": list(rules)}, ensure_ascii=False, indent=1
    ).encode()


def take_in(calendars=(), rules=()):
    return import_json(text_of(calendars, rules), None, AT)


def everything() -> str:
    rules = DeadlineRule.objects.select_related("calendar").order_by("code", "version")
    return write_json(WorkingCalendar.objects.order_by("code"), rules)


def test_what_is_exported_comes_back_without_a_change():
    before = everything()
    done = import_json(before.encode(), None, AT)
    assert (done.added, done.changed) == ([], [])
    assert done.same == WorkingCalendar.objects.count() + DeadlineRule.objects.count()
    assert everything() == before
    assert WorkingCalendar.objects.get(code="ua-office").version == 1


def test_the_export_is_taken_in_by_an_empty_city():
    before = everything()
    DeadlineRule.objects.all().delete()
    WorkingCalendar.objects.exclude(profiles=None).update(weekly_days="1", days={})
    WorkingCalendar.objects.filter(profiles=None).delete()
    import_json(before.encode(), None, AT)
    assert json.loads(everything()) == json.loads(before)


def test_a_new_calendar_and_its_rule_come_in_one_file(people):
    done = import_json(text_of([CALENDAR], [RULE]), people.admin, AT)
    assert done.added == ["test-office", "test.rule (v1)"]
    rule = DeadlineRule.objects.get(code="test.rule")
    assert rule.count(date(2026, 3, 4)).due == date(2026, 3, 10)
    actions = Entry.objects.filter(actor=people.admin).values_list("action", flat=True)
    assert set(actions) == {
        "directory.workingcalendar.imported",
        "directory.deadlinerule.imported",
    }


def test_many_changed_days_are_one_new_version():
    take_in([CALENDAR])
    days = [{"date": f"2026-04-{day:02}", "kind": "day_off"} for day in range(1, 9)]
    done = take_in([{**CALENDAR, "days": days}])
    calendar = WorkingCalendar.objects.get(code="test-office")
    assert done.changed == ["test-office"]
    assert calendar.version == 2
    assert not calendar.as_calendar().is_working(date(2026, 4, 8))
    assert Holiday.objects.filter(calendar=calendar).count() == 8


def test_names_and_reminders_of_a_rule_change_in_place():
    take_in([CALENDAR], [RULE])
    done = take_in(rules=[{**RULE, "name": {"uk": "Інакше"}, "reminders": ["0"]}])
    assert done.changed == ["test.rule (v1)"]
    assert DeadlineRule.objects.get(code="test.rule").reminders == ["0"]


def test_a_changed_term_must_be_a_new_version():
    take_in([CALENDAR], [RULE])
    with pytest.raises(FileBroken, match="amount"):
        take_in(rules=[{**RULE, "amount": 6}])
    later = {**RULE, "amount": 6, "version": 2, "valid_from": "2027-01-01"}
    assert take_in(rules=[later]).added == ["test.rule (v2)"]


def without(row: dict, name: str) -> dict:
    return {key: value for key, value in row.items() if key != name}


def regimes(*pairs: tuple[str, str | None]) -> dict:
    rows = [{"kind": "martial", "starts_on": first, "ends_on": last} for first, last in pairs]
    return {**CALENDAR, "regimes": rows}


@pytest.mark.parametrize(
    ("calendars", "rules"),
    [
        ([regimes(("2022-03-24", None), ("2026-01-01", None))], []),
        ([regimes(("2022-03-24", "2026-01-01"), ("2026-01-01", None))], []),
        ([regimes(("2026-01-02", "2026-01-01"))], []),
        ([{**CALENDAR, "weekly_days": "1135"}], []),
        ([{**CALENDAR, "weekly_days": ""}], []),
        ([{**CALENDAR, "hours": {"1": [["18:00", "09:00"]]}}], []),
        ([{**CALENDAR, "days": [{"date": "2026-02-30", "kind": "holiday"}]}], []),
        ([{**CALENDAR, "days": [{"date": "2026-02-20", "kind": "feast"}]}], []),
        ([{**CALENDAR, "days": CALENDAR["days"][:1] * 2}], []),
        ([{**CALENDAR, "days": "2026-01-01"}], []),
        ([{**CALENDAR, "colour": "red"}], []),
        ([without(CALENDAR, "regimes")], []),
        ([CALENDAR, CALENDAR], []),
        ([CALENDAR], [without(RULE, "calendar")]),
        ([CALENDAR], [{**RULE, "calendar": None}]),
        ([CALENDAR], [{**RULE, "calendar": "nowhere"}]),
        ([CALENDAR], [{**RULE, "unit": "fortnights"}]),
        ([CALENDAR], [{**RULE, "anchor": "yesterday"}]),
        ([CALENDAR], [{**RULE, "roll": "sideways"}]),
        ([CALENDAR], [{**RULE, "amount": 0}]),
        ([CALENDAR], [{**RULE, "amount": "many"}]),
        ([CALENDAR], [{**RULE, "unit": "business_minutes"}]),
        ([CALENDAR], [{**RULE, "reminders": ["soon"]}]),
        ([CALENDAR], [{**RULE, "max_total_amount": 45}]),
        ([CALENDAR], [{**RULE, "valid_until": "2019-01-01"}]),
        ([CALENDAR], [RULE, {**RULE, "version": 2}]),
        ([CALENDAR], [RULE, RULE]),
    ],
)
def test_a_wrong_entry_is_named_by_its_line_and_nothing_is_taken_in(calendars, rules):
    good = {**CALENDAR, "code": "good"}
    with pytest.raises(FileBroken) as refused:
        take_in([good, *calendars], rules)
    assert refused.value.line > 2
    assert f" {refused.value.line}:" in str(refused.value)
    assert not WorkingCalendar.objects.filter(code__in=["good", "test-office"]).exists()
    assert not DeadlineRule.objects.filter(code="test.rule").exists()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"calendars": [\n{"code": }\n]}', 2),
        ('{"rules": [\n\n{"code": "a", "code": "b"}]}', 3),
        ('{"rules": [\n' + "[" * 30, 2),
        ('{"rules": []} x', 1),
        ('{"rules": [NaN]}', 1),
        ("[]", 1),
        ("", 1),
        ("{}", 1),
        ('{"appeals": []}', 1),
    ],
)
def test_broken_json_is_refused_with_its_line(text, line):
    with pytest.raises(FileBroken) as refused:
        import_json(text.encode(), None, AT)
    assert refused.value.line == line


def test_a_file_that_is_no_text_is_refused():
    with pytest.raises(FileBroken):
        import_json(b'{"rules": "\xff"}', None, AT)


def test_a_calendar_goes_to_icalendar_and_back():
    calendar = WorkingCalendar.objects.get(code="ua-office")
    text = write_icalendar(calendar, AT)
    assert "DTSTART;VALUE=DATE:20260309" in text
    done = import_icalendar(text.encode(), None, AT)
    assert (done.changed, done.same) == ([], 1)
    Regime.objects.filter(calendar=calendar).delete()
    Holiday.objects.filter(calendar=calendar, date__year=2026).delete()
    assert import_icalendar(text.encode(), None, AT).changed == ["ua-office"]
    again = WorkingCalendar.objects.get(code="ua-office")
    assert again.days == calendar.days


FOREIGN = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Somebody//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260604
DTEND;VALUE=DATE:20260606
SUMMARY:Days of
  the city
END:VEVENT
END:VCALENDAR
"""


def test_days_of_a_foreign_calendar_are_added_to_one_of_ours():
    calendar = WorkingCalendar.objects.get(code="rs-office")
    known = calendar.holidays.count()
    import_icalendar(FOREIGN.encode(), None, AT, calendar)
    calendar.refresh_from_db()
    assert calendar.holidays.count() == known + 2
    assert calendar.holidays.get(date=date(2026, 6, 5)).name == {"uk": "Days of the city"}
    assert calendar.version == 2


@pytest.mark.parametrize(
    ("was", "becomes", "line"),
    [
        ("DTSTART;VALUE=DATE:20260604", "DTSTART:20260604T090000Z", 4),
        ("DTSTART;VALUE=DATE:20260604\n", "", 4),
        ("DTEND;VALUE=DATE:20260606", "DTEND;VALUE=DATE:20260601", 4),
        ("DTEND;VALUE=DATE:20260606", "DTEND;VALUE=DATE:20270606", 4),
        ("DTEND;VALUE=DATE:20260606", "RRULE:FREQ=YEARLY", 4),
        ("UID:1", "what is this", 5),
        ("DTSTART;VALUE=DATE:20260604", "DTSTART;VALUE=DATE:someday", 4),
    ],
)
def test_a_broken_event_is_named_and_nothing_is_taken_in(was, becomes, line):
    calendar = WorkingCalendar.objects.get(code="rs-office")
    with pytest.raises(FileBroken) as refused:
        import_icalendar(FOREIGN.replace(was, becomes).encode(), None, AT, calendar)
    assert refused.value.line == line
    assert calendar.holidays.filter(date__month=6).count() == 0


@pytest.mark.parametrize("text", ["", "nothing of the kind", "BEGIN:VCALENDAR\nEND:VEVENT\n"])
def test_what_is_no_icalendar_is_refused(text):
    with pytest.raises(FileBroken):
        import_icalendar(text.encode(), None, AT)


def test_a_foreign_file_must_say_whose_days_it_brings():
    with pytest.raises(FileBroken):
        import_icalendar(FOREIGN.encode(), None, AT)


def test_commands_export_and_import(tmp_path, capsys):
    file, ics = tmp_path / "law.json", tmp_path / "ua.ics"
    call_command("export_law", output=str(file))
    call_command("export_law", icalendar="ua-office", output=str(ics))
    call_command("import_law", str(file))
    call_command("import_law", str(ics))
    assert "changed" not in capsys.readouterr().out
    file.write_bytes(text_of([CALENDAR], [RULE]))
    call_command("import_law", str(file), dry_run=True)
    assert "added: test.rule (v1)" in capsys.readouterr().out
    assert not WorkingCalendar.objects.filter(code="test-office").exists()
    file.write_text('{"rules": [\n{}]}')
    with pytest.raises(CommandError, match=r"law\.json: .*2"):
        call_command("import_law", str(file))
