"""A person's rights to their data: archive, who looked, consents, decisions by staff (6.2)."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from core.audit.models import Entry
from core.notify.models import OutboxMessage
from crm.desk.services import add_files
from crm.requests import services as requests
from crm.requests.models import DataExport, inquiry_of
from crm.requests.services.archives import ask_for_archive, forget_archives, make_archive_now
from crm.requests.tasks import keep_archives
from crm.residents.models import Consent, Resident
from tests.files import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(people, story, ask, private_root):
    """The resident's archive: an appeal with a file, a request, a viewing by the clerk."""
    case = story.in_progress()
    file = SimpleUploadedFile("довідка.pdf", PDF)
    add_files(case, [file], people.clerk, clock.now(), for_author=True)
    ask(author=people.resident)
    made = ask_for_archive(people.resident, clock.now())
    make_archive_now(made.pk, clock.now())
    made.refresh_from_db()
    return made


def opened(archive):
    with archive.file.open("rb") as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


class TestArchive:
    def test_holds_everything_for_programs_and_for_people(self, archive):
        names = opened(archive).namelist()
        assert {"data.json", "data.html"} <= set(names)
        assert any(name.endswith("довідка.pdf") for name in names)
        data = json.loads(opened(archive).read("data.json"))
        assert data["appeals"][0]["subject"] == "Протекла стеля"
        assert data["requests"][0]["subject"] == "Кошторис ремонту школи"
        assert data["card"]["last_name"] == "Дорошенко"
        assert data["account"]["email"] == "resident@people.test"
        page = opened(archive).read("data.html").decode()
        for words in ("Протекла стеля", "Кошторис ремонту школи", "Дорошенко"):
            assert words in page

    def test_tells_nothing_of_others_and_no_secrets(self, archive, people):
        text = opened(archive).read("data.json").decode()
        assert people.clerk.email not in text
        assert people.executor.last_name not in text
        assert "password" not in text

    def test_is_asked_for_at_once_and_a_letter_says_when_it_is_ready(
        self, client_of, people, private_root, django_capture_on_commit_callbacks
    ):
        client = client_of("resident")
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(reverse("cabinet:ask_archive")).status_code == 302
        made = DataExport.objects.get()
        assert made.state == "ready"
        letter = OutboxMessage.objects.get(kind="requests.archive_ready")
        assert reverse("cabinet:data") in letter.body_text
        page = client.get(reverse("cabinet:data")).content.decode()
        link = reverse("cabinet:archive", args=[made.public_id])
        assert link in page
        got = client.get(link)
        assert zipfile.ZipFile(io.BytesIO(b"".join(got.streaming_content))).testzip() is None
        assert Entry.objects.filter(action="residents.archive_fetched").exists()

    def test_two_presses_make_one(self, people):
        first = ask_for_archive(people.resident, clock.now())
        assert ask_for_archive(people.resident, clock.now()) == first

    def test_nobody_else_fetches_it(self, client_of, archive):
        link = reverse("cabinet:archive", args=[archive.public_id])
        for role in ("stranger", "clerk", "head", "admin", "auditor"):
            assert client_of(role).get(link).status_code == 404, role
        assert client_of(None).get(link).status_code == 302

    def test_is_deleted_after_its_days(self, client_of, archive):
        link = reverse("cabinet:archive", args=[archive.public_id])
        path = archive.file.path
        later = clock.now() + timedelta(days=8)
        with clock.frozen(later):
            assert client_of("resident").get(link).status_code == 404
        assert forget_archives(later) == 1
        archive.refresh_from_db()
        assert (archive.state, archive.file.name) == ("expired", "")
        assert path

    def test_worker_that_died_loses_no_archive(self, people, private_root):
        made = ask_for_archive(people.resident, clock.now() - timedelta(minutes=10))
        keep_archives()
        made.refresh_from_db()
        assert made.state == "ready"

    def test_person_who_wrote_nothing_gets_the_account(self, people, private_root):
        made = ask_for_archive(people.stranger, clock.now())
        make_archive_now(made.pk, clock.now())
        made.refresh_from_db()
        assert json.loads(opened(made).read("data.json"))["account"]["email"]


class TestWhoLooked:
    def test_role_and_screen_are_told_not_the_name(self, client_of, people, story):
        case = story.in_progress()
        client_of("head").get(reverse("desk:case", args=[case.public_id]))
        page = client_of("resident").get(reverse("cabinet:viewings")).content.decode()
        assert "Керівник" in page
        assert case.number in page
        assert people.head.last_name not in page

    def test_ones_own_viewings_are_left_out_and_anothers_unseen(self, client_of, people, story):
        case = story.in_progress()
        client_of("resident").get(reverse("cabinet:appeal", args=[case.public_id]))
        mine = client_of("resident").get(reverse("cabinet:viewings")).content.decode()
        assert case.number not in mine
        client_of("head").get(reverse("desk:case", args=[case.public_id]))
        theirs = client_of("stranger").get(reverse("cabinet:viewings")).content.decode()
        assert case.number not in theirs


