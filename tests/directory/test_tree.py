"""The tree of addressees keeps itself true."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError

from core.errors import RuleBroken
from directory.models import Addressee
from directory.services import note_page
from tests.factories.directory import AddresseeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    council = AddresseeFactory(name="Міська рада")
    works = AddresseeFactory(parent=council, name="Департамент житлово-комунального господарства")
    roads = AddresseeFactory(parent=works, name="Відділ доріг")
    return council, works, roads


def test_a_path_names_every_ancestor(branch):
    council, works, roads = branch
    assert roads.path == f"{council.pk}/{works.pk}/{roads.pk}/"
    assert roads.depth == 3
    assert list(roads.ancestors()) == [council, works]
    assert roads.is_under(council)
    assert not council.is_under(roads)


def test_a_move_takes_the_whole_branch_along(branch):
    council, works, roads = branch
    executive = AddresseeFactory(parent=council)
    works.parent = executive
    works.save()
    roads.refresh_from_db()
    assert roads.path == f"{council.pk}/{executive.pk}/{works.pk}/{roads.pk}/"
    assert roads.depth == 4
    assert set(Addressee.objects.under(executive)) == {executive, works, roads}


def test_a_branch_may_become_a_root(branch):
    _council, works, roads = branch
    works.parent = None
    works.save()
    roads.refresh_from_db()
    assert (roads.path, roads.depth) == (f"{works.pk}/{roads.pk}/", 2)


def test_a_move_by_a_stale_record_uses_the_present_parent(branch):
    council, works, roads = branch
    stale = Addressee.objects.get(pk=roads.pk)
    works.parent = None
    works.save()
    stale.save()
    assert stale.path == f"{works.pk}/{roads.pk}/"


@pytest.mark.parametrize("place", [0, 2])
def test_an_addressee_cannot_stand_under_itself(branch, place):
    works = branch[1]
    target = works if place == 0 else branch[place]
    works.parent = target
    with pytest.raises(RuleBroken) as refusal:
        works.save()
    assert (refusal.value.code, refusal.value.field) == ("cycle", "parent")
    works.refresh_from_db()
    assert works.parent == branch[0]


def test_the_form_says_a_cycle_in_words(branch):
    _council, works, roads = branch
    works.parent = roads
    with pytest.raises(ValidationError) as refusal:
        works.full_clean()
    assert "parent" in refusal.value.message_dict


def test_the_database_refuses_a_parent_that_is_itself(branch):
    roads = branch[2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Addressee.objects.filter(pk=roads.pk).update(parent=roads)


def test_an_addressee_with_subordinates_is_not_deleted(branch):
    with pytest.raises(ProtectedError):
        branch[0].delete()


def test_siblings_with_a_common_prefix_of_keys_are_not_confused():
    first = AddresseeFactory()
    others = [AddresseeFactory() for _number in range(12)]
    assert set(Addressee.objects.under(first)) == {first}
    assert all(not other.is_under(first) for other in others)


def test_an_addressee_is_listed_with_a_page_or_by_wish():
    hidden, wished = AddresseeFactory(), AddresseeFactory(listed_without_page=True)
    assert set(Addressee.objects.listed()) == {wished}
    note_page(hidden, live=True)
    assert set(Addressee.objects.listed()) == {hidden, wished}
    Addressee.objects.filter(pk=wished.pk).update(is_active=False)
    assert set(Addressee.objects.listed()) == {hidden}
    note_page(hidden, live=False)
    assert not Addressee.objects.listed().exists()


@pytest.mark.parametrize("words", ["дорогами", "дорог", "відділу доріг", "ВІДДІЛ", "доріг відділ"])
def test_search_finds_inflected_and_unfinished_words(branch, words):
    assert list(Addressee.objects.matching(words)) == [branch[2]]


def test_search_asks_for_every_word(branch):
    assert not Addressee.objects.matching("відділ парків").exists()


def test_search_takes_any_apostrophe():
    family = AddresseeFactory(name="Служба у справах сім’ї")
    for words in ("сімʼя", "сім'я", "сім’ї"):
        assert list(Addressee.objects.matching(words)) == [family]


def test_names_go_in_the_order_of_the_ukrainian_alphabet():
    for name in ["Їдальня", "Зоопарк", "Єдине вікно", "Відділ 10", "Відділ 9", "Ґанок", "Архів"]:
        AddresseeFactory(name={"uk": name, "en": name[::-1]})
    names = [str(one) for one in Addressee.objects.in_order()]
    assert names == [
        "Архів", "Відділ 9", "Відділ 10", "Ґанок", "Єдине вікно", "Зоопарк", "Їдальня",
    ]  # fmt: skip
    english = [one.name["en"] for one in Addressee.objects.in_order("en")]
    assert english[0] == "01 ліддіВ"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("SRID=4326;POINT(33.2 50.7)", "SRID=4326;POINT(33.200000 50.700000)"),
        ("POINT (33.2 50.7)", "SRID=4326;POINT(33.200000 50.700000)"),
        ("", ""),
    ],
)
def test_a_point_is_kept_in_one_spelling(written, kept):
    addressee = AddresseeFactory.build(location=written)
    addressee.clean()
    assert addressee.location == kept


@pytest.mark.parametrize("nonsense", ["тут", "POINT(2.4e-05 50)", "POINT(200 50)", "POINT(1 91)"])
def test_nonsense_is_not_a_point(nonsense):
    addressee = AddresseeFactory.build(location=nonsense)
    with pytest.raises(ValidationError) as refusal:
        addressee.clean()
    assert "location" in refusal.value.message_dict
    assert addressee.point is None


def test_a_point_gives_latitude_and_longitude():
    addressee = AddresseeFactory.build(on_map=True)
    assert (addressee.lat, addressee.lng) == (50.744, 33.214)
