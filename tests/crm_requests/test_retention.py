"""Records over their time lose the person (PD-07, R-08): dry run, act, what is kept longer."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from core import clock
from core.audit.models import Entry
from core.errors import Conflict, RuleBroken
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.appeals.holdings import AppealsHoldings
from crm.appeals.models import Registration
from crm.cases.anonymising import anonymise_cases
from crm.cases.links import link_cases
from crm.cases.models import Attachment, Case, CaseLink
from crm.cases.rights import NotAllowed
from crm.desk.services import add_files
from crm.requests import services as requests
from crm.requests.models import AnonymisationAct
from crm.requests.retention import due_for_anonymising, years_after
from crm.requests.services.anonymising import anonymise_due, hold_case
from crm.residents.models import Contact, Resident
from directory.models import RetentionTerm
from tests.files import PDF
from tests.people import make_person

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2020, 3, 2, 9, 0, tzinfo=UTC)
AFTER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def old(people, story, private_root):
    """An appeal answered six years ago, with a file and a letter."""
    with clock.frozen(LONG_AGO):
        case = story.drafted()
        file = SimpleUploadedFile("довідка.pdf", PDF)
        add_files(case, [file], people.clerk, clock.now(), for_author=True)
        return appeals.sign_reply(case, people.head, clock.now())


@pytest.fixture
def old_request(people, ask, in_work):
    """A guest's request of the same days."""
    with clock.frozen(LONG_AGO):
        case = in_work(ask())
        return requests.sign_answer(case, "Ось кошторис", people.head, clock.now(), version=0)


TODAY = AFTER.date()


def numbers(today=TODAY):
    return {one.case.number for one in due_for_anonymising(today)}


class TestSchedule:
    def test_five_years_from_the_decision_and_not_a_day_earlier(self, old):
        assert numbers(date(2025, 3, 2)) == set()
        assert numbers(date(2025, 3, 3)) == {old.number}

    def test_leap_day_ends_on_the_28th(self):
        assert years_after(date(2024, 2, 29), 5) == date(2029, 2, 28)
        assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)

    def test_term_is_data_of_the_city(self, old):
        RetentionTerm.objects.filter(kind="appeal").update(years=10)
        assert numbers() == set()
        RetentionTerm.objects.filter(kind="appeal").delete()
        assert numbers() == set()

    def test_repeated_one_counts_from_the_last_consideration(self, old, people, story):
        with clock.frozen(LONG_AGO + timedelta(days=3 * 365)):
            later = story.answered(subject="Знову")
            link_cases(later, old, CaseLink.Kind.REPEATS, people.clerk, clock.now())
        assert numbers() == set()
        assert numbers(date(2028, 3, 5)) == {old.number, later.number}

    def test_matter_that_is_open_again_keeps_all(self, old, people, story):
        later = story.submitted(subject="Знову")
        link_cases(later, old, CaseLink.Kind.REPEATS, people.clerk, clock.now())
        assert numbers() == set()

    def test_record_is_kept_longer_by_decision(self, old, people):
        hold_case(old, date(2030, 1, 1), "Рішення експертної комісії", people.admin, AFTER)
        assert numbers() == set()
        assert numbers(date(2030, 1, 2)) == {old.number}
        assert Entry.objects.filter(action="retention.held").exists()


