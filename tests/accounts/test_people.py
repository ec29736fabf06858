"""Who a person is: one account per address, names, what an appeal still needs."""

import pytest
from django.db import IntegrityError, transaction

from core.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_e_mail_is_kept_in_lower_case_and_found_in_any():
    user = User.objects.create_user("Olena@People.TEST", "x")
    assert user.email == "olena@people.test"
    assert User.objects.get_by_natural_key(" OLENA@people.test") == user


def test_database_refuses_a_second_account_with_the_same_address_in_other_letters():
    UserFactory(email="olena@people.test")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Olena@people.test")])
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("OLENA@people.test")


def test_database_refuses_a_person_who_can_be_reached_by_nothing():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(None)


def test_many_people_may_have_only_a_phone():
    for number in ("+380671234567", "+380671234568"):
        User.objects.create_user(None, phone=number)
    assert User.objects.filter(email=None).count() == 2


def test_names_are_written_the_ukrainian_way():
    user = User(last_name="Дорошенко", first_name="Олена", middle_name="Василівна", email="a@b.c")
    assert user.full_name == "Дорошенко Олена Василівна"
    assert user.short_name == "Дорошенко\u00a0О.\u00a0В."
    assert User(email="a@b.c").full_name == "a@b.c"


def test_profile_is_full_with_name_patronymic_or_none_and_address():
    full = UserFactory.build(full_profile=True)
    assert full.has_full_profile
    assert not UserFactory.build().has_full_profile
    full.middle_name = ""
    assert full.missing_for_appeal == ["middle_name"]
    full.has_no_middle_name = True
    assert full.has_full_profile
    full.addr_street = "  "
    assert full.missing_for_appeal == ["addr_street"]
