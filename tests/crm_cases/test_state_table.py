"""The table of domain.md 13.1, pair by pair, and what every step leaves behind."""

import itertools
from functools import partial

import pytest

from core import clock
from core.audit.models import Entry
from core.errors import Conflict, RuleBroken
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.appeals.services.rights import NotAllowed
from crm.cases.models import Case
from crm.cases.services import add_note, lock_case, move_case
from crm.cases.states import APPEAL, AUTHOR_LABELS, OPEN_STATES
from directory.models import Duty
from tests.desk.stories import HOUSING
from tests.factories.crm import AppealFactory
from tests.people import make_person

TABLE = {
    "submitted": {"registered", "requalified", "withdrawn"},
    "registered": {
        "assigned", "returned", "forwarded", "not_considered", "joined", "withdrawn",
    },
    "assigned": {"in_progress", "assigned", "forwarded", "withdrawn"},
    "in_progress": {"reply_draft", "assigned", "forwarded", "withdrawn"},
    "reply_draft": {"answered", "in_progress", "withdrawn"},
    "answered": {"closed"},
    # “follows X”: whatever becomes of the first; registered again when joined by mistake
    "joined": {"answered", "forwarded", "returned", "not_considered", "registered"},
}  # fmt: skip
PAIRS = list(itertools.product(APPEAL.states, APPEAL.states))


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_table_allows_what_the_law_allows_and_nothing_else(source, target):
    assert APPEAL.allows(source, target) == (target in TABLE.get(source, set()))


def test_every_state_has_a_label_for_the_author_and_knows_whether_it_is_open():
    assert set(AUTHOR_LABELS) >= set(APPEAL.states)
    assert set(OPEN_STATES) & set(APPEAL.states) == set(TABLE) - {"answered", "joined"}


@pytest.mark.django_db
def test_step_the_table_has_not_changes_nothing():
    case = AppealFactory(state="closed").case
    with pytest.raises(Conflict):
        move_case(lock_case(case), "registered", case.author, clock.now())
    case.refresh_from_db()
    assert case.state == "closed"
    assert not case.events.filter(kind="state").exists()


@pytest.mark.django_db
class TestPlainPath:
    def test_from_submitted_to_closed(self, story, people):
        case = story.answered()
        assert case.main_clock.stopped_at is not None
        appeal = case.appeal
        appeal.refresh_from_db()
        assert appeal.outgoing_index.endswith(case.number)
        assert appeal.reply_signed_by == people.head
        case = appeals.close_appeal(case, people.clerk, clock.now())
        assert (case.state, case.is_open) == ("closed", False)
        seen = case.events.filter(visibility="author").order_by("at", "pk")
        assert [event.kind for event in seen] == ["submitted", "state", "state", "state", "reply"]
        steps = Entry.objects.filter(action__startswith="appeal.").order_by("pk")
        assert [entry.action.removeprefix("appeal.") for entry in steps] == [
            "submitted", "registered", "assigned", "in_progress", "reply_draft", "answered",
            "closed",
        ]  # fmt: skip

    def test_outgoing_indexes_have_no_gap(self, story):
        indexes = [story.answered().appeal.outgoing_index for _turn in range(2)]
        assert [index.split("/")[0] for index in indexes] == ["1", "2"]

    def test_letters_on_the_way_carry_no_text(self, story, people):
        story.answered()
        for letter in OutboxMessage.objects.filter(kind__startswith="appeals."):
            said = letter.subject + letter.body_text + (letter.body_html or "")
            assert "стел" not in said
            assert "Дах" not in said
            assert "Оглянути" not in said
        told = OutboxMessage.objects.values_list("kind", "to_address")
        assert ("appeals.assigned", people.executor.email) in told
        assert ("appeals.to_sign", people.head.email) in told
        assert ("appeals.answered", people.resident.email) in told

    def test_signer_may_mend_the_text_or_send_it_back(self, story, people):
        case = story.drafted()
        case = appeals.return_for_rework(case, "Назвіть день.", people.head, clock.now())
        assert case.state == "in_progress"
        at = clock.now()
        case = appeals.draft_reply(case, "Дах полагодять.", "9.1", people.executor, at)
        case = appeals.sign_reply(case, people.head, clock.now(), text="Дах полагодять 12 березня.")
        case.appeal.refresh_from_db()
        assert case.appeal.reply_text == "Дах полагодять 12 березня."
        assert not case.events.filter(visibility="author", text="Назвіть день.").exists()