class TestAct:
    def test_person_texts_and_files_go_figures_stay(self, old, people):
        before = (old.number, old.kind, old.channel, old.state, old.registered_on, old.due_on)
        path = old.attachments.get().file.path
        body = old.appeal.body
        with clock.frozen(AFTER):
            act = anonymise_due(people.admin, AFTER, key="one")
        case = Case.objects.get(pk=old.pk)
        assert before == (
            case.number, case.kind, case.channel, case.state, case.registered_on, case.due_on,
        )  # fmt: skip
        assert (case.resident, case.author, case.search_text) == (None, None, "")
        assert case.anonymised_at == AFTER
        assert (case.appeal.body, case.appeal.reply_text) == ("", "")
        assert case.appeal.result == "9.1"
        assert case.questions.get().topic == "Q10"
        assert not Attachment.objects.filter(case=case).exists()
        told = "".join(str(event.text) + str(event.data) for event in case.events.all())
        assert body not in told
        assert "Гнатюк" not in told
        assert (act.cases_count, act.files_count) == (1, 1)
        assert act.lines.get().kept_until == date(2025, 3, 2)
        assert path

    def test_restored_term_and_decision_on_a_shorter_one_lose_their_words(self, old, people):
        Registration.objects.filter(case=old).update(
            term_restored=True,
            term_restored_reason="Лікувалася",
            shorter_term_reason="Хворіє дитина",
            shorter_term_decision="refused",
            shorter_term_answer="Дитина одужала",
        )
        told = AppealsHoldings().export(old.resident)["appeals"][0]["card"]["shorter_term"]
        assert (told["reasons"], told["answer"]) == ("Хворіє дитина", "Дитина одужала")
        anonymise_cases([old], AFTER)
        AppealsHoldings().anonymise_cases([old.pk])
        card = Registration.objects.get(case=old)
        assert (card.term_restored, card.shorter_term_decision) == (True, "refused")
        kept = f"{card.term_restored_reason} {card.shorter_term_reason} {card.shorter_term_answer}"
        assert not {"Лікувалася", "Хворіє", "Дитина"} & set(kept.split())

    def test_file_is_deleted_on_the_disk_only_when_the_act_is_kept(
        self, old, people, django_capture_on_commit_callbacks
    ):
        path = Path(old.attachments.get().file.path)
        with django_capture_on_commit_callbacks() as callbacks:
            anonymise_due(people.admin, AFTER, key="one")
        assert path.exists()
        for callback in callbacks:
            callback()
        assert not path.exists()

    def test_guest_is_forgotten_with_the_last_record(self, old_request, people):
        resident = old_request.resident
        act = anonymise_due(people.admin, AFTER, key="one")
        resident.refresh_from_db()
        assert act.people_count == 1
        assert (resident.last_name, resident.first_name) == ("Знеособлено", "")
        assert not Contact.objects.filter(resident=resident).exists()
        queued = OutboxMessage.objects.filter(to_address="guest@news.test")
        assert not queued.exclude(state__in=("queued", "sending")).exists()

    def test_person_with_an_account_keeps_the_card(self, old, people):
        anonymise_due(people.admin, AFTER, key="one")
        assert Resident.objects.get(user=people.resident).last_name == "Дорошенко"

    def test_closed_account_goes_with_the_last_record(self, old, people):
        people.resident.is_active = False
        people.resident.save()
        anonymise_due(people.admin, AFTER, key="one")
        people.resident.refresh_from_db()
        assert people.resident.last_name == ""
        assert people.resident.email == f"erased-{people.resident.pk}@invalid"
        assert Entry.objects.filter(action="accounts.erased").exists()

    def test_requalified_records_share_bytes_until_both_go(self, people, story, private_root):
        with clock.frozen(LONG_AGO):
            first = story.submitted()
            file = SimpleUploadedFile("довідка.pdf", PDF)
            add_files(first, [file], people.clerk, clock.now(), for_author=True)
            copy = requests.open_from_case(first, "Текст", people.clerk, clock.now())
        assert copy.attachments.get().file.name == first.attachments.get().file.name
        anonymise_cases([first], AFTER)
        assert copy.attachments.get().file.storage.exists(copy.attachments.get().file.name)

    def test_same_key_makes_one_act(self, old, people):
        first = anonymise_due(people.admin, AFTER, key="one")
        assert anonymise_due(people.admin, AFTER, key="one") == first
        with pytest.raises(RuleBroken):
            anonymise_due(people.admin, AFTER, key="two")
        assert Entry.objects.filter(action="retention.anonymised").count() == 1

    def test_changed_list_is_refused(self, old, people):
        with pytest.raises(Conflict):
            anonymise_due(people.admin, AFTER, key="one", seen=7)
        assert Case.objects.get(pk=old.pk).anonymised_at is None

    @pytest.mark.parametrize("role", ["clerk", "head", "auditor", "resident"])
    def test_nobody_but_an_administrator(self, old, people, role):
        with pytest.raises(NotAllowed):
            anonymise_due(getattr(people, role), AFTER, key="one")


class TestPage:
    def test_dry_run_act_and_print(self, client_of, old):
        client = client_of("admin")
        with clock.frozen(AFTER):
            page = client.get(reverse("desk:retention"))
            shown = page.content.decode()
            assert old.number in shown
            assert "Дорошенко" not in shown
            assert "Протекла" not in shown
            key = page.context["form"]["key"].value()
            unsure = client.post(reverse("desk:retention"), {"key": key, "seen": 1})
            assert unsure.status_code == 422
            assert not AnonymisationAct.objects.exists()
            sure = {"key": key, "seen": 1, "sure": "on"}
            done = client.post(reverse("desk:retention"), sure, follow=True)
        act = AnonymisationAct.objects.get()
        assert act.number == "АЗ-1/26"
        assert old.number in done.content.decode()
        again = client.post(reverse("desk:retention"), sure)
        assert again["Location"] == reverse("desk:retention_act", args=[act.public_id])

    def test_keeping_longer(self, client_of, old):
        client = client_of("admin")
        url = reverse("desk:retention_hold", args=[old.public_id])
        assert client.get(url).status_code == 200
        past = client.post(url, {"until": "2020-01-01", "reason": "Так"})
        assert past.status_code == 422
        assert client.post(url, {"until": "2099-01-01", "reason": ""}).status_code == 422
        assert client.post(url, {"until": "2099-01-01", "reason": "Рішення"}).status_code == 302
        assert old.number not in numbers()

    def test_anonymised_record_opens_at_the_desk_and_is_nobodys_in_the_cabinet(
        self, client_of, old, people
    ):
        anonymise_due(people.admin, AFTER, key="one")
        page = client_of("clerk").get(reverse("desk:case", args=[old.public_id]))
        assert page.status_code == 200
        assert "Знеособлено" in page.content.decode()
        own = client_of("resident").get(reverse("cabinet:appeal", args=[old.public_id]))
        assert own.status_code == 404


class TestCommand:
    def test_dry_run_changes_nothing(self, old):
        out = StringIO()
        with clock.frozen(AFTER):
            call_command("anonymise", stdout=out)
        assert old.number in out.getvalue()
        assert Case.objects.get(pk=old.pk).anonymised_at is None

    def test_act_needs_an_administrator(self, old, people):
        with clock.frozen(AFTER), pytest.raises(CommandError):
            call_command("anonymise", "--act", stdout=StringIO())
        clerk = make_person("clerk")
        with clock.frozen(AFTER), pytest.raises(CommandError):
            call_command("anonymise", "--act", "--by", clerk.email, stdout=StringIO())
        out = StringIO()
        with clock.frozen(AFTER):
            call_command("anonymise", "--act", "--by", people.admin.email, stdout=out)
        assert "АЗ-1/26" in out.getvalue()
