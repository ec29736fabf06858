"""`manage.py deadline`: what an administrator or a lawyer asks, by the data of a real start."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from directory.models import DeadlineRule

pytestmark = pytest.mark.django_db

# domain.md 3.5: rule, day and time of receipt | regimes | registered, nominal, due and target, or
# the moment when the hours end.
EXAMPLES = """
WE-01 | ua.appeal.simple 2026-03-10 | MP | 2026-03-10 2026-03-25 2026-03-25 2026-03-25
WE-01 | ua.appeal.month 2026-03-10 | MP | 2026-03-10 2026-04-10 2026-04-10 2026-04-10
WE-01 | ua.appeal.extended 2026-03-10 | MP | 2026-03-10 2026-04-24 2026-04-24 2026-04-24
WE-02 | ua.appeal.forward 2026-03-10 | MP | 2026-03-10 2026-03-15 2026-03-16 2026-03-13
WE-03 | ua.appeal.return_form 2026-03-10 | M | 2026-03-10 2026-03-20 2026-03-20 2026-03-20
WE-04 | ua.appeal.month 2026-01-30 | MP | 2026-01-30 2026-02-28 2026-03-02 2026-02-27
WE-05 | ua.appeal.month 2026-01-30 19:40 | MP | 2026-02-02 2026-03-02 2026-03-02 2026-03-02
WE-05 | ua.appeal.simple 2026-01-30 19:40 | M | 2026-02-02 2026-02-17 2026-02-17 2026-02-17
WE-06 | ua.appeal.month 2025-10-31 | MP | 2025-10-31 2025-11-30 2025-12-01 2025-11-28
WE-07 | ua.appeal.month 2025-11-28 | MP | 2025-11-28 2025-12-28 2025-12-29 2025-12-26
WE-07 | ua.appeal.extended 2025-11-28 | MP | 2025-11-28 2026-01-12 2026-01-12 2026-01-12
WE-08 | ua.appeal.simple 2025-12-10 | M | 2025-12-10 2025-12-25 2025-12-25 2025-12-25
WE-08 | ua.appeal.simple 2025-12-10 | P | 2025-12-10 2025-12-25 2025-12-26 2025-12-24
WE-09 | ua.appeal.forward 2026-04-08 | M | 2026-04-08 2026-04-13 2026-04-13 2026-04-13
WE-09 | ua.appeal.forward 2026-04-08 | P | 2026-04-08 2026-04-13 2026-04-14 2026-04-10
WE-10 | ua.appeal.month 2026-04-08 | M | 2026-04-08 2026-05-08 2026-05-08 2026-05-08
WE-10 | ua.appeal.month 2026-04-08 | P | 2026-04-08 2026-05-08 2026-05-11 2026-05-07
WE-11 | ua.appeal.simple 2026-05-31 14:05 | M | 2026-06-01 2026-06-16 2026-06-16 2026-06-16
WE-11 | ua.appeal.month 2026-05-31 14:05 | M | 2026-06-01 2026-07-01 2026-07-01 2026-07-01
WE-11 | ua.appeal.simple 2026-05-31 14:05 | P | 2026-06-02 2026-06-17 2026-06-17 2026-06-17
WE-11 | ua.appeal.month 2026-05-31 14:05 | P | 2026-06-02 2026-07-02 2026-07-02 2026-07-02
WE-12 | ua.appeal.month 2025-12-31 | MP | 2025-12-31 2026-01-31 2026-02-02 2026-01-30
WE-12 | ua.appeal.extended 2025-12-31 | MP | 2025-12-31 2026-02-14 2026-02-16 2026-02-13
WE-13 | ua.info.standard 2026-08-21 | M | 2026-08-21 2026-08-28 2026-08-28 2026-08-28
WE-13 | ua.info.standard 2026-08-21 | P | 2026-08-21 2026-08-31 2026-08-31 2026-08-31
WE-14 | ua.info.standard 2026-08-22 | M | 2026-08-24 2026-08-28 2026-08-28 2026-08-28
WE-14 | ua.info.standard 2026-08-22 | P | 2026-08-25 2026-08-31 2026-08-31 2026-08-31
WE-15 | ua.info.extended 2025-12-17 | M | 2025-12-17 2026-01-14 2026-01-14 2026-01-14
WE-15 | ua.info.extended 2025-12-17 | P | 2025-12-17 2026-01-16 2026-01-16 2026-01-16
WE-16 | ua.info.urgent 2025-12-19 16:30 | MP | 2025-12-21T16:30+02:00
WE-17 | ua.info.urgent 2026-03-28 12:00 | MP | 2026-03-30T13:00+03:00
WE-17 | ua.info.urgent 2025-10-25 12:00 | MP | 2025-10-27T11:00+02:00
WE-18 | ua.complaint.year 2025-06-16 | MP | 2025-06-16 2026-06-16 2026-06-16 2026-06-16
WE-18 | ua.complaint.learned 2025-07-14 | MP | 2025-07-14 2025-08-14 2025-08-14 2025-08-14
WE-19 | ua.petition.publish 2026-05-29 | M | 2026-05-29 2026-06-02 2026-06-02 2026-06-02
WE-19 | ua.petition.publish 2026-05-29 | P | 2026-05-29 2026-06-03 2026-06-03 2026-06-03
WE-20 | ua.petition.start 2026-08-19 | M | 2026-08-19 2026-08-24 2026-08-24 2026-08-24
WE-20 | ua.petition.answer 2026-08-24 | M | 2026-08-24 2026-09-07 2026-09-07 2026-09-07
WE-20 | ua.petition.start 2026-08-19 | P | 2026-08-19 2026-08-25 2026-08-25 2026-08-25
WE-20 | ua.petition.answer 2026-08-25 | P | 2026-08-25 2026-09-08 2026-09-08 2026-09-08
WE-23 | rs.complaint 2026-02-02 | MP | 2026-02-02 2026-02-17 2026-02-18 2026-02-13
WE-24 | rs.complaint 2026-03-27 | MP | 2026-03-27 2026-04-11 2026-04-14 2026-04-09
WE-25 | rs.48h 2026-02-13 14:00 | MP | 2026-02-19T14:00+01:00
WE-26 | hotline.target 2026-03-01 | MP | 2026-03-01 2026-03-16 2026-03-16 2026-03-16
WE-26 | hotline.max 2026-03-01 | MP | 2026-03-01 2026-03-21 2026-03-21 2026-03-21
WE-26 | hotline.written 2026-03-01 | MP | 2026-03-01 2026-03-31 2026-03-31 2026-03-31
"""
REGIMES = {"M": "martial", "P": "peace"}


def ask(*args: str) -> str:
    out = io.StringIO()
    call_command("deadline", *args, stdout=out)
    return out.getvalue()


def ask_list(tmp_path, rows) -> list[dict]:
    file = tmp_path / "questions.json"
    file.write_text(rows if isinstance(rows, str) else json.dumps(rows), "utf-8")
    return json.loads(ask("--batch", str(file)))


def question(asked: str, regime: str) -> dict[str, str]:
    names = ["rule", "received", "time"]
    return {"regime": regime, **dict(zip(names, asked.split(), strict=False))}


def test_a_batch_answers_the_worked_examples(tmp_path):
    wanted = [
        (question(asked, REGIMES[letter]), answer.split())
        for line in EXAMPLES.strip().splitlines()
        for _id, asked, regimes, answer in [line.split(" | ")]
        for letter in regimes
    ]
    answers = ask_list(tmp_path, [asked for asked, _answer in wanted])
    names = ["registered", "nominal", "due", "target"]
    told = [
        [one["due_at"]] if len(answer) == 1 else [one[name] for name in names]
        for one, (_asked, answer) in zip(answers, wanted, strict=True)
    ]
    assert told == [answer for _asked, answer in wanted]


def test_the_hot_line_registers_on_a_sunday_whatever_profile_asks(tmp_path):
    """WE-26: the rule's calendar says which days work."""
    row = {"rule": "hotline.max", "received": "2026-03-01", "profile": "ua-city"}
    assert ask_list(tmp_path, [row])[0]["due"] == "2026-03-21"


