"""Requests for information and about personal data, written down by staff (6.1, PD-04)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from core.audit.models import Entry
from core.notify.models import OutboxMessage
from crm.cases.anonymising import anonymise_cases
from crm.cases.models import Attachment, Case
from crm.requests import services as requests
from crm.requests.models import inquiry_of
from crm.residents.models import Resident
from tests.desk.test_access import PDF

pytestmark = pytest.mark.django_db

INFORMATION, PERSONAL = "/desk/new/information/", "/desk/new/personal-data/"


def typed(story, **changes):
    now = clock.local(clock.now())
    return {
        "key": "a-key-that-came-with-the-form",
        "channel": "phone",
        "received_on": now.date().isoformat(),
        "received_time": now.strftime("%H:%M"),
        "who": "person",
        "last_name": "Гармаш",
        "first_name": "Лука",
        "addressee": story.addressee.pk,
        "subject": "Кошторис ремонту школи",
        "body": "Прошу копію кошторису ремонту школи № 3.",
        "email": "luka@example.com",
        "reply_by": "email",
        **changes,
    }


def about_data(story, **changes):
    return typed(
        story,
        **{
            "right": "view",
            "identity_note": "Показав паспорт",
            "addr_street": "вул. Садова",
            "addr_building": "12",
            "body": "Які мої дані є у вас і навіщо.",
            **changes,
        },
    )


def test_clerk_writes_down_a_call_and_goes_on_to_its_card(story, client_of, people):
    answer = client_of("clerk").post(INFORMATION, typed(story))
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("desk:case", args=[case.public_id])
    assert (case.kind, case.channel, case.state) == ("information", "phone", "registered")
    assert case.number.startswith("ЗІ-")
    assert case.clocks.count() == 4
    assert case.resident.full_name == "Гармаш Лука"
    assert inquiry_of(case).entered_by == people.clerk
    assert Entry.objects.filter(action="information.entered").count() == 1
    letter = OutboxMessage.objects.get(kind="requests.acknowledged")
    assert letter.to_address == "luka@example.com"
    assert "/requests/follow/" in letter.body_text


def test_operator_hands_it_to_the_office_and_takes_the_next_call(story, client_of, people):
    assert people.clerk
    answer = client_of("operator").post(INFORMATION, typed(story), follow=True)
    assert answer.redirect_chain == [(INFORMATION, 302)]
    case = Case.objects.get()
    assert case.state == "submitted"
    page = answer.content.decode()
    assert case.number in page
    assert "Гармаш" not in page
    received = OutboxMessage.objects.filter(kind="requests.received")
    assert people.clerk.pk in received.values_list("user", flat=True)


def test_a_double_click_enters_one_request(story, client_of):
    clerk = client_of("clerk")
    places = {clerk.post(INFORMATION, typed(story)).headers["Location"] for _press in range(3)}
    assert len(places) == 1
    assert (Case.objects.count(), Resident.objects.count()) == (1, 1)


def test_a_colleagues_key_opens_nothing(story, client_of):
    client_of("clerk").post(INFORMATION, typed(story))
    answer = client_of("operator").post(INFORMATION, typed(story))
    assert answer.status_code == 422
    assert Case.objects.get().number not in answer.content.decode()


def test_paper_keeps_its_days_pages_place_and_scan(story, client_of):
    yesterday = clock.today() - timedelta(days=1)
    scan = SimpleUploadedFile("лист.pdf", PDF, "application/pdf")
    paper = {
        "channel": "paper",
        "signed_on": "2026-01-02",
        "envelope_on": "2026-01-03",
        "pages": "2",
        "original_place": "Справа 5",
        "files": scan,
        "reply_by": "post",
        "addr_street": "вул. Садова",
        "email": "",
        "received_on": yesterday.isoformat(),
        "received_time": "10:00",
    }
    clerk = client_of("clerk")
    assert clerk.post(INFORMATION, typed(story, **paper)).status_code == 302
    case = Case.objects.get()
    kept = inquiry_of(case)
    assert (kept.signed_on, kept.envelope_on) == (date(2026, 1, 2), date(2026, 1, 3))
    assert (kept.pages, kept.original_place, kept.reply_by) == (2, "Справа 5", "post")
    assert clock.local(case.received_at).date() == yesterday
    assert case.main_clock.anchor_at == case.received_at
    assert Attachment.objects.get().case == case
    page = clerk.get(reverse("desk:case", args=[case.public_id])).content.decode()
    assert "Справа 5" in page


def test_an_organisation_asks_without_a_name_of_a_person(story, client_of):
    asks = typed(story, who="organisation", organisation_name="ГО «Вікно»", last_name="")
    assert client_of("clerk").post(INFORMATION, asks).status_code == 302
    case = Case.objects.get()
    assert inquiry_of(case).organisation_name == "ГО «Вікно»"
    assert case.resident.last_name == "ГО «Вікно»"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_name", ""),
        ("first_name", ""),
        ("received_on", "2126-01-01"),
        ("received_on", "учора"),
        ("received_time", "25:61"),
        ("channel", "web"),
        ("addressee", "999999"),
        ("reply_by", "post"),
        ("email", ""),
        ("email", "luka@"),
        ("phone", "не скажу"),
        ("pages", "-1"),
        ("subject", ""),
        ("body", ""),
        ("body", "я" * 10_001),
        ("who", "organisation"),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(story, client_of, field, value):
    answer = client_of("clerk").post(INFORMATION, typed(story, **{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert not Case.objects.exists()
    if field != "subject":
        assert "Кошторис ремонту школи" in page


class TestPersonalData:
    def test_has_its_number_both_terms_and_a_note_of_the_person(self, story, client_of, people):
        answer = client_of("clerk").post(PERSONAL, about_data(story, channel="reception"))
        assert answer.status_code == 302
        case = Case.objects.get()
        assert (case.kind, case.state) == ("personal_data", "registered")
        assert case.number.startswith("ПД-")
        assert {one.purpose for one in case.clocks.all()} == {"study", "reply"}
        kept = inquiry_of(case)
        assert (kept.right, kept.identity_note) == ("view", "Показав паспорт")
        assert (kept.reply_by, kept.entered_by) == ("post", people.clerk)

    @pytest.mark.parametrize("field", ["identity_note", "right", "addr_street", "last_name"])
    def test_nobody_asks_unknown(self, story, client_of, field):
        answer = client_of("clerk").post(PERSONAL, about_data(story, **{field: ""}))
        assert answer.status_code == 422
        assert not Case.objects.exists()

    def test_letter_carries_no_link_to_data(self, story, client_of, people):
        """An address for letters proves nobody: the answer goes by post (PD-04)."""
        client_of("clerk").post(PERSONAL, about_data(story))
        case = Case.objects.get()
        letter = OutboxMessage.objects.get(kind="requests.acknowledged")
        assert case.number in letter.body_text
        assert "follow" not in letter.body_text and case.public_id not in letter.body_text
        at = clock.now()
        requests.take_inquiry(case, people.moderator, at)
        requests.sign_answer(
            case, "Маємо ім'я та адресу.", people.head, at, version=0, decision="granted"
        )
        answered = OutboxMessage.objects.get(kind="requests.answered")
        assert "follow" not in answered.body_text
        assert "Маємо" not in answered.body_text

    def test_anonymised_with_the_record(self, story, client_of):
        from crm.requests.holdings import RequestsHoldings

        client_of("clerk").post(PERSONAL, about_data(story))
        case = Case.objects.get()
        anonymise_cases([case], clock.now())
        RequestsHoldings().anonymise_cases([case.pk])
        kept = inquiry_of(case)
        assert (kept.identity_note, kept.body) == ("", "")


@pytest.mark.parametrize("address", [INFORMATION, PERSONAL])
@pytest.mark.parametrize("role", ["head", "executor", "moderator", "resident"])
def test_only_who_may_enter_appeals(story, client_of, role, address):
    assert client_of(role).get(address).status_code == 404
    assert client_of(role).post(address, typed(story)).status_code == 404
    assert not Case.objects.exists()
