"""Latin addresses by the Cabinet's table."""

import pytest

from home.slugs import latin_slug
from tests.factories.home import PageTree


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Департамент житлово-комунального господарства",
         "departament-zhytlovo-komunalnoho-hospodarstva"),
        ("Юрій Єнакієв", "yurii-yenakiiev"),
        ("Згурський", "zghurskyi"),
        ("Солов'їна, Соловʼїна, Солов’їна", "solovina-solovina-solovina"),
        ("Щастя й ґава", "shchastia-y-gava"),
        ("Відділ № 5 / ЦНАП", "viddil-5-tsnap"),
        ("City Hall", "city-hall"),
        ("!!!", ""),
    ],
)  # fmt: skip
def test_names_become_latin(name: str, slug: str):
    assert latin_slug(name) == slug


def test_long_names_are_cut_at_a_hyphen():
    slug = latin_slug("Управління капітального будівництва та реконструкції обʼєктів " * 2, 40)
    assert len(slug) <= 40
    assert not slug.endswith("-")


def test_page_without_an_address_gets_a_latin_one(tree: PageTree):
    page = tree.add_standard(title="Як подати звернення")
    assert page.slug == "yak-podaty-zvernennia"
    draft = tree.add_standard(title="Права", live=False)
    assert (draft.slug, draft.url) == ("prava", "/prava/")
    again = tree.add_standard(title="Як подати звернення")
    assert again.slug == "yak-podaty-zvernennia-2"
