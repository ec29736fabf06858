"""Appeals by telephone, on paper and in person, written down by staff (A-04, R-10)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from core.audit.models import Entry
from core.notify.models import OutboxMessage
from crm.cases.models import Attachment, Case
from crm.residents.models import Resident
from directory.models import Addressee
from tests.desk.test_access import PDF
from tests.letters import write_letters

pytestmark = pytest.mark.django_db

NEW = "/desk/new/"


def typed(story, **changes):
    now = clock.local(clock.now())
    return {
        "key": "a-key-that-came-with-the-form",
        "channel": "phone",
        "received_on": now.date().isoformat(),
        "received_time": now.strftime("%H:%M"),
        "last_name": "Дорошенко",
        "first_name": "Олена",
        "middle_name": "Василівна",
        "addr_settlement": "Вербів",
        "addr_street": "вул. Садова",
        "addr_building": "12",
        "phone": "067 123 45 67",
        "addressee": story.addressee.pk,
        "kind": "statement",
        "topic": "Q09",
        "subject": "Немає води",
        "body": "Немає води від самого ранку, прошу з'ясувати причину.",
        "reply_channel": "post" if changes.get("channel") in ("paper", "email") else "phone",
        **changes,
    }


def test_clerk_writes_down_a_call_and_goes_on_to_its_card(story, client_of, people):
    answer = client_of("clerk").post(NEW, typed(story))
    case = Case.objects.select_related("appeal", "resident").get()
    assert answer.headers["Location"] == reverse("desk:case", args=[case.public_id])
    assert (case.channel, case.state, case.author) == ("phone", "registered", None)
    assert case.number.startswith("Д-")
    assert case.resident.full_name == "Дорошенко Олена Василівна"
    assert case.appeal.entered_by == people.clerk
    assert case.due_on and case.clocks.count() == 6
    assert case.resident.contacts.get().value == "+380671234567"
    assert Entry.objects.filter(action="appeal.entered").count() == 1


def test_operator_hands_it_to_the_office_and_takes_the_next_call(story, client_of, people):
    assert people.clerk
    operator = client_of("operator")
    answer = operator.post(NEW, typed(story), follow=True)
    assert answer.redirect_chain == [(NEW, 302)]
    case = Case.objects.get()
    assert case.state == "submitted"
    page = answer.content.decode()
    assert case.number in page
    assert "Дорошенко" not in page
    assert write_letters() == 1
    letters = OutboxMessage.objects.filter(kind="appeals.received")
    assert set(letters.values_list("user", flat=True)) == {people.clerk.pk, people.moderator.pk}
    assert not OutboxMessage.objects.filter(kind="appeals.acknowledged").exists()


def test_a_double_click_registers_one_appeal(story, client_of):
    clerk = client_of("clerk")
    places = {clerk.post(NEW, typed(story)).headers["Location"] for _press in range(3)}
    assert len(places) == 1
    assert (Case.objects.count(), Resident.objects.count()) == (1, 1)


def test_paper_keeps_its_date_pages_and_scan(story, client_of):
    yesterday = clock.today() - timedelta(days=1)
    scan = SimpleUploadedFile("лист.pdf", PDF, "application/pdf")
    paper = {"channel": "paper", "signed_on": "2026-01-02", "pages": "3", "files": scan}
    day = {"received_on": yesterday.isoformat(), "received_time": "10:00"}
    assert client_of("clerk").post(NEW, typed(story, **paper, **day)).status_code == 302
    case = Case.objects.select_related("appeal").get()
    assert (case.appeal.signed_on, case.appeal.pages) == (date(2026, 1, 2), 3)
    assert clock.local(case.received_at).date() == yesterday
    assert case.main_clock.anchor_at == case.received_at
    assert Attachment.objects.get().case == case


def test_whoever_is_complained_about_keeps_away(story, client_of, people):
    blamed = typed(story, kind="complaint", against=story.addressee.pk)
    client_of("clerk").post(NEW, blamed)
    case = Case.objects.get()
    assert case.against == story.addressee
    assert not Case.objects.visible_to(people.moderator).exists()


def test_a_letter_on_paper_is_not_answered_by_phone(story, client_of):
    """A-24: an oral reply is for whoever appealed in words and wishes so."""
    answer = client_of("clerk").post(NEW, typed(story, channel="paper", reply_channel="phone"))
    assert answer.status_code == 422
    assert "reply_channel" in answer.context["form"].errors
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_name", ""),
        ("middle_name", ""),
        ("received_on", "2126-01-01"),
        ("received_on", "учора"),
        ("received_time", "25:61"),
        ("channel", "web"),
        ("addressee", "999999"),
        ("addressee", "'; DROP TABLE"),
        ("kind", "petition"),
        ("reply_channel", "cabinet"),
        ("phone", ""),
        ("phone", "не скажу"),
        ("email", "olena@"),
        ("pages", "-1"),
        ("body", ""),
        ("body", "я" * 20_001),
        ("key", ""),
        ("against", "999999"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_the_rest_is_kept(story, client_of, field, value):
    answer = client_of("clerk").post(NEW, typed(story, **{field: value}))
    assert answer.status_code == 422
    assert "Немає води" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_page_in_the_name_of_a_scan_is_not_taken(story, client_of):
    fake = SimpleUploadedFile("скан.pdf", b"<html><script>1</script></html>", "application/pdf")
    answer = client_of("clerk").post(NEW, typed(story, files=fake))
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_receipt_later_today_is_refused(story, client_of):
    with clock.frozen(clock.now().replace(hour=9, minute=0)):
        answer = client_of("clerk").post(NEW, typed(story, received_time="23:59"))
    assert answer.status_code == 422
    assert "в майбутньому" in answer.content.decode()


def test_markup_and_odd_signs_are_text(story, client_of):
    odd = "<script>alert(1)</script> \u202eправа 'OR 1=1"
    client = client_of("clerk")
    assert client.post(NEW, typed(story, body=odd, subject=odd)).status_code == 302
    page = client.get(reverse("desk:case", args=[Case.objects.get().public_id])).content.decode()
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("role", ["resident", "moderator", "executor", "head", "editor", "admin"])
def test_nobody_else_finds_the_page(story, client_of, role):
    assert client_of(role).get(NEW).status_code == 404
    assert client_of(role).post(NEW, typed(story)).status_code == 404
    assert Addressee.objects.filter(pk=story.addressee.pk).exists()
    assert not Case.objects.exists()


def test_page_costs_few_statements(story, client_of, django_assert_max_num_queries):
    clerk = client_of("clerk")
    clerk.get(NEW)  # the frame of the site is kept after the first page
    with django_assert_max_num_queries(5):
        assert clerk.get(NEW).status_code == 200


def test_a_colleagues_key_tells_nothing_of_the_colleagues_appeal(story, client_of):
    client_of("clerk").post(NEW, typed(story))
    first = Case.objects.get()
    answer = client_of("operator").post(NEW, typed(story), follow=True)
    assert first.number not in answer.content.decode()
    assert Case.objects.count() == 2
