"""Pages of bad days: they say what to do, and the worst of them need nothing to be drawn."""

import pytest
from django.template.loader import get_template
from django.utils import translation


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_a_page_for_a_fault_is_drawn_from_nothing(name, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        html = get_template(name).render()
    assert "<h1>" in html and "tel:112" in html


def test_they_speak_the_language_of_the_page():
    with translation.override("en"):
        assert "on our side" in get_template("500.html").render()


@pytest.mark.django_db
def test_an_absent_page_offers_the_search(client):
    answer = client.get("/there-is-no-such-page/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert 'action="/search/"' in html and "noindex" in html


@pytest.mark.django_db
def test_an_absent_page_is_absent_in_english_too(client):
    assert "There is no such page" in client.get("/en/there-is-no-such-page/").content.decode()
