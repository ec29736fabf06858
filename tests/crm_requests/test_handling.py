"""Staff work on a request: steps of 13.7, terms of 6.1, the three-part test, the fee."""

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from core.audit.models import Entry
from core.errors import Conflict, RuleBroken
from core.notify.models import OutboxMessage
from crm.cases.models import Case
from crm.cases.rights import NotAllowed
from crm.cases.states import INQUIRY
from crm.deadlines.models import DeadlineClock
from crm.deadlines.reminding import remind
from crm.requests import services as requests
from crm.requests.models import inquiry_of
from crm.requests.notices import key_of
from tests.files import PDF

pytestmark = pytest.mark.django_db

TABLE = {
    "submitted": {"registered", "withdrawn"},
    "registered": {"in_progress", "forwarded", "refused", "withdrawn"},
    "in_progress": {"answered", "refused", "forwarded", "withdrawn"},
    "answered": {"closed"},
}
PAIRS = list(itertools.product(INQUIRY.states, INQUIRY.states))
TEST = {"aim": "Безпека", "harm": "Витік схем", "balance": "Шкода більша"}
NOTE = "До суду."


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_table_allows_what_13_7_allows_and_nothing_else(source, target):
    assert INQUIRY.allows(source, target) == (target in TABLE.get(source, set()))


def post(client, case, code, **data):
    return client.post(reverse("desk:act", args=[case.public_id, code]), data)


class TestPlainPath:
    def test_clerk_registers_executor_drafts_head_signs_clerk_closes(
        self, client_of, people, ask, now, private_root
    ):
        case = ask()
        clerk, executor, head = client_of("clerk"), client_of("executor"), client_of("head")
        post(clerk, case, "register")
        post(head, case, "assign", executor=people.executor.pk, resolution="Підготувати копію")
        post(executor, case, "take")
        case.refresh_from_db()
        assert (case.state, case.assignee) == ("in_progress", people.executor)
        post(executor, case, "draft", text="Кошторис додано.", version=0)
        page = head.get(reverse("desk:case", args=[case.public_id])).content.decode()
        assert "Кошторис додано." in page
        file = SimpleUploadedFile("кошторис.pdf", PDF)
        answer = post(
            head, case, "sign", text="Кошторис додано.", version=1, copied_pages=14, files=[file]
        )
        assert answer.status_code == 302
        inquiry = inquiry_of(case)
        assert inquiry.reply_signed_by == people.head
        assert inquiry.copying_fee == Decimal("8.00")  # ten pages are free, four cost 2 UAH
        case.refresh_from_db()
        assert (case.state, case.answered_at) == ("answered", now)
        assert not DeadlineClock.objects.filter(of_case__case=case, stopped_at=None).exists()
        post(clerk, case, "close")
        case.refresh_from_db()
        assert case.state == "closed"

    def test_guest_reads_the_answer_and_its_files_by_the_link(
        self, client, people, ask, in_work, now, private_root
    ):
        case = ask()
        in_work(case)
        requests.sign_answer(
            case,
            "Ось кошторис.",
            people.head,
            now,
            version=0,
            files=[SimpleUploadedFile("кошторис.pdf", PDF)],
        )
        letter = OutboxMessage.objects.get(kind="requests.answered")
        assert letter.to_address == "guest@news.test"
        assert "Ось кошторис" not in letter.body_text
        key = key_of(case)
        page = client.get(reverse("requests:follow", args=[key])).content.decode()
        assert "Ось кошторис." in page
        file = case.attachments.get()
        got = client.get(reverse("requests:follow_file", args=[key, file.public_id]))
        assert b"".join(got.streaming_content) == PDF
        case.attachments.update(for_author=False)
        hidden = client.get(reverse("requests:follow_file", args=[key, file.public_id]))
        assert hidden.status_code == 404

    def test_executor_may_not_sign(self, client_of, people, ask, in_work, now):
        case = in_work(ask())
        answer = post(client_of("executor"), case, "sign", text="Так", version=0)
        assert answer.status_code == 404
        with pytest.raises(NotAllowed):
            requests.sign_answer(case, "Так", people.moderator, now, version=0)

    def test_two_drafts_do_not_overwrite_each_other(self, client_of, people, ask, in_work, now):
        case = in_work(ask())
        requests.draft_answer(case, "Перший", people.moderator, now, version=0)
        answer = post(client_of("head"), case, "draft", text="Другий", version=0)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Другий" in page
        assert "Перший" in page
        assert inquiry_of(case).reply_text == "Перший"
        again = post(client_of("head"), case, "draft", text="Другий", version=1)
        assert again.status_code == 302

    def test_second_press_of_a_signature_is_refused(self, people, ask, in_work, now):
        case = in_work(ask())
        requests.sign_answer(case, "Так", people.head, now, version=0)
        with pytest.raises(Conflict):
            requests.sign_answer(case, "Так", people.head, now, version=0)
        assert Entry.objects.filter(action="information.answered").count() == 1


