"""A page is found as soon as it is published, with a transaction around it or without."""

import pytest

from search.models import Document
from tests.factories.home import make_page_tree


@pytest.mark.django_db(transaction=True)
def test_the_first_publication_of_an_addressee_is_found_at_once():
    page = make_page_tree().add_addressee(title="Відділ мостів")
    assert page.addressee.is_listed
    assert Document.objects.filter(addressee=page.addressee, language="uk").exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_off_publication_is_forgotten_at_once():
    page = make_page_tree().add_addressee(title="Відділ мостів")
    page.unpublish()
    assert not Document.objects.filter(addressee=page.addressee).exists()
