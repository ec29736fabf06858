"""What holds on every public page of a city, in both languages (domain.md 14)."""

from collections import Counter
from urllib.parse import urlsplit

import pytest

from tests.site.conftest import City

LANGUAGES = {"uk", "en"}
# What a browser fetches by itself; a link that a person presses may lead anywhere.
FETCHED = [
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("iframe", "src"),
    ("source", "srcset"),
    ("video", "src"),
    ("link", "href"),
    ("form", "action"),
]
NOT_FETCHED = {"canonical", "alternate", "license"}


@pytest.fixture(scope="module")
def city(standing_city: City) -> City:
    """These tests only look, and at the same pages."""
    return standing_city


def wrong(city, ask) -> dict[str, object]:
    """The addresses where `ask` finds something to say."""
    return {url: found for url in city.addresses if (found := ask(url, city.read(url)))}


def test_there_are_pages_in_both_languages(city):
    codes = Counter(page.locale.language_code for page in city.pages.values())
    assert set(codes) == LANGUAGES
    assert codes["uk"] == codes["en"] >= 14


def test_there_is_one_h1_and_headings_skip_no_level(city):
    def headings(_url, page):
        levels = [int(tag[1]) for tag, _attrs in page.elements if tag in {"h1", "h2", "h3", "h4"}]
        jumps = [(a, b) for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
        return (levels.count(1) != 1 and levels) or levels[0] != 1 or jumps

    assert not wrong(city, headings)


def test_elements_are_closed_in_order_and_ids_are_unique(city):
    def faults(_url, page):
        ids = Counter(attrs["id"] for _tag, attrs in page.elements if "id" in attrs)
        return page.faults + [name for name, count in ids.items() if count > 1]

    assert not wrong(city, faults)


def test_the_language_is_said_and_is_that_of_the_address(city):
    def language(url, page):
        wanted = "en" if url.startswith("/en/") else "uk"
        said = page.all("html")[0].get("lang")
        return said if said != wanted else None

    assert not wrong(city, language)


@pytest.mark.parametrize("accepted", ["en-GB,en;q=0.9", "sr", ""])
def test_the_first_visit_is_in_the_state_language_whatever_the_browser_asks(city, accepted):
    answer = city.client.get("/", headers={"accept-language": accepted})
    assert '<html lang="uk"' in answer.content.decode()
    assert answer["Content-Language"] == "uk"


def test_the_language_switch_keeps_the_page(city):
    for url, page in city.pages.items():
        others = {
            attrs["hreflang"]: urlsplit(attrs["href"]).path
            for attrs in city.read(url).all("link")
            if attrs.get("rel") == "alternate" and "hreflang" in attrs
        }
        assert set(others) == LANGUAGES, url
        for path in others.values():
            assert city.pages[path].translation_key == page.translation_key


def test_every_page_says_its_title_address_and_kind_to_social_networks(city):
    for url, page in city.pages.items():
        markup = city.read(url)
        assert markup.meta("og:title"), url
        assert markup.meta("og:type") == "website"
        assert urlsplit(markup.meta("og:url")).path == url
        assert markup.meta("og:site_name") and markup.meta("og:locale")
        assert markup.meta("robots") is None
        canonical = [a["href"] for a in markup.all("link") if a.get("rel") == "canonical"]
        assert [urlsplit(one).path for one in canonical] == [url]
        assert page.title


def test_no_page_makes_the_browser_ask_another_site(city):
    def foreign(_url, page):
        return [
            attrs[name]
            for tag, name in FETCHED
            for attrs in page.all(tag)
            if attrs.get("rel") not in NOT_FETCHED
            and urlsplit(attrs.get(name, "")).netloc not in {"", "testserver"}
        ]

    assert not wrong(city, foreign)


def test_no_host_is_written_into_the_pages(city):
    """The same pages under another name speak of that name only (W-03)."""
    for url in city.addresses:
        answer = city.client.get(url, headers={"host": "reception.gov.ua"})
        html = answer.content.decode()
        assert "localhost" not in html and "testserver" not in html, url


def test_pictures_have_words_and_fields_have_labels(city):
    def nameless(_url, page):
        labelled = {attrs.get("for") for attrs in page.all("label")}
        pictures = [a for a in page.all("img") if "alt" not in a]
        fields = [
            a
            for a in page.all("input", "select", "textarea")
            if a.get("type") not in {"hidden", "submit"}
            and a.get("id") not in labelled
            and "aria-label" not in a
        ]
        return pictures + fields

    assert not wrong(city, nameless)


def test_every_page_begins_with_a_way_past_the_head_and_has_its_landmarks(city):
    def landmarks(_url, page):
        links = page.all("a")
        tags = {tag for tag, _attrs in page.elements}
        missing = {"header", "main", "footer", "nav"} - tags
        return missing or links[0].get("href") != "#content"

    assert not wrong(city, landmarks)


def test_dates_of_publication_stand_on_every_page_of_content(city):
    for url, page in city.pages.items():
        if page.depth > 2 and page.specific_class.__name__ != "SiteMapPage":
            assert "page-dates" in city.html(url), url


def test_every_link_inside_the_site_leads_somewhere(city):
    found = {
        urlsplit(attrs["href"])._replace(fragment="").geturl()
        for url in city.addresses
        for attrs in city.read(url).all("a")
        if attrs.get("href", "").startswith("/")
    }
    assert len(found) > 30
    dead = {link: city.client.get(link).status_code for link in sorted(found)}
    assert not {link: status for link, status in dead.items() if status not in {200, 302}}


def test_the_map_of_the_site_and_the_sitemap_name_every_page(city):
    for language, path in (("uk", "/mapa-saitu/"), ("en", "/en/site-map/")):
        listed = {attrs.get("href") for attrs in city.read(path).all("a")}
        wanted = {u for u, p in city.pages.items() if p.locale.language_code == language}
        assert wanted - {path} <= listed, language
        register = {"uk": "/answers/", "en": "/en/answers/"}[language]
        assert (
            f'<a href="{register}">'
            in city.html(path).split('class="site-map"')[1].split("</main>")[0]
        )
    xml = city.client.get("/sitemap.xml").content.decode()
    assert not [url for url in city.pages if f"<loc>http://testserver{url}</loc>" not in xml]


def test_addresses_are_latin_words(city):
    assert not [url for url in city.pages if not url.isascii() or url != url.lower()]


def test_pages_are_light(city):
    """The words of a page; style, script and fonts are weighed in tests/web/test_styles.py."""
    import gzip

    heavy = {url: len(gzip.compress(city.html(url).encode(), 6)) for url in city.addresses}
    assert not {url: size for url, size in heavy.items() if size > 20 * 1024}
