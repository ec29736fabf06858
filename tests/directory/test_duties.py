"""Who serves an addressee: one truth, asked from both ends."""

import pytest
from django.db import IntegrityError, transaction

from directory.models import Addressee, Duty
from tests.factories.directory import AddresseeFactory

pytestmark = pytest.mark.django_db


def test_a_moderator_serves_only_the_addressee_itself(people):
    works = AddresseeFactory(moderator=people.moderator)
    roads = AddresseeFactory(parent=works)
    assert list(works.moderators()) == [people.moderator]
    assert not roads.moderators().exists()
    assert set(Addressee.objects.serving(people.moderator)) == {works}


def test_a_duty_with_the_branch_reaches_everything_below(people):
    council = AddresseeFactory(head=people.head, head__with_subtree=True)
    works = AddresseeFactory(parent=council)
    roads = AddresseeFactory(parent=works)
    beside = AddresseeFactory()
    assert list(roads.heads()) == [people.head]
    assert set(Addressee.objects.serving(people.head)) == {council, works, roads}
    assert not beside.heads().exists()


def test_a_duty_may_be_asked_by_its_role(people):
    works = AddresseeFactory(moderator=people.moderator, executor=people.executor)
    assert list(works.executors()) == [people.executor]
    assert set(works.people_on_duty()) == {people.moderator, people.executor}
    serving = Addressee.objects.serving(people.executor, Duty.Role.MODERATOR)
    assert not serving.exists()


def test_a_moved_branch_changes_its_masters(people):
    council = AddresseeFactory(moderator=people.moderator, moderator__with_subtree=True)
    roads = AddresseeFactory(parent=AddresseeFactory(parent=council))
    roads.parent.parent = None
    roads.parent.save()
    roads.refresh_from_db()
    assert not roads.is_moderated_by(people.moderator)
    assert set(Addressee.objects.serving(people.moderator)) == {council}


def test_a_person_who_no_longer_works_here_serves_nobody(people):
    works = AddresseeFactory(moderator=people.moderator)
    people.moderator.is_active = False
    people.moderator.save()
    assert not works.moderators().exists()


def test_a_duty_of_a_kind_is_given_once(people):
    works = AddresseeFactory(moderator=people.moderator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(addressee=works, user=people.moderator, role=Duty.Role.MODERATOR)


def test_serving_is_one_statement(people, django_assert_num_queries):
    AddresseeFactory(moderator=people.moderator)
    with django_assert_num_queries(1):
        list(Addressee.objects.serving(people.moderator))
