"""One transaction from what was typed to a number, terms, letters and the journal."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import TestCase

from blocks.forms.services import current_revision
from core import clock
from core.audit.models import Entry
from core.errors import Conflict, RuleBroken
from core.ids.models import NumberSeries
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.appeals.models import Appeal, AppealDraft
from crm.appeals.services.drafts import put_away_beside
from crm.cases.models import Attachment, Case
from crm.residents.models import Consent, Resident
from tests.desk.stories import BODY
from tests.factories.directory import AddresseeFactory
from tests.files import PDF, pdf
from tests.letters import write_letters

TUESDAY = datetime(2026, 3, 10, 12, 41, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_submitting_makes_number_terms_timeline_and_letters(story, people):
    """A-14: 15 days, a month and 45 days, all from receipt; R-01: an index at once."""
    case = story.submitted(at=TUESDAY)
    assert case.number == "Д-1/26"
    assert (case.state, case.channel) == ("submitted", "web")
    assert case.registered_on == date(2026, 3, 10)
    # WE-01 and WE-02 of domain.md, martial regime
    due = {one.purpose: one.clock.due_on for one in case.clocks.select_related("clock")}
    assert due == {
        "reply": date(2026, 4, 10),
        "simple": date(2026, 3, 25),
        "extended": date(2026, 4, 24),
        "forward": date(2026, 3, 16),
        "return": date(2026, 3, 20),
        "return_data": date(2026, 3, 16),
    }
    assert (case.due_on, case.target_on) == (date(2026, 4, 10), date(2026, 4, 10))
    assert case.main_clock.explanation
    assert [event.kind for event in case.events.all()] == ["submitted"]
    assert Entry.objects.filter(action="appeal.submitted", actor=people.resident).count() == 1
    assert case.resident.user == people.resident
    assert Consent.objects.get(resident=case.resident).given_at == TUESDAY


def test_letters_say_number_and_link_but_never_the_text(story, people):
    people.clerk  # noqa: B018 - the office must exist before the appeal
    case = story.submitted(at=TUESDAY)
    write_letters()
    letters = list(OutboxMessage.objects.filter(kind__startswith="appeals."))
    assert {letter.to_address for letter in letters} == {
        people.moderator.email,
        people.clerk.email,
        people.resident.email,
    }
    for letter in letters:
        everything = letter.subject + letter.body_text + (letter.body_html or "")
        assert case.number in everything
        assert case.public_id in letter.body_text
        assert "стел" not in everything.lower()
        assert BODY not in everything
        assert "Дорошенко" not in everything or letter.to_address == people.resident.email


def test_submitting_costs_at_most_twenty_statements(
    story, people, private_root, django_assert_max_num_queries
):
    people.clerk  # noqa: B018
    story.submitted()
    blamed = {"kind": "complaint", "against": story.addressee.slug}
    draft = story.draft(against_text="Майстер тричі не прийшов у призначений час", **blamed)
    appeals.add_draft_files(draft, [pdf("акт.pdf")], clock.now())
    people.resident.refresh_from_db()
    # SAVEPOINT and RELEASE stand here for BEGIN and COMMIT
    with django_assert_max_num_queries(22):
        appeals.register_appeal(draft, people.resident, clock.now())


def test_second_call_answers_with_the_same_case(story, people):
    draft = story.draft()
    first = appeals.register_appeal(draft, people.resident, clock.now())
    second = appeals.register_appeal(draft, people.resident, clock.now())
    assert first == second
    assert Case.objects.count() == Appeal.objects.count() == 1
    assert NumberSeries.objects.get(name__startswith="appeals:").last == 1


def test_foreign_draft_cannot_be_sent(story, people):
    draft = story.draft()
    with pytest.raises(RuleBroken, match="author|автор"):
        appeals.register_appeal(draft, people.stranger, clock.now())
    assert not Case.objects.exists()


def test_draft_put_away_cannot_be_sent(story, people):
    draft = story.draft()
    appeals.discard_draft(draft, clock.now())
    with pytest.raises(Conflict):
        appeals.register_appeal(draft, people.resident, clock.now())


@pytest.mark.parametrize("field", ["addr_street", "first_name", "middle_name"])
def test_incomplete_profile_is_refused(story, people, field):
    """A-02, A-28: name, patronymic if any and residence stand in a complete profile."""
    draft = story.draft()
    setattr(people.resident, field, "")
    with pytest.raises(RuleBroken) as refused:
        appeals.register_appeal(draft, people.resident, clock.now())
    assert refused.value.code == "profile"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"body": "   "}, "body"),
        ({"kind": "threat"}, "kind"),
        ({"kind": "complaint", "against_text": "ні"}, "against_text"),
        (
            {"kind": "complaint", "against_text": "Не полагодили дах", "against": "absent"},
            "against",
        ),
        ({"reply_channel": "pigeon"}, "reply_channel"),
        ({"reply_channel": "phone"}, "reply_channel"),  # an oral reply is for oral appeals
        ({"learned_on": "завтра"}, "learned_on"),
    ],
)
def test_incomplete_or_forged_draft_is_refused_and_takes_no_number(story, people, typed, field):
    """A-02: the substance of the matter is mandatory."""
    draft = story.draft(**typed)
    with pytest.raises(RuleBroken) as refused:
        appeals.register_appeal(draft, people.resident, clock.now())
    assert refused.value.field == field
    assert not Case.objects.exists()
    assert not NumberSeries.objects.filter(name__startswith="appeals:").exists()


def test_failure_after_the_number_gives_it_back(story, people, monkeypatch):
    """R-02: no gap is left."""
    draft = story.draft()

    def broken(*_args, **_kwargs):
        raise OSError("disk")

    monkeypatch.setattr("crm.appeals.notices.tell_of_submission", broken)
    with pytest.raises(OSError, match="disk"), transaction.atomic():
        appeals.register_appeal(draft, people.resident, clock.now())
    monkeypatch.undo()
    assert not Case.objects.exists()
    draft.refresh_from_db()
    assert appeals.register_appeal(draft, people.resident, TUESDAY).number == "Д-1/26"


def test_files_of_the_draft_become_files_of_the_case(story, people, private_root):
    draft = story.draft()
    appeals.add_draft_files(draft, [pdf("стеля.pdf")], clock.now())
    case = appeals.register_appeal(draft, people.resident, clock.now())
    attachment = Attachment.objects.get(case=case)
    assert (attachment.name, attachment.for_author) == ("стеля.pdf", True)
    assert attachment.file.open("rb").read() == PDF
    attachment.file.close()


def test_numbers_of_a_year_have_no_gap(story, people):
    """R-02"""
    numbers = [story.submitted().number, story.submitted().number]
    numbers.append(story.submitted(people.stranger).number)
    assert [number.split("-")[1].split("/")[0] for number in numbers] == ["1", "2", "3"]


def test_one_open_draft_per_person_addressee_and_form(story):
    assert story.draft() == story.draft()
    first = story.submitted()
    again = story.draft()
    assert again.state == AppealDraft.State.OPEN
    assert again.case is None
    assert first.draft != again


def test_sent_draft_takes_no_more_text(story, people):
    draft = story.draft()
    appeals.register_appeal(draft, people.resident, clock.now())
    with pytest.raises(Conflict):
        appeals.save_draft(draft, {"body": "інше"}, clock.now())


def test_statement_blames_nobody_even_when_somebody_was_chosen_before(story):
    case = story.submitted(against=story.addressee.slug, against_text="Майстер не прийшов")
    assert case.against is None
    assert case.appeal.against_text == ""


def test_draft_of_a_guest_becomes_the_users_and_the_older_one_can_be_had_back(story, people, form):
    older = story.draft(body="Старіший текст, який теж шкода втратити.")
    guest = appeals.open_draft(AnonymousUser(), "key", story.addressee, form, clock.now())
    appeals.save_draft(guest, {"body": "Гостьовий текст"}, clock.now())
    appeals.claim_drafts(people.resident, "key", clock.now())
    kept = AppealDraft.objects.get(user=people.resident, state="open")
    assert (kept.data["body"], kept.guest_key_hash) == ("Гостьовий текст", "")
    beside = put_away_beside(kept, people.resident)
    assert beside == older
    appeals.restore_draft(beside, people.resident, clock.now())
    assert AppealDraft.objects.get(user=people.resident, state="open") == older
    assert put_away_beside(older, people.resident) == kept


def test_old_drafts_are_forgotten_with_their_files(story, people, private_root):
    draft, case = story.draft(), story.submitted(people.stranger)
    appeals.add_draft_files(draft, [pdf()], clock.now())
    path = Path(draft.files.get().file.path)
    assert appeals.forget_old_drafts(clock.now()) == 0
    assert path.exists()
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert appeals.forget_old_drafts(clock.now() + timedelta(days=91)) == 1
    assert not path.exists()
    sent = AppealDraft.objects.get(case=case)
    assert (sent.state, sent.data) == ("submitted", {})
    assert case.appeal.body == BODY


def test_sent_after_hours_counts_as_registered_on_the_next_working_day(story):
    """WE-05: received on Friday at 19:40 with the office open till 18:00."""
    case = story.submitted(at=datetime(2026, 1, 30, 17, 40, tzinfo=UTC))
    assert case.registered_on == date(2026, 2, 2)
    assert case.due_on == date(2026, 3, 2)


def test_feedback_is_a_case_without_a_term_and_with_its_own_number(story, people, forms):
    at = TUESDAY
    draft = appeals.open_draft(people.resident, "", story.addressee, forms["feedback"], at)
    appeals.save_draft(draft, {"subject": "Дякую", "body": "Швидко полагодили ліхтар."}, at)
    case = appeals.register_appeal(draft, people.resident, at)
    assert (case.kind, case.number) == ("consultation", "ВГ-1/26")
    assert case.main_clock is None
    assert not case.clocks.exists()
    closed = appeals.close_appeal(case, people.clerk, at)
    assert closed.state == "closed"


def test_legal_entity_gives_its_name_and_a_code_with_the_right_check_digit(story, people, forms):
    at = TUESDAY
    form = forms["appeal-legal-entity"]
    draft = appeals.open_draft(people.resident, "", story.addressee, form, at)
    typed = {"kind": "statement", "subject": "Вивіз сміття", "body": "Просимо змінити графік."}
    typed |= {"organisation_name": "ТОВ «Калина»", "organisation_code": "32855960"}
    appeals.save_draft(draft, typed, at)
    with pytest.raises(RuleBroken) as refused:
        appeals.register_appeal(draft, people.resident, at)
    assert refused.value.field == "organisation_code"
    appeals.save_draft(draft, {"organisation_code": "32855961"}, at)
    case = appeals.register_appeal(draft, people.resident, at)
    assert case.appeal.applicant == "legal_entity"
    assert case.appeal.organisation_code == "32855961"


def test_answers_are_kept_with_the_revision_they_were_given_under(story, people, form):
    revision = current_revision(form)
    case = story.submitted(values={"representative": "Донька"})
    assert case.appeal.form_revision == revision
    assert case.appeal.values == {"representative": "Донька"}


def test_person_is_recognised_once_and_brought_up_to_date(story, people):
    story.submitted()
    people.resident.addr_street = "вулиця Нова"
    people.resident.save()
    story.submitted()
    assert Resident.objects.get(user=people.resident).addr_street == "вулиця Нова"


def test_complaint_is_not_announced_to_those_it_is_about(story, people):
    people.clerk  # noqa: B018
    story.submitted(
        kind="complaint", against=story.addressee.slug, against_text="Майстер не прийшов тричі"
    )
    write_letters()
    told = set(OutboxMessage.objects.values_list("to_address", flat=True))
    assert people.moderator.email not in told
    assert people.clerk.email in told


def test_addressee_that_takes_no_appeals_is_refused(people, form):
    closed = AddresseeFactory(listed=True, accepts_appeals=False)
    with pytest.raises(RuleBroken):
        appeals.open_draft(people.resident, "", closed, form, clock.now())
    assert not AppealDraft.objects.exists()
