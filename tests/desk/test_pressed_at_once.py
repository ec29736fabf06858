"""The same button in several tabs at one moment: one filter, one resolution, one decision."""

import pytest

from core import clock
from core.errors import Conflict
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.appeals.models import Appeal, Registration
from crm.appeals.services import shorten_term
from crm.cases.models import CaseEvent
from crm.desk.bulk import assign_many, ticked_cases
from crm.desk.models import OwnFilter
from crm.desk.own_filters import save_filter
from directory.services import load_reference_data
from tests.crm_appeals.test_many_at_once import in_threads
from tests.desk.stories import make_story
from tests.people import People

pytestmark = pytest.mark.django_db(transaction=True)

TABS = 4


@pytest.fixture
def story(transactional_db):
    load_reference_data()
    return make_story(People())


def test_one_filter_is_kept(story):
    clerk = story.people.clerk
    in_threads(
        lambda _tab: save_filter("Скарги", "kind=complaint", clerk, clock.now()), range(TABS)
    )
    assert OwnFilter.objects.count() == 1


def test_one_resolution_is_written_for_each(story):
    people, at = story.people, clock.now()
    cases = [story.registered(), story.registered(author=people.stranger)]
    ids = [case.public_id for case in cases]
    ticked = [(one, one.stamp) for one in ticked_cases(people.head, ids, at)]
    executor, outcomes = people.executor, []

    def press(_tab):
        outcomes.extend(assign_many(ticked, executor, "Оглянути", people.head, clock.now()))

    in_threads(press, range(TABS))
    assert len(outcomes) == TABS * 2
    assert all(outcome.is_done for outcome in outcomes), [one.words for one in outcomes]
    assert CaseEvent.objects.filter(kind=CaseEvent.Kind.RESOLUTION).count() == 2
    assert OutboxMessage.objects.filter(kind="appeals.assigned").count() == 2


def test_it_is_decided_once_on_a_shorter_term(story):
    case, head = story.in_progress(), story.people.head
    Registration.objects.filter(case=case).update(shorter_term_reason="Хворіє дитина")
    refused = []

    def press(_tab):
        try:
            shorten_term(case, case.due_on, head, clock.now())
        except Conflict as conflict:
            refused.append(conflict)

    in_threads(press, range(TABS))
    assert len(refused) == TABS - 1
    assert OutboxMessage.objects.filter(kind="appeals.shortened").count() == 1


def test_a_reply_is_signed_or_written_anew_never_both(story):
    case, people, refused = story.drafted(), story.people, []

    def sign():
        appeals.sign_reply(case, people.head, clock.now(), text="Старий текст", version=1)

    def write_anew():
        appeals.return_for_rework(case, "Назвіть день", people.head, clock.now(), version=1)
        appeals.draft_reply(case, "Новий текст", "9.1", people.executor, clock.now(), version=1)

    def press(verb):
        try:
            verb()
        except Conflict as conflict:
            refused.append(conflict)

    in_threads(press, [sign, write_anew])
    appeal = Appeal.objects.select_related("case").get(pk=case.pk)
    ended = (appeal.case.state, appeal.reply_text)
    assert ended in [("answered", "Старий текст"), ("reply_draft", "Новий текст")]
    assert len(refused) == 1


@pytest.mark.parametrize("what", ["attend", "shorter"])
def test_one_wish_of_the_author_is_recorded(story, what):
    case, author, refused = story.in_progress(), story.people.resident, []

    def press(_tab):
        try:
            appeals.plead(case, what, "Хворіє дитина", author, clock.now())
        except Conflict as conflict:
            refused.append(conflict)

    in_threads(press, range(TABS))
    assert len(refused) == TABS - 1
    assert case.events.filter(kind=CaseEvent.Kind.ADDITION).count() == 1