class TestTerms:
    def test_large_volume_takes_20_working_days_and_the_requester_is_told(
        self, client_of, ask, in_work, now
    ):
        case = in_work(ask())
        answer = post(client_of("head"), case, "extend", reason="Сорок томів")
        assert answer.status_code == 302
        case.refresh_from_db()
        assert case.is_extended
        assert case.due_on == date(2026, 3, 30)
        letter = OutboxMessage.objects.get(kind="requests.extended")
        assert "30 березня" in letter.body_text

    def test_after_the_first_five_days_it_is_too_late(self, people, ask, in_work, now):
        case = in_work(ask())
        late = now + timedelta(days=8)
        with pytest.raises(Conflict):
            requests.extend_inquiry(case, "Сорок томів", people.head, late)
        case.refresh_from_db()
        assert case.due_on == date(2026, 3, 9)

    def test_urgent_runs_48_hours_from_receipt_over_weekends(self, client_of, ask):
        friday = datetime(2026, 3, 6, 14, 30, tzinfo=UTC)
        with clock.frozen(friday):
            case = ask()
            post(client_of("clerk"), case, "urgent", reason="Вода отруєна")
        case.refresh_from_db()
        assert case.main_clock.due_at == friday + timedelta(hours=48)
        assert case.due_on == date(2026, 3, 8)
        page = client_of("clerk").get(reverse("desk:case", args=[case.public_id]))
        assert "16:30" in page.content.decode()

    def test_urgent_one_is_not_extended(self, people, ask, now):
        case = ask()
        requests.register_inquiry(case, people.clerk, now)
        requests.mark_urgent(case, "Вода", people.clerk, now)
        with pytest.raises(Conflict):
            requests.extend_inquiry(case, "Багато", people.head, now)

    def test_reminders_speak_of_a_request(self, people, ask, in_work, now):
        in_work(ask())
        later = now + timedelta(days=4)
        with clock.frozen(later):
            remind(later)
        kinds = set(OutboxMessage.objects.values_list("kind", flat=True))
        assert "requests.due_soon" in kinds
        assert "appeals.due_soon" not in kinds

    def test_study_of_a_personal_data_request_is_watched_until_taken(self, people, wish, now):
        case = wish()
        later = now + timedelta(days=9)
        with clock.frozen(later):
            remind(later)
        assert OutboxMessage.objects.filter(kind="requests.due_soon").exists()
        requests.register_inquiry(case, people.clerk, later)
        requests.take_inquiry(case, people.moderator, later)
        study = case.clocks.get(purpose="study").clock
        assert study.stopped_at == later


