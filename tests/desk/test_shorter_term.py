"""The author asks for a shorter term with reasons; a head decides and the author learns (A-15)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock
from core.audit.models import Entry
from core.errors import Conflict, RuleBroken
from core.notify.models import OutboxMessage
from crm.appeals.author_words import author_timeline
from crm.appeals.models import Registration
from crm.appeals.services import (
    extend_term,
    issue_assignment,
    refuse_shorter_term,
    shorten_term,
)
from crm.appeals.services.rights import NotAllowed
from crm.cases.models import Case
from crm.deadlines.models import DeadlineClock
from crm.deadlines.recalculation import recalculate
from directory.models import WorkingCalendar
from tests.desk.stories import CARD
from tests.desk.test_access import card
from tests.desk.test_actions import act

pytestmark = pytest.mark.django_db

NOVEMBER = datetime(2025, 11, 28, 10, 0, tzinfo=UTC)
MONDAY = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)
WHY = "Опалення вимкнено, у квартирі двоє малих дітей"


def wish(case, reason=WHY):
    Registration.objects.filter(case=case).update(
        shorter_term_asked_by="Дорошенко О. В.", shorter_term_reason=reason
    )
    return case


def fresh(case):
    return Case.objects.select_related("main_clock", "registration").get(pk=case.pk)


def letters(kind):
    return OutboxMessage.objects.filter(kind=kind)


@pytest.fixture
def november(story):
    """Registered on Friday 28 November 2025, due on Monday 29 December."""
    with clock.frozen(NOVEMBER):
        return wish(story.in_progress())


def test_granted_term_moves_the_days_and_keeps_the_anchor(november, people):
    shorten_term(november, date(2025, 12, 10), people.head, MONDAY, words="Діти")
    case = fresh(november)
    assert (case.due_on, case.target_on) == (date(2025, 12, 10), date(2025, 12, 10))
    assert (case.state, case.is_extended) == ("in_progress", False)
    clock_, old = case.main_clock, case.main_clock.extended_from
    assert old.due_on == date(2025, 12, 29) and old.stopped_at == MONDAY
    assert (clock_.rule_code, clock_.anchor_at) == (old.rule_code, old.anchor_at)
    assert case.clocks.get(purpose="reply").clock == clock_
    assert "10" in clock_.explanation["uk"] and "Скорочено" not in old.explanation["uk"]
    card_ = case.registration
    assert (card_.shorter_term_decision, card_.shorter_term_answer) == ("granted", "Діти")
    assert card_.shorter_term_decided_by == people.head


def test_a_day_off_rolls_but_never_past_the_term_there_was(november, people):
    """Sunday 28 December is the raw count of the month: granting it or the day after moves
    nothing, neither the lawful day nor the one staff work to."""
    before = fresh(november)
    assert (before.due_on, before.target_on) == (date(2025, 12, 29), date(2025, 12, 26))
    shorten_term(november, date(2025, 12, 29), people.head, MONDAY)
    case = fresh(november)
    assert (case.due_on, case.target_on) == (before.due_on, before.target_on)


def test_a_granted_day_off_is_worked_to_on_the_day_before(november, people):
    shorten_term(november, date(2025, 12, 13), people.head, MONDAY)
    case = fresh(november)
    assert (case.due_on, case.target_on) == (date(2025, 12, 15), date(2025, 12, 12))


@pytest.mark.parametrize("days", range(1, 29, 3))
def test_no_granted_term_is_ever_longer(november, people, days):
    until = MONDAY.date() + timedelta(days=days)
    before = fresh(november)
    shorten_term(november, until, people.head, MONDAY)
    case = fresh(november)
    assert case.due_on <= before.due_on
    assert case.target_on <= before.target_on <= before.due_on


@pytest.mark.parametrize(
    ("until", "code"), [(date(2025, 12, 30), "longer"), (date(2025, 11, 30), "past")]
)
def test_a_day_before_today_or_after_the_term_is_refused_at_the_field(
    november, people, until, code
):
    with pytest.raises(RuleBroken) as refused:
        shorten_term(november, until, people.head, MONDAY)
    assert (refused.value.field, refused.value.code) == ("until", code)
    assert fresh(november).registration.shorter_term_decision == ""
    assert not letters("appeals.shortened").exists()


def test_a_term_that_ran_out_is_not_shortened(november, people):
    late = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    with pytest.raises(Conflict):
        shorten_term(november, date(2026, 1, 6), people.head, late)


def test_recalculation_keeps_the_granted_day(november, people):
    shorten_term(november, date(2025, 12, 10), people.head, MONDAY)
    for calendar in WorkingCalendar.objects.all():
        calendar.version += 1
        calendar.save()
    list(recalculate(people.admin, MONDAY))
    kept = DeadlineClock.objects.get(pk=fresh(november).main_clock.pk)
    assert (kept.nominal_on, kept.due_on) == (date(2025, 12, 10), date(2025, 12, 10))
    assert fresh(november).due_on == date(2025, 12, 10)


def test_a_shortened_term_may_be_extended_later_within_the_law(november, people):
    shorten_term(november, date(2025, 12, 10), people.head, MONDAY)
    extend_term(november, date(2026, 1, 9), "Чекаємо акта", people.head, MONDAY)
    assert fresh(november).due_on == date(2026, 1, 9)


def test_author_and_executor_are_told_without_a_word_of_the_reasons(november, people):
    shorten_term(november, date(2025, 12, 10), people.head, MONDAY, words="Бо малі діти")
    to_author = letters("appeals.shortened").get()
    assert to_author.user == people.resident
    assert "10 грудня 2025" in to_author.body_text.replace("\u00a0", " ")
    assert "діти" not in to_author.body_text
    assert letters("appeals.term_moved").get().user == people.executor
    told = author_timeline(november)[-1]
    assert (told.title, told.text) == ("Строк скорочено на прохання автора", "Бо малі діти")
    assert Entry.objects.filter(action="appeal.shortened").count() == 1


def test_refusal_needs_a_reason_and_the_author_reads_it(november, people):
    with pytest.raises(RuleBroken) as refused:
        refuse_shorter_term(november, " ", people.head, MONDAY)
    assert refused.value.field == "words"
    refuse_shorter_term(november, "Потрібна експертиза", people.head, MONDAY)
    case = fresh(november)
    assert case.due_on == date(2025, 12, 29)
    assert case.registration.shorter_term_decision == "refused"
    letter = letters("appeals.not_shortened").get()
    assert letter.user == people.resident and "експертиза" not in letter.body_text
    assert author_timeline(case)[-1].text == "Потрібна експертиза"
    assert Entry.objects.filter(action="appeal.not_shortened").count() == 1


def test_it_is_decided_once(november, people):
    shorten_term(november, date(2025, 12, 10), people.head, MONDAY)
    for decide in (
        lambda: shorten_term(november, date(2025, 12, 9), people.head, MONDAY),
        lambda: refuse_shorter_term(november, "Ні", people.head, MONDAY),
    ):
        with pytest.raises(Conflict):
            decide()
    assert letters("appeals.shortened").count() == 1


def test_only_a_head_decides_and_only_what_was_asked(story, people):
    case = story.in_progress()
    with pytest.raises(RuleBroken) as refused:
        shorten_term(case, case.due_on, people.head, clock.now())
    assert refused.value.code == "not_asked"
    Registration.objects.filter(case=case).delete()
    with pytest.raises(RuleBroken):
        refuse_shorter_term(case, "Ні", people.head, clock.now())
    Registration.objects.create(case=case)
    wish(case)
    for who in (people.clerk, people.moderator, people.executor, people.deputy):
        with pytest.raises(NotAllowed):
            shorten_term(case, case.due_on, who, clock.now())


def test_open_assignments_end_with_the_new_term_at_the_latest(story, people):
    case, at = wish(story.in_progress()), clock.now()
    soon = clock.today() + timedelta(days=7)
    kept = issue_assignment(case, people.executor, "Акт", clock.today(), people.head, at)
    moved = issue_assignment(case, people.executor, "Кошторис", case.due_on, people.head, at)
    shorten_term(case, soon, people.head, at)
    kept.refresh_from_db(), moved.refresh_from_db()
    assert kept.due_on == clock.today()
    assert moved.due_on == fresh(case).due_on < case.due_on
    assert letters("appeals.charged").count() == 3


def test_clerk_writes_the_wish_down_and_the_head_decides_on_the_card(story, client_of, people):
    case = story.submitted()
    clerk, head = client_of("clerk"), client_of("head")
    plain = story.registered(author=people.stranger)
    assert act(head, plain, "shorter", decision="refuse", words="Ні").status_code == 422
    Registration.objects.filter(case=plain).delete()
    assert act(head, plain, "shorter", decision="refuse", words="Ні").status_code == 422
    typed = {**CARD, "shorter_term_asked_by": "Автор"}
    refused = act(clerk, case, "register", **typed)
    assert refused.status_code == 422
    assert "обґрунтовує" in refused.content.decode()
    assert act(clerk, case, "register", **typed, shorter_term_reason=WHY).status_code == 302
    asks = "Автор просить скоротити строк розгляду"
    assert asks in clerk.get(card(case)).content.decode()
    assert "tab=shorter" not in clerk.get(card(case)).content.decode()
    page = head.get(f"{card(case)}?tab=shorter").content.decode()
    assert asks in page and WHY in page and 'name="decision"' in page
    until = clock.today() + timedelta(days=5)
    for wrong in (
        {},
        {"decision": "grant"},
        {"decision": "grant", "until": "позавчора"},
        {"decision": "grant", "until": "2020-01-01"},
        {"decision": "grant", "until": "2999-01-01"},
        {"decision": "refuse", "words": " "},
        {"decision": "perhaps"},
    ):
        answer = act(head, case, "shorter", **wrong)
        assert answer.status_code == 422, wrong
        assert "error-summary" in answer.content.decode()
    done = act(head, case, "shorter", decision="grant", until=until.isoformat(), words="Діти")
    assert done.status_code == 302
    page = head.get(card(case)).content.decode()
    assert asks not in page and "Задоволено" in page and "tab=shorter" not in page
    again = act(head, case, "shorter", decision="refuse", words="Передумав")
    assert again.status_code == 409
    assert "Передумав" in again.content.decode(), "what was typed stays"
    assert letters("appeals.shortened").count() == 1
