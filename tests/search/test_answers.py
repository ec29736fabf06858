"""The open register of answers in the public search and on the map of the site (6.1)."""

from datetime import date

import pytest

from blocks.answers.services import Confirmed, drop_answer, store_answer
from search.models import Document
from search.services import rebuild
from tests.factories.directory import AddresseeFactory

ON = date(2026, 3, 10)


def publish() -> str:
    body = AddresseeFactory(name={"uk": "Відділ освіти", "en": "Education"}, short_name={})
    return store_answer(
        Confirmed(body, "Кошторис ремонту школи", "Просять кошторис.", "Ремонт коштує 2 млн.", ON),
        ON,
    )


def found(client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_published_answer_is_found_in_any_form_and_language(client, tree):
    key = publish()
    page = found(client, "/search/?q=кошториси")
    assert f"/answers/{key}/" in page and "Відділ освіти" in page and "10 березня 2026" in page
    assert f"/answers/{key}/" in found(client, "/search/?q=коштує&kind=answer")
    assert f"/answers/{key}/" not in found(client, "/search/?q=кошторис&kind=page")
    assert f"/en/answers/{key}/" in found(client, "/en/search/?q=кошторис")
    assert f"/answers/{key}/" in found(client, "/search/suggest/?q=кошт")


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_out_of_the_register_is_found_no_more(client, tree):
    key = publish()
    assert Document.objects.filter(kind="answer").count() == 2
    drop_answer(key)
    assert not Document.objects.filter(kind="answer").exists()
    assert key not in found(client, "/search/?q=кошторис")
    assert key not in found(client, "/search/suggest/?q=кошт")


@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_index_has_the_answers(client, tree):
    key = publish()
    Document.objects.all().delete()
    rebuild()
    assert f"/answers/{key}/" in found(client, "/search/?q=кошторис")


@pytest.mark.django_db(transaction=True)
def test_programs_find_answers_too(client, tree):
    key = publish()
    items = client.get("/api/v1/search?q=кошторис&kind=answer").json()["items"]
    assert [one["kind"] for one in items] == ["answer"]
    assert items[0]["url"].endswith(f"/answers/{key}/") and items[0]["addressee"]
