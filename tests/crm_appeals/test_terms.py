"""Longer terms and interim replies: lawful days, who may, what the author is told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock
from core.audit.models import Entry
from core.errors import Conflict, RuleBroken
from core.notify.models import OutboxMessage
from crm.appeals.author_words import author_state, author_timeline
from crm.appeals.services import extend_term, send_interim_reply, sign_reply
from crm.appeals.services.rights import NotAllowed
from crm.cases.models import Case, CaseEvent
from tests.desk.stories import REPLY, make_story

pytestmark = pytest.mark.django_db

NOVEMBER = datetime(2025, 11, 28, 10, 0, tzinfo=UTC)
CHRISTMAS_EVE = datetime(2025, 12, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def story(people):
    return make_story(people)


def fresh(case: Case) -> Case:
    return Case.objects.select_related("main_clock").get(pk=case.pk)


@pytest.fixture
def november(story):
    """WE-07: registered on Friday 28 November 2025, due on Monday 29 December."""
    with clock.frozen(NOVEMBER):
        case = story.in_progress()
    assert fresh(case).due_on == date(2025, 12, 29)
    return case


def test_we_07_extension_keeps_the_anchor_and_reaches_the_forty_fifth_day(november, people):
    """DL-06, A-14: 45 days of the same anchor, never a month and 45 days."""
    extend_term(november, date(2026, 1, 12), "Чекаємо акта", people.head, CHRISTMAS_EVE)
    case = fresh(november)
    assert (case.due_on, case.target_on, case.is_extended) == (
        date(2026, 1, 12),
        date(2026, 1, 12),
        True,
    )
    assert case.state == "in_progress"
    old = case.main_clock.extended_from
    assert old.due_on == date(2025, 12, 29)
    assert old.stopped_at == CHRISTMAS_EVE
    assert old.anchor_at == case.main_clock.anchor_at
    assert case.clocks.get(purpose="reply").clock == case.main_clock
    assert "12" in case.main_clock.explanation["uk"]


@pytest.mark.parametrize(
    ("until", "code"),
    [(date(2026, 1, 13), "too_long"), (date(2025, 12, 29), "not_longer")],
)
def test_a_term_is_neither_longer_than_45_days_nor_shorter_than_it_was(
    november, people, until, code
):
    """A-14: at most 45 days in total."""
    with pytest.raises(RuleBroken) as refused:
        extend_term(november, until, "Чекаємо акта", people.head, CHRISTMAS_EVE)
    assert (refused.value.field, refused.value.code) == ("until", code)
    assert not fresh(november).is_extended


def test_a_day_off_rolls_to_a_working_day_and_staff_work_to_the_one_before(november, people):
    """DL-04: due is rolled forward, the target is the working day before."""
    extend_term(november, date(2026, 1, 10), "Чекаємо акта", people.head, CHRISTMAS_EVE)
    case = fresh(november)
    assert (case.due_on, case.target_on) == (date(2026, 1, 12), date(2026, 1, 9))


def test_a_term_that_has_run_out_is_not_extended(november, people):
    late = datetime(2025, 12, 30, 9, 0, tzinfo=UTC)
    with pytest.raises(Conflict) as refused:
        extend_term(november, date(2026, 1, 12), "Чекаємо акта", people.head, late)
    assert refused.value.code == "too_late"


@pytest.mark.parametrize("role", ["clerk", "executor", "moderator", "operator", "admin", "analyst"])
def test_only_a_head_extends(november, people, role):
    with pytest.raises(NotAllowed):
        extend_term(november, date(2026, 1, 12), "Ні", getattr(people, role), CHRISTMAS_EVE)


def test_an_answered_appeal_has_no_term_to_extend(story, people):
    case = story.answered()
    with pytest.raises(Conflict):
        extend_term(case, case.due_on + timedelta(days=5), "Ні", people.head, clock.now())
    with pytest.raises(Conflict):
        send_interim_reply(case, "Працюємо", people.head, clock.now())


def test_author_is_told_of_the_longer_term_and_why(november, people):
    extend_term(november, date(2026, 1, 12), "Чекаємо акта", people.head, CHRISTMAS_EVE)
    letter = OutboxMessage.objects.get(kind="appeals.extended")
    assert letter.user == people.resident
    assert "12 січня 2026" in letter.body_text.replace("\u00a0", " ")
    assert "акта" not in letter.body_text
    case = fresh(november)
    assert author_state(case)[0] == "extended"
    assert author_timeline(case)[-1].text == "Чекаємо акта"
    assert Entry.objects.filter(action="appeal.extended").count() == 1


def test_interim_reply_is_read_by_the_author_and_leaves_the_appeal_on_control(story, people):
    case = story.in_progress()
    due = case.due_on
    send_interim_reply(case, "Акт складено, чекаємо кошторису.", people.head, clock.now())
    case = fresh(case)
    assert (case.state, case.due_on, case.main_clock.stopped_at) == ("in_progress", due, None)
    last = case.events.order_by("-pk")[0]
    assert (last.kind, last.visibility) == ("interim", CaseEvent.Visibility.AUTHOR)
    letter = OutboxMessage.objects.get(kind="appeals.interim")
    assert "кошторис" not in letter.body_text


def test_reply_after_an_extension_stops_the_extended_term(story, people):
    with clock.frozen(NOVEMBER):
        case = story.drafted()
    extend_term(case, date(2026, 1, 12), "Чекаємо акта", people.head, CHRISTMAS_EVE)
    sign_reply(case, people.head, CHRISTMAS_EVE + timedelta(days=15), text=REPLY)
    assert fresh(case).main_clock.stopped_at == CHRISTMAS_EVE + timedelta(days=15)


def test_a_case_without_terms_of_its_own_is_refused_and_not_an_error(story, people):
    case = story.in_progress()
    case.clocks.all().delete()
    with pytest.raises(Conflict):
        extend_term(case, case.due_on + timedelta(days=5), "Ні", people.head, clock.now())
