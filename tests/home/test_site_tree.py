"""A city starts with its pages in both languages, and starting again changes nothing."""

import pytest
from django.conf import settings
from wagtail.models import Page, Site

from home.models import AccessibilityStatementPage, CataloguePage, ContactsPage, HomePage
from home.services import ensure_site_tree
from home.services.site_tree import LANGUAGES, PAGES, TEXTS, read_words
from tests.factories.directory import AddresseeFactory


@pytest.fixture
def council(db: None):
    return AddresseeFactory(kind="council", listed=True)


def test_every_page_is_there_in_every_language(council):
    home = ensure_site_tree("Вербів")
    for language in LANGUAGES:
        front = HomePage.objects.get(locale__language_code=language)
        assert front.live
        assert front.get_children().live().count() == len(PAGES)
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk


def test_second_start_adds_and_changes_nothing(council):
    home = ensure_site_tree("Вербів")
    page = home.get_children().get(slug="vashi-prava-i-stroky").specific
    page.title = "Права"
    page.save_revision().publish()
    before = set(Page.objects.values_list("pk", "title", "latest_revision"))
    ensure_site_tree("Вербів")
    assert set(Page.objects.values_list("pk", "title", "latest_revision")) == before


def test_page_missing_after_an_upgrade_is_added(council):
    home = ensure_site_tree("Вербів")
    home.get_children().get(slug="dovidka").delete()
    ensure_site_tree("Вербів")
    page = Page.objects.get(slug="dovidka")
    assert page.live and page.get_translations().count() == 1


def test_contacts_and_remarks_lead_to_the_council(council):
    ensure_site_tree("Вербів")
    assert {page.addressee for page in ContactsPage.objects.all()} == {council}
    assert {page.feedback_to for page in AccessibilityStatementPage.objects.all()} == {council}


def test_city_without_a_council_starts_too(db):
    home = ensure_site_tree("Вербів")
    assert home.opening is None
    assert CataloguePage.objects.count() == len(LANGUAGES)


def test_welcome_page_of_wagtail_is_gone(council):
    ensure_site_tree("Вербів")
    assert not Page.objects.filter(depth=2, content_type__model="page").exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", *(name for name, _model in PAGES)])
def test_texts_have_a_title_a_latin_address_and_a_summary(name: str, language: str):
    words = read_words(name, language)
    assert words.head["title"] and words.head["summary"]
    assert len(words.head["summary"]) <= 300
    assert words.head["slug"].isascii()


def test_ukrainian_texts_spell_the_apostrophe_right():
    for path in TEXTS.glob("*.uk.html"):
        text = path.read_text("utf-8")
        assert "'" not in text and "’" not in text, path.name


def test_every_language_of_the_texts_is_offered_by_the_site():
    assert set(LANGUAGES) <= {code for code, _name in settings.LANGUAGES}
