"""Anybody asks for public information (6.1); a signed-in person uses rights to data (PD-04)."""

from datetime import date

import pytest
from django.urls import reverse

from core import clock
from core.accounts.services import create_token
from core.audit.models import Entry
from core.notify.models import OutboxMessage
from crm.cases.models import Case
from crm.requests import services as requests
from crm.requests.notices import key_of
from tests.desk.stories import make_story

pytestmark = pytest.mark.django_db

FORM = {
    "key": "k" * 32,
    "who": "person",
    "last_name": "Журналіст",
    "first_name": "Оксана",
    "email": "guest@news.test",
    "subject": "Кошторис ремонту школи",
    "body": "Прошу копію кошторису.",
    "reply_by": "email",
}


def typed(to, **given):
    return {**FORM, "addressee": to.pk, **given}


class TestGuest:
    def test_files_without_an_account_a_reason_or_a_proof(self, client, body, now, mailoutbox):
        answer = client.post(reverse("requests:information"), typed(body))
        case = Case.objects.get()
        assert answer.status_code == 302
        assert answer["Location"] == reverse("requests:follow", args=[key_of(case)])
        assert (case.kind, case.number, case.author) == ("information", "ЗІ-1/26", None)
        # Monday 2 March 2026 under martial law: five working days (ua.info.standard)
        assert case.due_on == date(2026, 3, 9)
        page = client.get(answer["Location"]).content.decode()
        assert "ЗІ-1/26" in page
        assert "9\u00a0березня" in page

    def test_gets_a_letter_with_number_day_and_link_but_not_the_text(self, client, body, now):
        client.post(reverse("requests:information"), typed(body))
        case = Case.objects.get()
        letter = OutboxMessage.objects.get(kind="requests.acknowledged")
        assert letter.to_address == "guest@news.test"
        assert case.number in letter.subject
        assert "9 березня" in letter.body_text
        assert reverse("requests:follow", args=[key_of(case)]) in letter.body_text
        assert "кошторис" not in letter.body_text.lower()

    def test_second_press_files_nothing(self, client, body, now):
        first = client.post(reverse("requests:information"), typed(body))
        second = client.post(reverse("requests:information"), typed(body))
        assert first["Location"] == second["Location"]
        assert Case.objects.count() == 1
        assert Entry.objects.filter(action="information.submitted").count() == 1

    def test_key_of_somebody_else_tells_no_number(self, client_of, body, now):
        client_of("resident").post(reverse("requests:information"), typed(body))
        answer = client_of("stranger").post(reverse("requests:information"), typed(body))
        assert answer.status_code == 409
        assert "ЗІ-1/26" not in answer.content.decode()
        assert Case.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"email": "no address"}, "email"),
            ({"email": ""}, "email"),
            ({"subject": ""}, "subject"),
            ({"body": " "}, "body"),
            ({"addressee": "999999"}, "addressee"),
            ({"addressee": "x"}, "addressee"),
            ({"last_name": ""}, "last_name"),
            ({"who": "organisation"}, "organisation_name"),
            ({"reply_by": "post"}, "post_address"),
            ({"body": "а" * 10_001}, "body"),
            ({"key": "x" * 41}, "key"),
        ],
    )
    def test_bad_input_is_told_at_the_field_and_what_was_typed_stays(
        self, client, body, wrong, field
    ):
        answer = client.post(reverse("requests:information"), typed(body, **wrong))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        if field != "subject":
            assert "Кошторис ремонту школи" in answer.content.decode()
        assert not Case.objects.exists()

    def test_organisation_needs_no_name_of_a_person(self, client, body, now):
        sent = typed(
            body, who="organisation", organisation_name="ГО «Око»", last_name="", first_name=""
        )
        client.post(reverse("requests:information"), sent)
        case = Case.objects.get()
        assert case.information_request.organisation_name == "ГО «Око»"
        assert case.resident.last_name == "ГО «Око»"

    def test_form_names_the_addressee_of_its_page(self, client, body):
        page = client.get(reverse("requests:information"), {"to": body.slug})
        assert page.context["form"]["addressee"].value() == body.pk

    def test_link_that_was_changed_opens_nothing(self, client, ask):
        case = ask()
        for key in ("x", case.public_id, key_of(case)[:-2] + "zz"):
            assert client.get(reverse("requests:follow", args=[key])).status_code == 404

    def test_link_opens_no_request_of_a_person_with_an_account(self, client, ask, people):
        case = ask(author=people.resident)
        assert client.get(reverse("requests:follow", args=[key_of(case)])).status_code == 404