@pytest.mark.django_db
class TestSideways:
    def test_forwarded_ends_the_case_and_tells_the_author(self, story, people):
        """A-07"""
        case = story.registered()
        at = clock.now()
        case = appeals.forward_appeal(case, "ОДА", "Не наша компетенція", people.clerk, at)
        assert (case.state, case.is_open, case.closed_at) == ("forwarded", False, at)
        assert not case.clocks.filter(clock__stopped_at=None).exists()
        case.appeal.refresh_from_db()
        assert (case.appeal.result, case.appeal.forwarded_to) == ("9.5", "ОДА")
        assert OutboxMessage.objects.filter(kind="appeals.changed").count() == 2

    def test_returned_and_refused_need_a_reason(self, story, people):
        for verb, person, state, result in (
            (
                partial(appeals.return_to_author, ground="form"),
                people.clerk,
                "returned",
                "9.4",
            ),
            (
                partial(appeals.refuse_consideration, ground="late"),
                people.head,
                "not_considered",
                "9.6",
            ),
        ):
            case = story.registered()
            with pytest.raises(RuleBroken):
                verb(case, "  ", person, clock.now())
            case = verb(case, "Немає адреси, стаття 5.", person, clock.now())
            case.appeal.refresh_from_db()
            assert (case.state, case.appeal.result) == (state, result)

    @pytest.mark.parametrize("state", ["submitted", "registered", "in_progress", "drafted"])
    def test_author_withdraws_before_the_answer(self, story, people, state):
        case = getattr(story, state)()
        case = appeals.withdraw_appeal(case, people.resident, clock.now(), reason="Полагодили")
        assert (case.state, case.is_open) == ("withdrawn", False)

    def test_nobody_withdraws_after_the_answer_or_for_another(self, story, people):
        case = story.answered()
        with pytest.raises(Conflict):
            appeals.withdraw_appeal(case, people.resident, clock.now())
        with pytest.raises(RuleBroken):
            appeals.withdraw_appeal(story.submitted(), people.clerk, clock.now())

    def test_author_adds_until_the_answer(self, story, people):
        case = story.drafted()
        appeals.add_to_appeal(case, "Ще протекло", [], people.resident, clock.now())
        told = OutboxMessage.objects.get(kind="appeals.added")
        assert told.to_address == people.executor.email
        assert "протекло" not in told.body_text
        appeals.sign_reply(case, people.head, clock.now())
        with pytest.raises(Conflict):
            appeals.add_to_appeal(case, "Пізно", [], people.resident, clock.now())


@pytest.mark.django_db
class TestRights:
    """Success and refusal from one setup."""

    def test_only_the_office_registers_and_closes(self, story, people):
        case, at = story.submitted(), clock.now()
        for person in (people.moderator, people.head, people.executor, people.resident):
            with pytest.raises(NotAllowed):
                appeals.confirm_registration(case, person, at)
        case = appeals.confirm_registration(case, people.clerk, at, questions=HOUSING)
        assert case.state == "registered"

    def test_only_a_head_on_duty_signs(self, story, people):
        """A-17: signed by one who may."""
        case, at = story.drafted(), clock.now()
        stranger = make_person("head")
        for person in (people.moderator, people.executor, people.clerk, stranger):
            with pytest.raises(NotAllowed):
                appeals.sign_reply(case, person, at)
        assert appeals.sign_reply(case, people.head, at).state == "answered"

    def test_head_of_another_body_named_executor_does_not_sign(self, story, people):
        other = make_person("head")
        case, at = story.registered(), clock.now()
        appeals.assign_appeal(case, other, people.head, at, resolution="Відповісти")
        appeals.accept_assignment(case, other, at)
        case = appeals.draft_reply(case, "Дах полагодять.", "9.1", other, at)
        with pytest.raises(NotAllowed):
            appeals.sign_reply(case, other, at)

    def test_blamed_people_are_never_executors(self, story, people):
        """A-08 and A-22; whoever stands above the blamed may be one."""
        mayor = story.mayor()
        case, at = story.registered(kind="complaint", **blaming(story)), clock.now()
        with pytest.raises(RuleBroken) as refused:
            appeals.assign_appeal(case, people.executor, mayor, at, resolution="Оглянути")
        assert refused.value.code == "blamed"
        above = make_person("executor")
        case = appeals.assign_appeal(case, above, mayor, at, resolution="Оглянути")
        assert case.assignee == above

    def test_head_of_the_blamed_does_not_assign(self, story, people):
        case = story.registered(kind="complaint", **blaming(story))
        with pytest.raises(NotAllowed):
            appeals.assign_appeal(
                case, make_person("executor"), people.head, clock.now(), resolution="Оглянути"
            )

    def test_only_the_executor_accepts_the_work(self, story, people):
        case = story.assigned()
        with pytest.raises(RuleBroken):
            appeals.accept_assignment(case, people.head, clock.now())

    def test_resident_is_no_executor_and_author_does_not_answer_themselves(self, story, people):
        case, at = story.registered(), clock.now()
        with pytest.raises(RuleBroken):
            appeals.assign_appeal(case, people.stranger, people.head, at, resolution="Оглянути")
        own = story.registered(author=people.executor)
        with pytest.raises(RuleBroken):
            appeals.assign_appeal(own, people.executor, people.head, at, resolution="Оглянути")


def blaming(story):
    return {"against": story.addressee.slug, "against_text": "Майстер тричі не прийшов"}


@pytest.mark.django_db
def test_note_is_for_colleagues_and_has_a_limit(story, people):
    case = story.submitted()
    event = add_note(case, "  Дзвонив майстер  ", people.clerk, clock.now())
    assert (event.text, event.visibility) == ("Дзвонив майстер", "staff")
    for text in ("", " ", "я" * 20_001):
        with pytest.raises(RuleBroken):
            add_note(case, text, people.clerk, clock.now())


@pytest.mark.django_db
def test_search_finds_inflected_words_and_numbers_and_no_strangers(story, people):
    case = story.submitted(body="У квартирі після дощу протекла стеля.")
    seen = Case.objects.visible_to(people.clerk)
    for text in ("квартира", "стелею", "прот", case.number, case.number.lower(), "Д-1"):
        assert list(seen.matching(text)) == [case], text
    assert not seen.matching("дорога").exists()
    assert not Case.objects.visible_to(people.stranger).matching("стеля").exists()


@pytest.mark.django_db
def test_duties_are_the_only_truth_about_who_may_act(story, people):
    case = story.registered()
    Duty.objects.filter(user=people.moderator).delete()
    with pytest.raises(NotAllowed):
        appeals.assign_appeal(
            case, people.executor, people.moderator, clock.now(), resolution="Оглянути"
        )
