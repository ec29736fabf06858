"""The pages on which an appeal is written, as a person walks through them."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from crm.appeals import slots
from crm.appeals.models import AppealDraft
from crm.cases.models import Case
from tests.desk.stories import BODY, Story
from tests.files import archive, pdf
from tests.people import PASSWORD, sign_in

pytestmark = pytest.mark.django_db

TYPED = {"kind": "statement", "subject": "Протекла стеля", "body": BODY}
DETAILS = {
    "last_name": "Дорошенко",
    "first_name": "Олена",
    "middle_name": "Василівна",
    "addr_settlement": "Вербів",
    "addr_street": "вулиця Садова",
    "addr_building": "12",
    "language": "uk",
    "reply_channel": "cabinet",
}


@pytest.fixture
def start(story: Story) -> str:
    from blocks.forms.services import ensure_ready_forms

    return reverse("appeals:start", args=[story.addressee.slug, ensure_ready_forms()[0].slug])


@pytest.fixture
def author(story: Story, client: Client) -> Client:
    sign_in(client, story.people.resident)
    return client


def walk(client: Client, start: str, **typed) -> str:
    """Write and confirm the data; answers with the address of the last look."""
    response = client.post(start, {**TYPED, **typed})
    assert response.status_code == 302, response.content.decode()[:2000]
    response = client.post(response["Location"], DETAILS)
    assert response.status_code == 302, response.content.decode()[:2000]
    return response["Location"]


def test_looking_at_the_form_writes_nothing(client: Client, start: str):
    response = client.get(start)
    assert response.status_code == 200
    assert not AppealDraft.objects.exists()


def test_resident_writes_checks_and_sends(author: Client, start: str):
    check = walk(author, start)
    page = author.get(check)
    assert "Протекла стеля" in page.content.decode()
    sent = author.post(check.replace("check", "send"))
    done = author.get(sent["Location"])
    case = Case.objects.get()
    assert case.number in done.content.decode()
    assert case.appeal.body == BODY


def test_double_click_reload_and_second_tab_make_one_appeal(author: Client, start: str):
    check = walk(author, start)
    send = check.replace("check", "send")
    first, second = author.post(send), author.post(send)
    assert first["Location"] == second["Location"]
    assert author.get(check)["Location"] == first["Location"]
    assert Case.objects.count() == 1
    another = author.get(start)
    assert another.status_code == 200


def test_errors_stand_beside_the_fields_and_keep_what_was_typed(author: Client, start: str):
    response = author.post(start, {**TYPED, "subject": "", "kind": "complaint"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Напишіть тему звернення" in page
    assert BODY in page
    assert 'href="#id_subject"' in page


def test_guest_writes_registers_on_the_way_and_loses_nothing(
    client: Client, story: Story, start: str
):
    response = client.post(start, TYPED)
    details = response["Location"]
    page = client.get(details)
    assert page.status_code == 200
    assert reverse("account_signup") in page.content.decode()
    sign_in(client, story.people.resident)
    assert client.get(details).status_code == 200
    draft = AppealDraft.objects.get()
    assert draft.user == story.people.resident
    assert draft.data["body"] == BODY


def test_a_guests_draft_is_nobody_elses(client: Client, story: Story, start: str):
    address = client.post(start, TYPED)["Location"]
    other = Client()
    assert other.get(address).status_code == 404
    sign_in(other, story.people.stranger)
    assert other.get(address).status_code == 404
    forged = Client()
    forged.cookies["vikno_draft"] = "guess:abc:def"
    assert forged.get(address).status_code == 404


def test_another_residents_draft_and_number_are_absent(author: Client, story: Story, start: str):
    check = walk(author, start)
    stranger = Client()
    sign_in(stranger, story.people.stranger)
    for address in (check, check.replace("check", "details"), check.replace("check/", "")):
        assert stranger.get(address).status_code == 404
    assert stranger.post(check.replace("check", "send")).status_code == 404
    author.post(check.replace("check", "send"))
    done = reverse("appeals:done", args=[Case.objects.get().public_id])
    assert stranger.get(done).status_code == 404


def test_the_page_saves_itself(author: Client, start: str):
    answer = author.post(start, {"body": "Почав писати", "autosave": "1"})
    assert answer.json()["url"].startswith("/appeals/drafts/")
    assert AppealDraft.objects.get().data["body"] == "Почав писати"
    again = author.get(start)
    assert again["Location"] == answer.json()["url"]


def test_files_are_added_and_removed_without_script(author: Client, start: str, private_root):
    response = author.post(
        start, {**TYPED, "add_files": "1", "files": [pdf("a.pdf"), pdf("b.pdf")]}
    )
    address = response["Location"].split("#")[0]
    draft = AppealDraft.objects.get()
    assert draft.files.count() == 2
    file = draft.files.first()
    author.post(address, {**TYPED, "remove_file": file.public_id})
    assert list(draft.files.values_list("name", flat=True)) == ["b.pdf"]


def test_a_zip_called_pdf_is_refused_and_the_text_kept(author: Client, start: str, private_root):
    response = author.post(start, {**TYPED, "files": [archive("лист.pdf")]})
    assert response.status_code == 422
    assert BODY in response.content.decode()
    assert AppealDraft.objects.get().files.count() == 0


def test_foreign_file_ids_change_nothing(author: Client, story: Story, start: str, private_root):
    author.post(start, {**TYPED, "add_files": "1", "files": [pdf()]})
    file = AppealDraft.objects.get().files.get()
    stranger = Client()
    sign_in(stranger, story.people.stranger)
    own = stranger.post(start, {**TYPED, "add_files": "1"})["Location"].split("#")[0]
    stranger.post(own, {**TYPED, "remove_file": file.public_id})
    assert type(file).objects.filter(pk=file.pk).exists()


def test_two_hundred_files_are_refused(author: Client, start: str, private_root):
    response = author.post(start, {**TYPED, "files": [pdf(f"{n}.pdf") for n in range(200)]})
    assert response.status_code in (400, 413, 422)
    assert not AppealDraft.objects.filter(files__isnull=False).exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"subject": "a\x00b" * 10},
        {"subject": "\u202eabc\u202d"},
        {"subject": "'; DROP TABLE crm_cases_case; --", "body": "<script>alert(1)</script>" * 3},
        {"kind": "nonsense"},
        {"kind": ["statement", "complaint"]},
        {"against": "no-such-addressee", "kind": "complaint"},
        {"learned_on": "32.13.2026", "kind": "complaint"},
        {"custom_unknown": "x", "revision": "99999", "addressee": "1"},
        {"subject": "x" * 5000},
    ],
)
def test_nonsense_is_never_a_server_error(author: Client, start: str, typed: dict):
    response = author.post(start, {**TYPED, **typed})
    assert response.status_code in (200, 302, 422)
    assert "<script>alert" not in author.get(start, follow=True).content.decode()


def test_ten_megabytes_of_text_are_refused_in_words(author: Client, start: str):
    response = author.post(start, {**TYPED, "body": "я" * 5_000_000})
    assert response.status_code in (400, 413, 422)
    assert not Case.objects.exists()


def test_a_foreign_token_sends_nothing(story: Story, start: str):
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, story.people.resident)
    response = strict.post(start, {**TYPED, "csrfmiddlewaretoken": "x" * 64})
    assert response.status_code == 403
    assert BODY in response.content.decode()
    assert not AppealDraft.objects.exists()


def test_after_log_out_a_stale_page_keeps_the_text(author: Client, story: Story, start: str):
    address = author.post(start, {**TYPED, "add_files": "1"})["Location"].split("#")[0]
    author.logout()
    hidden = {"to": story.addressee.slug, "form": start.rstrip("/").split("/")[-1]}
    response = author.post(address, {**TYPED, "body": BODY + " Ще речення.", **hidden})
    assert response.status_code == 302
    sign_in(author, story.people.resident)
    page = author.get(response["Location"].replace("details/", ""))
    assert "Ще речення." in page.content.decode()


def test_forged_addressee_and_form_are_absent(author: Client, start: str):
    assert author.get("/appeals/new/nobody/appeal/").status_code == 404
    assert author.get(start.rstrip("/") + "x/").status_code == 404


def test_logging_in_by_password_brings_the_guests_draft_along(
    client: Client, story: Story, start: str
):
    client.post(start, {**TYPED, "leave": "1"})
    assert AppealDraft.objects.get().user is None
    login = {"login": story.people.resident.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), login).status_code == 302
    assert AppealDraft.objects.get().user == story.people.resident


def test_older_draft_that_gave_way_is_one_press_away(client: Client, story: Story, start: str):
    older = story.draft(body="Старіший текст, який теж шкода втратити.")
    client.post(start, {**TYPED, "leave": "1"})
    sign_in(client, story.people.resident)
    page = client.get(start, follow=True)
    restore = reverse("appeals:restore", args=[older.public_id])
    assert restore in page.content.decode()
    back = client.post(restore, follow=True)
    assert "Старіший текст" in back.content.decode()
    stranger = Client()
    sign_in(stranger, story.people.stranger)
    assert stranger.post(restore).status_code == 404


def test_draft_one_looks_at_does_not_give_way(client: Client, story: Story, start: str):
    older = story.draft(body="Старіший текст, який теж шкода втратити.")
    client.post(start, {**TYPED, "leave": "1"})
    sign_in(client, story.people.resident)
    page = client.get(reverse("appeals:write", args=[older.public_id]))
    assert "Старіший текст" in page.content.decode()
    newer = AppealDraft.objects.exclude(pk=older.pk).get()
    assert reverse("appeals:restore", args=[newer.public_id]) in page.content.decode()


def test_draft_thrown_away_is_absent_and_not_offered_again(author: Client, start: str):
    address = author.post(start, {**TYPED, "add_files": "1"})["Location"].split("#")[0]
    author.post(address + "discard/")
    assert author.get(address).status_code == 404
    page = author.get(start)
    assert page.status_code == 200
    assert "/restore/" not in page.content.decode()


def test_page_of_another_language_offers_the_same_way(author: Client, start: str):
    page = author.get("/en" + start)
    assert "Next: your data" in page.content.decode()


def test_slot_offers_published_forms_of_the_purpose_and_asks_nothing_confidential(
    story: Story, start: str, django_assert_num_queries
):
    with django_assert_num_queries(1):
        links = slots.appeal_form(story.addressee)
    assert start in links
    assert "feedback" not in links
    assert "feedback" in slots.appeal_form(story.addressee, purpose="feedback")
    assert slots.appeal_form(None) == ""


def test_done_page_says_the_dates_of_the_record_in_words(author: Client, start: str):
    with clock.frozen(datetime(2026, 3, 10, 12, 41, tzinfo=UTC)):
        check = walk(author, start)
        page = author.post(check.replace("check", "send"), follow=True).content.decode()
    text = page.replace("\u00a0", " ").replace("&nbsp;", " ")
    for words in ("пʼятниці, 10 квітня 2026 року", "25 березня", "16 березня", "24 квітня"):
        assert words in text
    assert "Д-1/26" in text
