"""The worked examples of domain.md 3.5 in the regimes they name."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from directory.working_time import (
    Counted,
    OfficeHours,
    Term,
    count_term,
    earliest,
    registration_day,
)
from tests.directory.calendars import (
    ALWAYS,
    COMPLAINT_LEARNED,
    COMPLAINT_YEAR,
    EIGHT_HOURS,
    EXTENDED,
    FIFTEEN,
    FORWARD,
    INFO,
    INFO_EXTENDED,
    MARTIAL,
    MARTIAL_HOURS,
    MARTIAL_WHOLE_EVES,
    MONTH,
    PEACE,
    PEACE_HOURS,
    PEACE_WHOLE_EVES,
    RETURN_FORM,
    SERBIAN,
    SYSTEM_48,
    TWO_DAYS,
)

KYIV, BELGRADE = ZoneInfo("Europe/Kyiv"), ZoneInfo("Europe/Belgrade")
OFFICE = OfficeHours(time(9), time(18))
M, P = MARTIAL, PEACE


def d(text: str) -> date:
    return date.fromisoformat(text)


def case(name, calendar, term, anchor, due, nominal=None, target=None):
    regime = {id(M): "martial", id(P): "peace"}.get(id(calendar), calendar.code)
    return pytest.param(
        calendar,
        term,
        d(anchor),
        d(nominal or due),
        d(due),
        d(target or due),
        id=f"{name}-{regime}",
    )


EXAMPLES = [
    *(case("WE-01-15d", c, FIFTEEN, "2026-03-10", "2026-03-25") for c in (M, P)),
    *(case("WE-01-month", c, MONTH, "2026-03-10", "2026-04-10") for c in (M, P)),
    *(case("WE-01-45d", c, EXTENDED, "2026-03-10", "2026-04-24") for c in (M, P)),
    *(
        case("WE-02", c, FORWARD, "2026-03-10", "2026-03-16", "2026-03-15", "2026-03-13")
        for c in (M, P)
    ),
    *(case("WE-03", c, RETURN_FORM, "2026-03-10", "2026-03-20") for c in (M, P)),
    *(
        case("WE-04", c, MONTH, "2026-01-30", "2026-03-02", "2026-02-28", "2026-02-27")
        for c in (M, P)
    ),
    *(case("WE-05-month", c, MONTH, "2026-02-02", "2026-03-02") for c in (M, P)),
    *(case("WE-05-15d", c, FIFTEEN, "2026-02-02", "2026-02-17") for c in (M, P)),
    *(
        case("WE-06", c, MONTH, "2025-10-31", "2025-12-01", "2025-11-30", "2025-11-28")
        for c in (M, P)
    ),
    *(
        case("WE-07-month", c, MONTH, "2025-11-28", "2025-12-29", "2025-12-28", "2025-12-26")
        for c in (M, P)
    ),
    *(case("WE-07-extended", c, EXTENDED, "2025-11-28", "2026-01-12") for c in (M, P)),
    case("WE-08", M, FIFTEEN, "2025-12-10", "2025-12-25"),
    case("WE-08", P, FIFTEEN, "2025-12-10", "2025-12-26", "2025-12-25", "2025-12-24"),
    case("WE-09", M, FORWARD, "2026-04-08", "2026-04-13"),
    case("WE-09", P, FORWARD, "2026-04-08", "2026-04-14", "2026-04-13", "2026-04-10"),
    case("WE-10", M, MONTH, "2026-04-08", "2026-05-08"),
    case("WE-10", P, MONTH, "2026-04-08", "2026-05-11", "2026-05-08", "2026-05-07"),
    case("WE-11-15d", M, FIFTEEN, "2026-06-01", "2026-06-16"),
    case("WE-11-month", M, MONTH, "2026-06-01", "2026-07-01"),
    case("WE-11-15d", P, FIFTEEN, "2026-06-02", "2026-06-17"),
    case("WE-11-month", P, MONTH, "2026-06-02", "2026-07-02"),
    *(
        case("WE-12-month", c, MONTH, "2025-12-31", "2026-02-02", "2026-01-31", "2026-01-30")
        for c in (M, P)
    ),
    *(
        case("WE-12-45d", c, EXTENDED, "2025-12-31", "2026-02-16", "2026-02-14", "2026-02-13")
        for c in (M, P)
    ),
    case("WE-13", M, INFO, "2026-08-21", "2026-08-28"),
    case("WE-13", P, INFO, "2026-08-21", "2026-08-31"),
    case("WE-14", M, INFO, "2026-08-22", "2026-08-28"),
    case("WE-14", P, INFO, "2026-08-22", "2026-08-31"),
    case("WE-15", M, INFO_EXTENDED, "2025-12-17", "2026-01-14"),
    case("WE-15", P, INFO_EXTENDED, "2025-12-17", "2026-01-16"),
    case("WE-19", M, Term("working_days", 2), "2026-05-29", "2026-06-02"),
    case("WE-19", P, Term("working_days", 2), "2026-05-29", "2026-06-03"),
    case("WE-20-start", M, Term("working_days", 3), "2026-08-19", "2026-08-24"),
    case("WE-20-answer", M, Term("working_days", 10), "2026-08-24", "2026-09-07"),
    case("WE-20-start", P, Term("working_days", 3), "2026-08-19", "2026-08-25"),
    case("WE-20-answer", P, Term("working_days", 10), "2026-08-25", "2026-09-08"),
    case("WE-23", SERBIAN, FIFTEEN, "2026-02-02", "2026-02-18", "2026-02-17", "2026-02-13"),
    case("WE-24", SERBIAN, FIFTEEN, "2026-03-27", "2026-04-14", "2026-04-11", "2026-04-09"),
    case("WE-26-15d", ALWAYS, Term("calendar_days", 15), "2026-03-01", "2026-03-16"),
    case("WE-26-20d", ALWAYS, Term("calendar_days", 20), "2026-03-01", "2026-03-21"),
    case("WE-26-30d", ALWAYS, Term("calendar_days", 30), "2026-03-01", "2026-03-31"),
    case("WE-27", M, Term("months", 2), "2025-12-31", "2026-02-28", "2026-02-28", "2026-02-27"),
]


@pytest.mark.parametrize(("calendar", "term", "anchor", "nominal", "due", "target"), EXAMPLES)
def test_the_term_ends_as_the_law_has_it(calendar, term, anchor, nominal, due, target):
    """DL-01, DL-02, DL-04: day zero is not counted; nominal, due and target of each."""
    counted = count_term(term, anchor, calendar)
    assert (counted.nominal, counted.due, counted.target) == (nominal, due, target)


@pytest.mark.parametrize(
    ("calendar", "received", "registered"),
    [
        pytest.param(M, "2026-01-30T19:40", "2026-02-02", id="WE-05-martial"),
        pytest.param(P, "2026-01-30T19:40", "2026-02-02", id="WE-05-peace"),
        pytest.param(M, "2026-05-31T14:05", "2026-06-01", id="WE-11-martial"),
        pytest.param(P, "2026-05-31T14:05", "2026-06-02", id="WE-11-peace"),
        pytest.param(M, "2026-03-10T09:00", "2026-03-10", id="DL-05-opening-minute"),
        pytest.param(M, "2026-03-10T17:59", "2026-03-10", id="DL-05-last-minute"),
        pytest.param(M, "2026-03-10T18:00", "2026-03-11", id="DL-05-closing-minute"),
        pytest.param(M, "2026-03-10T08:59", "2026-03-11", id="DL-05-before-opening"),
        pytest.param(M, "2025-12-24T17:30", "2025-12-24", id="DL-05-martial-eve-is-whole"),
        pytest.param(P, "2025-12-24T17:30", "2025-12-26", id="DL-05-peace-eve-is-shorter"),
    ],
)
def test_the_registration_day_follows_office_hours(calendar, received, registered):
    moment = datetime.fromisoformat(received).replace(tzinfo=KYIV)
    assert registration_day(moment, calendar, OFFICE) == d(registered)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param("2025-12-19T16:30", "2025-12-21T16:30", id="WE-16"),
        pytest.param("2026-03-28T12:00", "2026-03-30T13:00", id="WE-17-spring"),
        pytest.param("2025-10-25T12:00", "2025-10-27T11:00", id="WE-17-autumn"),
    ],
)
def test_hours_run_through_week_ends_and_clock_changes(received, due):
    moment = datetime.fromisoformat(received).replace(tzinfo=KYIV)
    counted = count_term(TWO_DAYS, moment, P)
    assert counted.due_at.replace(tzinfo=None) == datetime.fromisoformat(due)  # noqa: DTZ
    assert counted.due == d(due[:10])


@pytest.mark.parametrize(
    ("calendar", "term", "anchor", "due"),
    [
        pytest.param(M, TWO_DAYS, "2025-12-19T16:30", "2025-12-21T16:30", id="WE-16-martial"),
        *(
            pytest.param(c, EIGHT_HOURS, "2025-10-31T16:20", "2025-11-03T16:20", id=f"WE-21-{name}")
            for c, name in [(MARTIAL_HOURS, "martial"), (PEACE_HOURS, "peace")]
        ),
        pytest.param(
            MARTIAL_WHOLE_EVES, EIGHT_HOURS, "2025-12-24T16:00", "2025-12-25T16:00", id="WE-22-M"
        ),
        pytest.param(
            PEACE_WHOLE_EVES, EIGHT_HOURS, "2025-12-24T16:00", "2025-12-26T16:00", id="WE-22-P"
        ),
        pytest.param(
            MARTIAL_HOURS, EIGHT_HOURS, "2025-12-24T16:00", "2025-12-25T16:00", id="WE-22b-M"
        ),
        pytest.param(
            PEACE_HOURS, EIGHT_HOURS, "2025-12-24T16:00", "2025-12-26T17:00", id="WE-22b-P"
        ),
        pytest.param(SERBIAN, SYSTEM_48, "2026-02-13T14:00", "2026-02-19T14:00", id="WE-25"),
    ],
)
def test_hours_stop_where_the_rule_says(calendar, term, anchor, due):
    zone = BELGRADE if calendar is SERBIAN else KYIV
    counted = count_term(term, datetime.fromisoformat(anchor).replace(tzinfo=zone), calendar)
    assert counted.due_at == datetime.fromisoformat(due).replace(tzinfo=zone)
    assert (counted.nominal, counted.due) == (d(due[:10]), d(due[:10]))


@pytest.mark.parametrize(("filed", "is_late"), [("2025-08-14", False), ("2025-08-15", True)])
@pytest.mark.parametrize("calendar", [M, P], ids=["martial", "peace"])
def test_of_two_complaint_limits_the_earlier_holds(calendar, filed, is_late):
    """WE-18."""
    limits = [
        count_term(COMPLAINT_YEAR, d("2025-06-16"), calendar),
        count_term(COMPLAINT_LEARNED, d("2025-07-14"), calendar),
    ]
    assert [limit.due for limit in limits] == [d("2026-06-16"), d("2025-08-14")]
    assert earliest(limits).due == d("2025-08-14")
    assert (d(filed) > earliest(limits).due) is is_late


def test_office_time_needs_office_hours():
    with pytest.raises(ValueError, match="no office hours"):
        count_term(EIGHT_HOURS, datetime(2026, 3, 10, 9, tzinfo=KYIV), M)


def test_a_moment_that_falls_on_a_day_off_moves_with_its_hands():
    term = Term("hours_continuous", 48, "next_working_day")
    counted = count_term(term, datetime(2025, 12, 19, 16, 30, tzinfo=KYIV), P)
    assert (counted.nominal, counted.due) == (d("2025-12-21"), d("2025-12-22"))
    assert counted.due_at == datetime(2025, 12, 22, 16, 30, tzinfo=KYIV)


def test_hours_cannot_be_counted_from_a_day():
    with pytest.raises(ValueError, match="moment"):
        count_term(TWO_DAYS, d("2026-03-10"), M)


def test_a_counted_term_is_a_plain_value():
    assert count_term(MONTH, d("2026-03-10"), M) == Counted(
        MONTH, d("2026-03-10"), d("2026-04-10"), d("2026-04-10"), d("2026-04-10")
    )
