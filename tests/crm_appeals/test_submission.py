"""From a draft to a number: one transaction, once, without gaps."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.audit.models import Entry
from core.errors import Conflict, RuleBroken
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.appeals.models import AppealDraft
from crm.cases.models import Attachment, Case, CaseEvent
from tests.desk.stories import Story
from tests.factories.directory import AddresseeFactory
from tests.files import pdf
from tests.people import People

pytestmark = pytest.mark.django_db


def test_an_appeal_gets_number_terms_timeline_journal_and_letters(story: Story):
    case = story.submitted()
    assert case.number.startswith("Д-1/")
    assert case.state == "submitted"
    assert case.due_on == case.main_clock.due_on
    purposes = set(case.clocks.values_list("purpose", flat=True))
    assert purposes == {"reply", "simple", "extended", "forward", "return"}
    assert case.events.get().kind == CaseEvent.Kind.SUBMITTED
    assert Entry.objects.about(case).filter(action="appeal.submitted").count() == 1
    assert OutboxMessage.objects.filter(kind="appeals.acknowledged").count() == 1


def test_letters_go_to_moderator_office_and_author_and_hold_no_text(story: Story):
    clerk = story.people.clerk
    case = story.submitted(subject="Таємна тема", body="Таємний текст про сусідів і про стелю.")
    letters = OutboxMessage.objects.filter(kind__startswith="appeals.")
    expected = {clerk.email, story.people.moderator.email, story.people.resident.email}
    assert set(letters.values_list("to_address", flat=True)) == expected
    for letter in letters:
        assert "Таємн" not in letter.subject + letter.body_text + letter.body_html
        assert case.public_id in letter.body_text


def test_a_second_press_gives_the_same_number(story: Story):
    draft = story.draft()
    first = appeals.register_appeal(draft, draft.user, clock.now())
    second = appeals.register_appeal(draft, draft.user, clock.now())
    assert first.pk == second.pk
    assert Case.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="appeals.acknowledged").count() == 1


def test_numbers_of_a_year_have_no_gap(story: Story):
    people = story.people
    numbers = [story.submitted(people.resident).number for _turn in range(2)]
    numbers.append(story.submitted(people.stranger).number)
    assert [number.split("-")[1].split("/")[0] for number in numbers] == ["1", "2", "3"]


def test_a_refused_submission_leaves_nothing_and_takes_no_number(story: Story):
    draft = story.draft(body="")
    with pytest.raises(RuleBroken) as refusal:
        appeals.register_appeal(draft, draft.user, clock.now())
    assert refusal.value.field == "body"
    assert not Case.objects.exists()
    assert not OutboxMessage.objects.filter(kind__startswith="appeals.").exists()
    assert story.submitted(story.people.stranger).number.split("-")[1].startswith("1/")


def test_nobody_sends_anothers_draft(story: Story):
    draft = story.draft()
    with pytest.raises(RuleBroken):
        appeals.register_appeal(draft, story.people.stranger, clock.now())
    assert not Case.objects.exists()


def test_an_incomplete_profile_files_nothing(story: Story):
    author = story.people.resident
    author.addr_street = ""
    author.save()
    with pytest.raises(RuleBroken) as refusal:
        story.submitted(author)
    assert refusal.value.code == "profile"


def test_an_evening_appeal_counts_from_the_next_working_day(story: Story):
    """DL-05, WE-05: received on Friday at 19:40, registered on Monday."""
    with clock.frozen(datetime(2026, 1, 30, 17, 40, tzinfo=UTC)):
        case = story.submitted()
    assert case.registered_on.isoformat() == "2026-02-02"
    assert case.due_on.isoformat() == "2026-03-02"


def test_one_open_draft_per_person_addressee_and_form(story: Story):
    assert story.draft().pk == story.draft().pk
    first = story.submitted()
    again = story.draft()
    assert again.state == AppealDraft.State.OPEN
    assert again.case is None
    assert first.draft.pk != again.pk


def test_a_sent_draft_takes_no_more_text(story: Story):
    draft = story.draft()
    appeals.register_appeal(draft, draft.user, clock.now())
    with pytest.raises(Conflict):
        appeals.save_draft(draft, {"body": "інше"}, clock.now())


def test_files_of_the_draft_become_files_of_the_case(story: Story, private_root):
    draft = story.draft()
    appeals.add_draft_files(draft, [pdf("стеля.pdf")], clock.now())
    case = appeals.register_appeal(draft, draft.user, clock.now())
    attachment = Attachment.objects.get(case=case)
    assert attachment.name == "стеля.pdf"
    assert attachment.for_author
    with attachment.file.open() as kept:
        assert kept.read().startswith(b"%PDF")
    assert not draft.files.exists()


def test_a_complaint_about_the_addressee_is_told_to_the_office_only(story: Story):
    """A-08: whoever is complained about neither hears of it nor sees it."""
    clerk, moderator = story.people.clerk, story.people.moderator
    case = story.submitted(
        kind="complaint",
        against=story.addressee.slug,
        against_text="Майстер тричі не прийшов за викликом.",
    )
    told = set(
        OutboxMessage.objects.filter(kind="appeals.received").values_list("to_address", flat=True)
    )
    assert told == {clerk.email}
    assert not Case.objects.visible_to(moderator).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(clerk).filter(pk=case.pk).exists()


def test_submission_takes_at_most_twenty_statements(story: Story, people: People):
    story.submitted(people.stranger)
    draft = story.draft()
    _also = people.clerk
    with CaptureQueriesContext(connection, ) as seen:
        appeals.register_appeal(draft, draft.user, clock.now())
    statements = [q["sql"] for q in seen if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= 20, "\n".join(sql[:120] for sql in statements)


def test_a_guests_draft_becomes_the_users_at_log_in(story: Story):
    from django.contrib.auth.models import AnonymousUser

    form = story.draft().form
    guest = appeals.open_draft(AnonymousUser(), "key", story.addressee, form, clock.now())
    appeals.save_draft(guest, {"body": "Гостьовий текст"}, clock.now())
    appeals.claim_drafts(story.people.resident, "key", clock.now())
    kept = AppealDraft.objects.get(user=story.people.resident, state="open")
    assert kept.data["body"] == "Гостьовий текст"
    assert kept.guest_key_hash == ""


def test_a_closed_addressee_takes_no_drafts(story: Story):
    closed = AddresseeFactory(listed=True, accepts_appeals=False)
    with pytest.raises(RuleBroken):
        story.draft(addressee=closed)
