"""What was saved is found, in any form of its words, by people and by programs."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from search.models import Document
from search.services import Asked, find, index_addressees, rebuild, suggest
from tests.factories.directory import AddresseeFactory, ContactFactory
from tests.factories.home import PageTree


def settle() -> None:
    """Search follows commits, and a test never commits: do what waits for one."""
    while connection.run_on_commit:
        _savepoints, wanted, _robust = connection.run_on_commit.pop(0)
        wanted()


def titles(text: str, language: str = "uk", kind: str = "") -> list[str]:
    settle()
    return [one.shown_title for one in find(Asked(text, language, kind))]


def roads(tree: PageTree):
    addressee = AddresseeFactory(
        name={"uk": "Служба доріг", "en": "Roads service"},
        competences={"uk": "Ями на дорогах, розмітка, снігоприбирання."},
        keywords="вибоїна, асфальт",
    )
    return tree.add_addressee(addressee=addressee, title="Служба доріг міста")


@pytest.mark.parametrize(
    "words", ["дорога", "дорогах", "ЯМА", "яму на дорозі", "вибоїни", "служби"]
)
def test_inflected_words_find_the_addressee(tree: PageTree, words: str):
    roads(tree)
    assert titles(words) == ["Служба доріг міста"]


@pytest.mark.parametrize("sign", ["'", "ʼ", "’", "`"])
def test_every_apostrophe_finds_the_same(tree: PageTree, sign: str):
    tree.add_standard(title="Обʼєкти благоустрою")
    assert titles(f"об{sign}єктами") == ["Обʼєкти благоустрою"]


def test_begun_word_is_found(tree: PageTree):
    roads(tree)
    assert titles("снігоприб") == ["Служба доріг міста"]


def test_all_words_outweigh_some_of_them(tree: PageTree):
    tree.add_standard(title="Ремонт будинків")
    tree.add_standard(title="Ремонт доріг")
    assert titles("ремонт доріг") == ["Ремонт доріг"]
    assert "Ремонт доріг" in titles("ремонт доріг і ще щось невідоме")


def test_title_outweighs_text(tree: PageTree):
    text = [("text", {"heading": "", "text": "<p>Тут є слово ліфт один раз.</p>"})]
    tree.add_standard(title="Правила", body=text)
    tree.add_standard(title="Ліфт у будинку")
    assert titles("ліфти") == ["Ліфт у будинку", "Правила"]


def test_text_of_blocks_is_found(tree: PageTree):
    body = [("text", {"heading": "Субсидії", "text": "<p>Подайте <b>декларацію</b>.</p>"})]
    tree.add_standard(title="Допомога", body=body)
    assert titles("декларації") == ["Допомога"]


def test_draft_is_not_found(tree: PageTree):
    tree.add_standard(title="Чернетка правил", live=False)
    tree.add_addressee(live=False, title="Відділ чернеток")
    assert titles("чернетка") == []


def test_what_was_unpublished_is_found_no_more(tree: PageTree):
    page, standard = roads(tree), tree.add_standard(title="Дороги й вулиці")
    page.unpublish()
    standard.unpublish()
    assert titles("дорога") == []


def test_what_was_deleted_is_found_no_more(tree: PageTree):
    page = tree.add_standard(title="Дороги й вулиці")
    page.delete()
    assert titles("дорога") == []


def test_addressee_without_a_page_is_found_by_its_record(tree: PageTree):
    AddresseeFactory(listed=True, name={"uk": "Пункт обігріву", "en": "Warming point"})
    assert titles("обігрів") == ["Пункт обігріву"]
    assert titles("warming", "en") == ["Warming point"]


def test_renamed_addressee_is_found_by_its_new_name(tree: PageTree):
    addressee = AddresseeFactory(listed=True, name={"uk": "Пункт обігріву"})
    addressee.name = {"uk": "Пункт незламності"}
    addressee.save()
    assert titles("незламність") == ["Пункт незламності"]
    assert titles("обігрів") == []


def test_phone_number_finds_its_addressee(tree: PageTree):
    page = roads(tree)
    settle()
    ContactFactory(addressee=page.addressee, value="1580")
    index_addressees([page.addressee_id])
    assert titles("1580") == ["Служба доріг міста"]


def test_languages_do_not_mix(tree: PageTree):
    roads(tree)
    assert titles("дорога", "en") == ["Roads service"]
    assert titles("roads", "en") == ["Roads service"]
    assert Document.objects.filter(kind="addressee").count() == 2


def test_private_page_is_not_found(tree: PageTree):
    from wagtail.models import PageViewRestriction

    page = tree.add_standard(title="Службова записка")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    page.save_revision().publish()
    assert titles("записка") == []


def test_rebuilding_finds_the_same(tree: PageTree):
    roads(tree)
    tree.add_standard(title="Дороги й вулиці")
    before = sorted(titles("дорога"))
    Document.objects.all().delete()
    rebuild()
    assert sorted(titles("дорога")) == before == ["Дороги й вулиці", "Служба доріг міста"]


def test_rebuilding_forgets_what_is_public_no_more(tree: PageTree):
    page = roads(tree)
    type(page.addressee).objects.update(is_active=False)
    rebuild()
    assert titles("дорога") == []


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'",
        "a\0b",
        "* OR (",
        "{title}: x",
        "NEAR(a b)",
        "‮дорога",
        "%",
        "<script>",
        "-",
        "ж" * 5000,
    ],
)
def test_odd_words_find_nothing_and_break_nothing(tree: PageTree, words: str):
    page = Client().get(reverse("search:search"), {"q": words})
    assert page.status_code == 200
    assert Client().get(reverse("search:suggest"), {"q": words}).status_code == 200
    assert b"<script>" not in page.content


def test_suggestions_are_what_begins_so(tree: PageTree):
    roads(tree)
    settle()
    assert [one.shown_title for one in suggest(Asked("слу", "uk"))] == ["Служба доріг міста"]
    assert suggest(Asked("с", "uk")) == []
