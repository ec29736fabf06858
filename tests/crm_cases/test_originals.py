"""R-09: what was written stays as it was written, in the database itself; corrections are new."""

import hashlib

import pytest
from django.db import DatabaseError, transaction

from core import clock
from core.private_files import PrivateStorage
from crm.appeals import services as appeals
from crm.appeals.models import Appeal
from crm.cases.anonymising import anonymise_cases
from crm.cases.models import Attachment, Case, CaseEvent
from crm.cases.services import add_note, attach_files, check_files
from crm.requests.models import InformationRequest, PersonalDataRequest
from crm.requests.services import opening
from tests.files import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(story, people, private_root) -> Case:
    case = story.registered()
    attach_files(case, check_files([pdf("акт.pdf")]), people.clerk, clock.now())
    return case


def refused(rows, **changes) -> bool:
    """Whether the database would not have it, whatever code asks."""
    before = list(rows.values())
    with (
        pytest.raises(DatabaseError, match="what was written is not changed"),
        transaction.atomic(),
    ):
        rows.update(**changes)
    return list(rows.values()) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"body": "Інше"},
        {"values": {"custom": "інше"}},
        {"against_text": "Інше"},
        {"decision_ref": "№ 2"},
        {"organisation_name": "Інша"},
        {"pd_notice_version": "0"},
        {"body": "Інше", "reply_text": "Разом із відповіддю"},
    ],
)
def test_text_of_an_appeal_is_never_changed(case, changes):
    """R-09"""
    assert refused(Appeal.objects.filter(pk=case.pk), **changes)


def test_python_cannot_change_it_either(case):
    appeal = Appeal.objects.get(pk=case.pk)
    appeal.body = "Інше"
    with pytest.raises(DatabaseError, match="not changed"), transaction.atomic():
        appeal.save()
    appeal.refresh_from_db()
    appeal.reply_text = "Відповідь — це не текст звернення"
    appeal.save()
    assert Appeal.objects.get(pk=case.pk).reply_text


@pytest.mark.parametrize(
    "changes",
    [{"file": "cases/інший"}, {"sha256": "0" * 64}, {"name": "інша.pdf"}, {"size": 1}],
)
def test_file_is_never_changed(case, changes):
    """R-09: neither the row nor, by its sum, the bytes."""
    assert refused(Attachment.objects.filter(case=case), **changes)
    kept = case.attachments.get()
    with kept.file.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == kept.sha256


def test_storage_writes_over_nothing(case):
    kept = case.attachments.get()
    name = PrivateStorage().save(kept.file.name, pdf("інший.pdf"))
    assert name != kept.file.name
    PrivateStorage().delete(name)


def test_file_may_be_opened_to_the_author(case):
    case.attachments.update(for_author=True)
    assert case.attachments.get().for_author


@pytest.mark.parametrize("changes", [{"text": "Інше"}, {"data": {}}, {"kind": "note"}])
def test_entry_of_the_timeline_is_never_changed(case, changes):
    """R-09: what was said is followed by what is said next."""
    assert refused(case.events.filter(kind="state"), **changes)
    add_note(case, "Уточнення", case.author, clock.now())
    assert case.events.get(kind="note").text == "Уточнення"


def test_addition_of_the_author_is_an_entry_of_its_own(case, people):
    appeals.add_to_appeal(case, "Ще одне", [], people.resident, clock.now())
    assert Appeal.objects.get(pk=case.pk).body == case.appeal.body
    assert refused(case.events.filter(kind="addition"), text="Інше")


def test_text_of_a_request_is_never_changed(story, people):
    """R-09"""
    at = clock.now()
    asked = opening.Asked("", story.addressee, "Карта", "Прошу карту", email="a@example.org")
    one = opening.open_information_request(asked, people.resident, at)
    other = opening.open_personal_data_request(
        "view", "Які дані?", story.addressee, people.resident, at
    )
    assert refused(InformationRequest.objects.filter(pk=one.pk), body="Інше")
    assert refused(PersonalDataRequest.objects.filter(pk=other.pk), body="Інше")
    assert refused(PersonalDataRequest.objects.filter(pk=other.pk), right="delete")


def test_only_anonymising_takes_it_away(case):
    """R-08: after the time of keeping, with an act."""
    anonymise_cases([case], clock.now())
    assert not CaseEvent.objects.filter(case=case).exclude(text="").exists()
    assert not Attachment.objects.filter(case=case).exists()
    assert Appeal.objects.filter(pk=case.pk).update(body="") == 1