class TestConsents:
    def test_withdrawn_and_asked_again_while_the_appeal_stays(self, client_of, people, story):
        """PD-01: revoking does not erase a registered appeal."""
        case = story.submitted()
        consent = Consent.objects.get(purpose="appeals")
        url = reverse("cabinet:withdraw_consent", args=[consent.pk])
        assert client_of("stranger").post(url).status_code == 404
        assert client_of("resident").post(url).status_code == 302
        consent.refresh_from_db()
        assert consent.withdrawn_at is not None
        assert client_of("resident").post(url).status_code == 302
        assert Entry.objects.filter(action="residents.consent_withdrawn").count() == 1
        case.refresh_from_db()
        assert (case.subject, case.state) == ("Протекла стеля", "submitted")
        story.submitted(subject="Друге")
        assert Consent.objects.filter(purpose="appeals", withdrawn_at=None).count() == 1


class TestDecisions:
    def test_head_corrects_and_the_person_reads_old_and_new(
        self, client_of, people, wish, in_work, now
    ):
        case = in_work(wish("correct"))
        client = client_of("head")
        page = client.get(reverse("desk:case", args=[case.public_id]), {"tab": "correct"})
        form = next(p.form for p in page.context["card"].panels if p.code == "correct")
        data = {name: form[name].value() or "" for name in form.fields if name != "reason"}
        data |= {"middle_name": "Василієвна", "reason": "За паспортом"}
        answer = client.post(reverse("desk:act", args=[case.public_id, "correct"]), data)
        assert answer.status_code == 302
        assert Resident.objects.get(user=people.resident).middle_name == "Василієвна"
        people.resident.refresh_from_db()
        assert people.resident.middle_name == "Василієвна"
        own = client_of("resident").get(reverse("cabinet:appeal", args=[case.public_id]))
        assert "Василівна → Василієвна" in own.content.decode()

    def test_nobody_corrects_what_was_not_asked_for(self, client_of, people, wish, in_work, now):
        case = in_work(wish("view"))
        page = client_of("head").get(reverse("desk:case", args=[case.public_id]))
        codes = [panel.code for panel in page.context["card"].panels]
        assert "correct" not in codes
        assert "erase" not in codes

    def test_deleting_leaves_what_the_law_keeps(
        self, client_of, people, story, wish, in_work, now, private_root
    ):
        kept = story.answered()
        case = in_work(wish("delete"))
        client = client_of("head")
        url = reverse("desk:act", args=[case.public_id, "erase"])
        unsure = client.post(url, {"reason": "Просить"})
        assert unsure.status_code == 422
        assert client.post(url, {"reason": "Просить", "sure": "on"}).status_code == 302
        kept.refresh_from_db()
        assert kept.anonymised_at is None
        assert kept.subject == "Протекла стеля"

    def test_deleting_takes_what_is_over_its_time(
        self, client_of, people, story, wish, in_work, private_root
    ):
        with clock.frozen(clock.now() - timedelta(days=6 * 366)):
            old = story.answered()
        case = in_work(wish("delete"))
        url = reverse("desk:act", args=[case.public_id, "erase"])
        assert client_of("head").post(url, {"reason": "Так", "sure": "on"}).status_code == 302
        old.refresh_from_db()
        assert old.anonymised_at is not None
        assert old.appeal.body == ""

    def test_answer_says_what_was_decided(self, client_of, people, wish, in_work, now):
        case = in_work(wish("object"))
        client = client_of("head")
        url = reverse("desk:act", args=[case.public_id, "sign"])
        assert client.post(url, {"text": "Так", "version": 0}).status_code == 422
        answer = client.post(url, {"text": "Так", "version": 0, "decision": "partly"})
        assert answer.status_code == 302
        assert inquiry_of(case).decision == "partly"

    def test_refusal_needs_a_reason(self, client_of, people, wish, in_work, now):
        case = in_work(wish("delete"))
        url = reverse("desk:act", args=[case.public_id, "refuse"])
        assert client_of("head").post(url, {"reason": ""}).status_code == 422
        sent = {"reason": "Закон велить зберігати", "appeal_note": "До суду."}
        assert client_of("head").post(url, sent).status_code == 302
        assert inquiry_of(case).decision == "refused"


def test_withdrawn_request_takes_no_step(people, wish, now):
    case = wish("view")
    requests.withdraw_inquiry(case, people.resident, now)
    with pytest.raises(Exception, match=r"\S"):
        requests.register_inquiry(case, people.clerk, now)
