"""What may be known of a person (A-19, A-22), and what the city keeps about them (PD-04)."""

import pytest
from django.contrib.auth.models import AnonymousUser

from core import clock
from crm.residents.faces import face_of
from crm.residents.models import Contact, Resident
from crm.residents.ports import export_of
from crm.residents.services import recognise
from tests.desk.stories import make_story
from tests.factories.crm import AppealFactory, CaseFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db


def face(case, viewer, **options):
    return face_of(case.resident, viewer, case, **options)


def test_staff_who_consider_the_case_see_the_person():
    case = CaseFactory()
    seen = face(case, make_person("moderator"), with_contacts=True)
    assert seen.name == "Дорошенко Олена Василівна"
    assert seen.short_name == "Дорошенко\u00a0О.\u00a0В."
    assert "Садова" in seen.address
    assert [contact.kind for contact in seen.contacts] == ["email"]


@pytest.mark.parametrize("role", ["moderator", "head", "executor", "admin", "operator"])
def test_hidden_name_stays_hidden_from_those_who_can_decide_without_it(role):
    seen = face(CaseFactory(hidden=True), make_person(role), with_contacts=True)
    assert seen.is_hidden
    assert "Дорошенко" not in seen.name + seen.short_name
    assert (seen.address, seen.contacts) == ("", [])


def test_hidden_name_is_known_to_office_executor_and_author():
    case = AppealFactory(state="assigned", case__hidden=True).case
    for viewer in (make_person("clerk"), case.assignee, case.author):
        assert not face(case, viewer).is_hidden


def test_nobody_knows_a_person_without_a_case():
    resident = CaseFactory().resident
    assert face_of(resident, make_person("clerk"), None).is_hidden
    assert face_of(resident, AnonymousUser(), None).is_hidden
    assert not face_of(resident, resident.user, None).is_hidden


def test_lists_ask_nothing_for_a_face(django_assert_num_queries):
    case, viewer = CaseFactory(), make_person("moderator")
    with django_assert_num_queries(0):
        face(case, viewer)


def test_account_is_recognised_once_and_a_known_contact_keeps_its_mark(people):
    first = recognise(people.resident, clock.now())
    Contact.objects.filter(resident=first).update(mark=Contact.Mark.SHARED)
    people.resident.addr_street = "вулиця Нова"
    again = recognise(people.resident, clock.now())
    assert again == first
    assert Resident.objects.get().addr_street == "вулиця Нова"
    assert Contact.objects.get().mark == Contact.Mark.SHARED


def test_whoever_comes_again_unchanged_costs_one_statement(people, django_assert_num_queries):
    first = recognise(people.resident, clock.now(), consents={"appeals": "1"})
    with django_assert_num_queries(1):
        assert recognise(people.resident, clock.now(), consents={"appeals": "1"}) == first
    recognise(people.resident, clock.now(), consents={"appeals": "2"})
    assert {one.version for one in first.consents.all()} == {"1", "2"}


def test_export_holds_what_the_person_may_see_and_nothing_of_others(people):
    story = make_story(people)
    mine, other = story.drafted(), story.submitted(people.stranger, subject="Чужа тема")
    found = export_of(mine.resident)
    assert found["card"]["last_name"] == "Дорошенко"
    assert [one["number"] for one in found["appeals"]] == [mine.number]
    said = str(found)
    assert other.number not in said
    assert "Чужа тема" not in said
    assert "Дах полагодять" not in said  # not signed yet
    assert "Оглянути" not in said  # the resolution is for staff