def test_one_question_is_answered_in_words():
    told = ask("--rule", "ua.appeal.forward", "--from", "2026-03-10", "--regime", "martial")
    assert "ua.appeal.forward (v1)" in told
    assert "registered  2026-03-10" in told
    assert "nominal     2026-03-15" in told
    assert "due         2026-03-16" in told
    assert "target      2026-03-13" in told
    assert "Це неробочий день, тож строк переходить на пн 16.03.2026." in told


def test_json_carries_the_explanation_in_both_languages():
    told = json.loads(
        ask("--rule", "ua.appeal.month", "--from", "2026-01-30", "--time", "19:40", "--json")
    )
    assert told["registered"] == "2026-02-02"
    assert set(told["explanation"]) == {"uk", "en"}


def test_without_a_regime_the_calendar_decides():
    rows = ask("--rule", "ua.appeal.simple", "--from", "2025-12-10", "--json")
    assert json.loads(rows)["due"] == "2025-12-25"


def test_the_version_in_force_on_the_day_is_taken(tmp_path):
    old = DeadlineRule.objects.get(code="ua.appeal.month")
    DeadlineRule.objects.create(
        code=old.code, version=2, valid_from=date(2026, 7, 1), name=old.name, anchor=old.anchor,
        unit="calendar_days", amount=20, roll=old.roll, calendar=old.calendar,
    )  # fmt: skip
    days = ["2026-06-30", "2026-07-01"]
    rows = ask_list(tmp_path, [{"rule": old.code, "received": day} for day in days])
    assert [row["version"] for row in rows] == [1, 2]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--rule", "ua.appeal.mont", "--from", "2026-03-10"], "ua.appeal.month"),
        (["--rule", "ua.appeal.month", "--from", "10.03.2026"], "10.03.2026"),
        (["--rule", "ua.appeal.month", "--from", "2026-02-30"], "2026-02-30"),
        (["--rule", "ua.appeal.month", "--from", "1999-03-10"], "10.03.1999"),
        (["--rule", "ua.appeal.month", "--from", "9999-12-31"], "ua.appeal.month"),
        (["--rule", "ua.appeal.month", "--from", "2026-03-10", "--time", "25:00"], "25:00"),
        (["--rule", "ua.appeal.month", "--from", "2026-03-10", "--profile", "nowhere"], "nowhere"),
        (["--rule", "ua.info.urgent", "--from", "2026-03-10"], "ua.info.urgent"),
        (["--rule", "ua.appeal.month"], "--from"),
        (["--rule", "ua.appeal.month", "--from", "2026-03-10", "--regime", "war"], "regime"),
    ],
)
def test_a_wrong_question_is_refused_in_words(args, told):
    with pytest.raises(CommandError, match=told.replace(".", r"\.")):
        ask(*args)


