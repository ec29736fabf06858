"""A change of a calendar moves nothing by itself; a recalculation does, and says so (DL-08)."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from core.audit.models import Entry
from crm.deadlines.models import DeadlineClock
from crm.deadlines.recalculation import preview, recalculate
from crm.deadlines.services import stop_clock
from directory.models import Holiday, Regime, WorkingCalendar
from tests.factories.crm import CaseFactory

pytestmark = pytest.mark.django_db

RECEIVED = datetime(2025, 12, 10, 9, tzinfo=UTC)  # WE-08: 15 days end on 25 December
LATER = datetime(2025, 12, 12, 9, tzinfo=UTC)


@pytest.fixture
def case():
    return CaseFactory(received_at=RECEIVED)


def end_martial_law() -> WorkingCalendar:
    Regime.objects.get(calendar__code="ua-office").delete()
    return WorkingCalendar.objects.get(code="ua-office")


def dates(rule: str) -> tuple[date, date, date]:
    clock = DeadlineClock.objects.get(rule_code=rule)
    return clock.nominal_on, clock.due_on, clock.target_on


CHRISTMAS = date(2025, 12, 25)
BEFORE = (CHRISTMAS, CHRISTMAS, CHRISTMAS)
AFTER = (CHRISTMAS, date(2025, 12, 26), date(2025, 12, 24))


def test_a_changed_calendar_moves_no_stored_date(case):
    end_martial_law()
    assert dates("ua.appeal.simple") == BEFORE


def test_the_preview_says_what_would_move_and_moves_nothing(case):
    assert list(preview()) == []
    end_martial_law()
    moves = {move.rule_code: move for move in preview()}
    assert (moves["ua.appeal.simple"].before, moves["ua.appeal.simple"].after) == (BEFORE, AFTER)
    assert "ua.appeal.month" not in moves
    assert dates("ua.appeal.simple") == BEFORE
    assert not Entry.objects.filter(action="deadlines.recalculated").exists()


def test_a_recalculation_moves_dates_and_stands_in_the_journal(case, people):
    calendar = end_martial_law()
    [move] = recalculate(people.admin, LATER)
    assert move.rule_code == "ua.appeal.simple"
    assert dates("ua.appeal.simple") == AFTER
    clock = DeadlineClock.objects.get(rule_code="ua.appeal.simple")
    assert clock.calendar_version == calendar.version
    assert "26.12.2025" in clock.explanation["uk"]
    entry = Entry.objects.get(action="deadlines.recalculated")
    assert entry.actor == people.admin
    assert entry.target_pk == str(clock.pk)
    assert entry.facts["before"][1] == "2025-12-25"
    assert entry.facts["after"][1] == "2025-12-26"
    assert list(recalculate(people.admin, LATER)) == []


def test_the_case_follows_its_main_clock(case, people):
    """WE-10: the month ends on 8 May, a holiday in peacetime."""
    spring = CaseFactory(received_at=datetime(2026, 4, 8, 9, tzinfo=UTC))
    end_martial_law()
    list(recalculate(people.admin, LATER))
    spring.refresh_from_db()
    case.refresh_from_db()
    assert (spring.due_on, spring.target_on) == (date(2026, 5, 11), date(2026, 5, 7))
    assert case.due_on == case.main_clock.due_on


def test_a_stopped_term_stays(case):
    clock = DeadlineClock.objects.get(rule_code="ua.appeal.simple")
    stop_clock(clock, LATER)
    end_martial_law()
    assert list(recalculate(None, LATER)) == []
    assert dates("ua.appeal.simple") == BEFORE


def test_the_day_of_registration_stays(people):
    """WE-11: 1 June is off in peacetime, but what was registered then stays registered."""
    CaseFactory(received_at=datetime(2026, 5, 31, 11, 5, tzinfo=UTC))
    end_martial_law()
    list(recalculate(people.admin, LATER))
    assert dates("ua.appeal.simple")[1] == date(2026, 6, 16)


def test_only_the_calendar_that_is_named_is_recounted(case):
    end_martial_law()
    assert list(preview("always")) == []
    assert len(list(preview("ua-office"))) == 1


def test_a_day_set_by_an_extension_stays(case, people):
    """DL-06: only its roll and its target are counted anew."""
    month = DeadlineClock.objects.get(rule_code="ua.appeal.month")
    extended = DeadlineClock.objects.get(rule_code="ua.appeal.extended")
    day = date(2026, 1, 15)
    DeadlineClock.objects.filter(pk=extended.pk).update(
        extended_from=month, nominal_on=day, due_on=day, target_on=day, explanation={"uk": "До."}
    )
    calendar = WorkingCalendar.objects.get(code="ua-office")
    Holiday.objects.create(calendar=calendar, date=day, kind="day_off")
    end_martial_law()
    list(recalculate(people.admin, LATER))
    assert dates("ua.appeal.extended") == (day, date(2026, 1, 16), date(2026, 1, 14))
    extended.refresh_from_db()
    assert extended.explanation["uk"].startswith("До. Перераховано за календарем ua-office")


def run(**options) -> str:
    out = io.StringIO()
    call_command("recalculate_deadlines", stdout=out, **options)
    return out.getvalue()


def test_the_command_shows_first_and_acts_then(case, people):
    end_martial_law()
    told = run(dry_run=True)
    assert "due 2025-12-25 → 2025-12-26, target 2025-12-25 → 2025-12-24" in told
    assert "would move: 1" in told
    assert dates("ua.appeal.simple") == BEFORE
    assert "moved: 1" in run(calendar="ua-office", actor=people.admin.email)
    assert dates("ua.appeal.simple") == AFTER
    assert Entry.objects.get(action="deadlines.recalculated").actor == people.admin


@pytest.mark.parametrize("options", [{"calendar": "nowhere"}, {"actor": "nobody@example.com"}])
def test_the_command_refuses_what_it_does_not_know(options):
    with pytest.raises(CommandError, match=next(iter(options.values()))):
        run(**options)


def test_the_walk_is_in_batches(case, monkeypatch, people):
    from crm.deadlines import recalculation

    CaseFactory.create_batch(3, received_at=RECEIVED)
    monkeypatch.setattr(recalculation, "BATCH", 2)
    end_martial_law()
    assert len(list(recalculate(people.admin, LATER))) == 4
    assert list(preview()) == []