class TestForwardAndRefuse:
    def test_forwarded_to_the_true_holder_and_told(self, client_of, ask, in_work, now):
        case = in_work(ask(author=None))
        answer = post(client_of("clerk"), case, "forward", to_body="Водоканал", reason="Їхнє")
        assert answer.status_code == 302
        case.refresh_from_db()
        assert case.state == "forwarded"
        assert inquiry_of(case).forwarded_to == "Водоканал"
        assert OutboxMessage.objects.filter(kind="requests.changed").exists()

    def test_late_forward_is_warned_of_not_forbidden(self, client_of, people, ask, in_work, now):
        case = in_work(ask())
        with clock.frozen(now + timedelta(days=10)):
            page = client_of("clerk").get(reverse("desk:case", args=[case.public_id]))
        assert "9 березня 2026" in page.content.decode().replace("\u00a0", " ")

    def test_refusal_needs_a_listed_ground(self, client_of, ask, in_work, now):
        case = in_work(ask())
        answer = post(client_of("head"), case, "refuse", ground="9", reason="Ні", appeal_note=NOTE)
        assert answer.status_code == 422
        refused = next(p for p in answer.context["card"].panels if p.code == "refuse")
        assert "ground" in refused.form.errors

    def test_restricted_information_needs_the_whole_test(
        self, client_of, people, ask, in_work, now
    ):
        case = in_work(ask())
        head = client_of("head")
        given = {"ground": "2", "reason": "Схеми мереж", "appeal_note": NOTE}
        partly = post(head, case, "refuse", **given, aim="Безпека")
        assert partly.status_code == 422
        assert "Схеми мереж" in partly.content.decode()
        with pytest.raises(RuleBroken):
            requests.refuse_inquiry(
                case, "Схеми", people.head, now, appeal_note=NOTE, ground="2", test={}
            )
        whole = post(head, case, "refuse", **given, **TEST)
        assert whole.status_code == 302
        case.refresh_from_db()
        assert case.state == "refused"
        assert inquiry_of(case).restricted_test == TEST

    def test_refusal_tells_ground_reason_official_and_how_to_appeal(
        self, client, people, ask, in_work, now
    ):
        case = in_work(ask())
        requests.refuse_inquiry(
            case, "Не наше", people.head, now, appeal_note="До суду.", ground="1"
        )
        page = client.get(reverse("requests:follow", args=[key_of(case)])).content.decode()
        for words in ("не володіє", "Не наше", "До суду.", people.head.full_name):
            assert words in page


class TestLists:
    def test_filter_by_kind_shows_requests_alone(self, client_of, ask, wish, story, now):
        first, second, appeal = ask(), wish(), story.submitted(author=story.people.stranger)
        clerk = client_of("clerk")
        url = reverse("desk:list")
        everything = clerk.get(url).content.decode()
        assert all(one.number in everything for one in (first, second, appeal))
        only = clerk.get(url, {"kind": "information"}).content.decode()
        assert first.number in only
        assert second.number not in only
        assert appeal.number not in only


ROLES = (
    *("stranger", "operator", "supervisor", "moderator", "executor", "clerk", "head", "deputy"),
    *("analyst", "editor", "admin", "auditor"),
)
READERS = ("moderator", "clerk", "head")
CODES = (
    *("register", "take", "draft", "sign", "assign", "extend", "urgent", "forward", "refuse"),
    *("correct", "erase", "close", "note", "files", "nonsense"),
)


class TestForeignRecordIsAbsent:
    @pytest.mark.parametrize("role", ROLES)
    def test_on_every_address(self, client_of, people, ask, role, now, private_root):
        case = ask(author=people.resident)
        client = client_of(role)
        expected = 200 if role in READERS else 404
        for name in ("desk:case", "desk:print"):
            got = client.get(reverse(name, args=[case.public_id]))
            assert got.status_code == expected, name
        for name in ("cabinet:appeal", "cabinet:print", "cabinet:withdraw"):
            got = client.get(reverse(name, args=[case.public_id]))
            assert got.status_code == 404, name
        if role not in READERS:
            for code in CODES:
                assert post(client, case, code).status_code == 404, code
        assert not Case.objects.exclude(state="submitted").exists()

    def test_author_at_the_desk_works_with_no_own_request(self, client_of, people, ask, now):
        case = ask(author=people.clerk)
        clerk = client_of("clerk")
        assert post(clerk, case, "register").status_code == 404
        assert clerk.get(reverse("desk:case", args=[case.public_id])).status_code == 302