GOOD = {"rule": "ua.appeal.month", "received": "2026-03-10", "regime": "peace"}


@pytest.mark.parametrize(
    "bad",
    [
        {**GOOD, "rule": "ua.nothing"},
        {**GOOD, "received": "2026-13-10"},
        {**GOOD, "received": "2026-03-10T10:00:00+02:00"},
        {**GOOD, "received": 20260310},
        {**GOOD, "regime": "war"},
        {**GOOD, "profile": "nowhere"},
        {**GOOD, "profile": ["ua-city"]},
        {**GOOD, "time": 19},
        {**GOOD, "recieved": "2026-03-10"},
        {"rule": "ua.appeal.month"},
        {"received": "2026-03-10"},
        "ua.appeal.month",
        None,
    ],
)
def test_a_wrong_item_of_a_batch_is_named(tmp_path, bad):
    with pytest.raises(CommandError, match="Item 1: "):
        ask_list(tmp_path, [GOOD, bad, GOOD])


@pytest.mark.parametrize(
    ("text", "told"),
    [("[{]", "line 1, column 3"), ('{"rule": 1}', "list"), ("", "line 1")],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path, text, told):
    with pytest.raises(CommandError, match=told):
        ask_list(tmp_path, text)


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="nowhere.json"):
        ask("--batch", "/nowhere.json")


def test_a_batch_costs_two_queries_however_long(tmp_path, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(ask_list(tmp_path, [GOOD] * 50)) == 50