class TestResident:
    def test_finds_the_request_in_the_cabinet(self, client_of, body, now, people):
        client = client_of("resident")
        answer = client.post(reverse("requests:information"), typed(body, email=""))
        case = Case.objects.get()
        assert answer["Location"] == reverse("cabinet:appeal", args=[case.public_id])
        assert case.author == people.resident
        page = client.get(answer["Location"]).content.decode()
        assert "Кошторис ремонту школи" in page
        assert "Запит на інформацію" in page
        assert case.number in client.get(reverse("cabinet:home")).content.decode()

    def test_withdraws_it(self, client_of, ask, people):
        case = ask(author=people.resident)
        client = client_of("resident")
        client.post(reverse("cabinet:withdraw", args=[case.public_id]), {"reason": ""})
        case.refresh_from_db()
        assert case.state == "withdrawn"
        assert case.main_clock.stopped_at is not None

    def test_adds_an_explanation_until_the_answer(self, client_of, ask, people):
        case = ask(author=people.resident)
        client, url = client_of("resident"), reverse("cabinet:add", args=[case.public_id])
        assert client.post(url, {"text": "Ще й акти робіт"}).status_code == 302
        page = client.get(reverse("cabinet:appeal", args=[case.public_id])).content.decode()
        assert "Ще й акти робіт" in page
        assert client.post(url, {"text": ""}).status_code == 422
        requests.withdraw_inquiry(case, people.resident, clock.now())
        late = client.post(url, {"text": "Запізно написане"})
        assert late.status_code == 409
        assert "Запізно написане" in late.content.decode()

    def test_request_does_not_trouble_programs_that_know_appeals(self, client, ask, people):
        case = ask(author=people.resident)
        secret = create_token(people.resident, "x", ["appeals:read"], at=clock.now())[1]
        head = {"authorization": f"Bearer {secret}"}
        assert client.get("/api/v1/appeals", headers=head).json()["items"] == []
        one = client.get(f"/api/v1/appeals/{case.public_id}", headers=head)
        assert one.status_code == 404


class TestPersonalData:
    def test_needs_a_signed_in_person(self, client, body):
        answer = client.get(reverse("requests:personal_data"))
        assert answer.status_code == 302
        assert "login" in answer["Location"]

    def test_has_its_own_number_and_both_terms(self, client_of, body, now):
        client_of("resident").post(
            reverse("requests:personal_data"),
            {"key": "a", "right": "correct", "body": "Помилка", "addressee": body.pk},
        )
        case = Case.objects.get()
        assert (case.kind, case.number) == ("personal_data", "ПД-1/26")
        clocks = {one.purpose: one.clock for one in case.clocks.select_related("clock")}
        assert clocks["study"].due_on == date(2026, 3, 16)  # 10 working days
        assert clocks["reply"].due_on == case.due_on == date(2026, 4, 1)  # 30 days

    def test_asks_for_the_name_first(self, client_of, people, body):
        people.resident.last_name = ""
        people.resident.save()
        answer = client_of("resident").post(
            reverse("requests:personal_data"),
            {"right": "view", "body": "Що є", "addressee": body.pk},
        )
        assert answer.status_code == 422
        assert not Case.objects.exists()


class TestRequalification:
    def test_keeps_the_moment_of_receipt_and_the_number(self, people, now):
        story = make_story(people)
        appeal = story.submitted()
        case = requests.open_from_case(
            appeal, appeal.appeal.body, people.clerk, now, number=appeal.number
        )
        assert case.received_at == appeal.received_at
        assert (case.number, case.kind) == (appeal.number, "information")
        assert case.state == "registered"
        assert case.author == appeal.author
        assert case.due_on == date(2026, 3, 9)
        assert case.links.get().earlier == appeal
        assert OutboxMessage.objects.filter(
            kind="requests.acknowledged", user=people.resident
        ).exists()

    def test_clerk_requalifies_at_the_desk_with_one_letter_to_the_author(
        self, client_of, people, now
    ):
        appeal = make_story(people).submitted()
        before = OutboxMessage.objects.filter(user=people.resident).count()
        typed = {"to_kind": "information", "reason": "Ви просите копію документа."}
        url = reverse("desk:act", args=[appeal.public_id, "requalify"])
        assert client_of("clerk").post(url, typed).status_code == 302
        appeal.refresh_from_db()
        assert (appeal.state, appeal.is_open) == ("requalified", False)
        case = Case.objects.get(kind="information")
        assert case.number == appeal.number
        assert OutboxMessage.objects.filter(user=people.resident).count() == before + 1
        page = client_of("resident").get(reverse("cabinet:appeal", args=[case.public_id]))
        assert "Протекла стеля" in page.content.decode()
