"""Requirements answered once, by one page, one header or one setting (domain.md 14)."""

import re
import runpy
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from core import clock
from home.models import AccessibilityStatementPage

RULES = [
    "/yak-podaty-zvernennia/", "/vashi-prava-i-stroky/", "/hrafik-osobystoho-pryiomu/",
    "/robota-zi-zvernenniamy/", "/dostupnist/", "/personalni-dani/", "/umovy-korystuvannia/",
    "/kudy-zvernutysia-dali/", "/kontakty/", "/mapa-saitu/",
]  # fmt: skip


def test_pages_of_rules_are_there_and_linked_from_the_foot_of_every_page(city):
    for url in city.pages:
        if not url.startswith("/en/"):
            foot = city.html(url).partition('<footer class="site-footer')[2]
            assert not [path for path in RULES if f'href="{path}"' not in foot], url
    assert not [path for path in RULES if city.client.get(path).status_code != 200]


def test_the_next_authority_is_named_with_ways_to_reach_it(city):
    html = city.html("/kudy-zvernutysia-dali/")
    assert re.search(r"[Уу]повноважен", html) and "ombudsman.gov.ua" in html
    assert "1545" in html or "ukc.gov.ua" in html


def test_the_accessibility_statement_is_fresh_and_says_where_to_complain(city):
    page = AccessibilityStatementPage.objects.get(locale__language_code="uk")
    assert clock.today() - page.checked_on <= timedelta(days=365)
    html = city.html(page.url)
    assert "WCAG 2.1 AA" in html
    assert "mailto:rada@city.example" in html
    assert "/appeals/new/rada/feedback/" in html


def test_an_addressee_has_everything_one_needs_to_reach_it(city):
    html = city.html(city.addressee.url)
    assert 'href="tel:' in html and 'href="mailto:' in html
    assert "40100" in html and "Ратушна" in html
    assert "9:00" in html
    assert "/appeals/new/rada/appeal-individual/" in html
    assert "/appeals/new/rada/appeal-legal-entity/" in html


def test_the_map_has_its_points_in_words_beside_it(city):
    page = city.read(city.addressee.url)
    maps = [
        attrs
        for _tag, attrs in page.elements
        if "data-map" in attrs or "map" in attrs.get("class", "").split()
    ]
    assert maps
    assert "Ратушна" in city.html(city.addressee.url)


def test_open_data_names_its_licence_for_people_and_for_programs(city):
    assert "https://creativecommons.org/licenses/by/4.0/" in city.html("/api/v1/docs/")
    told = city.client.get("/api/v1/openapi.json").json()["info"]
    assert told["license"]["identifier"] == "CC-BY-4.0"


PERSONAL = ["/accounts/login/", "/accounts/signup/", "/cabinet/", "/cabinet/tokens/", "/desk/"]


@pytest.mark.parametrize("path", PERSONAL)
def test_personal_pages_are_kept_out_of_search_engines(client_of, path):
    answer = client_of("clerk" if path == "/desk/" else "resident").get(path)
    assert answer.get("X-Robots-Tag") == "noindex"


def test_public_pages_are_not_kept_out_of_search_engines(city):
    for url in city.pages:
        assert "X-Robots-Tag" not in city.client.get(url)


@pytest.fixture
def production(monkeypatch) -> dict:
    """The production settings as they come out of deploy/vikno.env.example."""
    example = (settings.ROOT / "deploy" / "vikno.env.example").read_text()
    for line in example.splitlines():
        name, sign, value = line.partition("=")
        if sign and not line.startswith("#") and name != "DJANGO_SETTINGS_MODULE":
            monkeypatch.setenv(name, value.strip('"'))
    monkeypatch.delenv("SECRET_KEY_FILE")
    monkeypatch.setenv("SECRET_KEY", "k3y-0f-a-dry-run-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghij-0")
    return runpy.run_module("cms.settings.production")


SECURE = [
    "ALLOWED_HOSTS", "CSRF_COOKIE_SECURE", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD",
    "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "SECURE_REDIRECT_EXEMPT",
    "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE",
]  # fmt: skip


@pytest.fixture
def encrypted(production, settings):
    for name in SECURE:
        setattr(settings, name, production[name])


@pytest.mark.django_db
def test_plain_http_is_led_to_https(client, encrypted):
    answer = client.get("/search/?q=1", headers={"host": "vikno.example.ua"})
    assert answer.status_code == 301
    assert answer["Location"] == "https://vikno.example.ua/search/?q=1"


@pytest.mark.django_db
def test_a_browser_is_told_to_keep_to_https_and_to_keep_cookies_to_itself(client, encrypted):
    host = {"host": "vikno.example.ua", "x-forwarded-proto": "https"}
    answer = client.get("/accounts/login/", headers=host)
    assert answer.status_code == 200
    year = 60 * 60 * 24 * 365
    assert answer["Strict-Transport-Security"] == f"max-age={year}; includeSubDomains; preload"
    cookie = answer.cookies["csrftoken"]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_made_up_host_is_refused(client, encrypted):
    host = {"host": "evil.example", "x-forwarded-proto": "https"}
    assert client.get("/search/", headers=host).status_code == 400


@pytest.mark.django_db
def test_monitors_on_the_machine_need_no_https(client, encrypted):
    assert client.get("/healthz", headers={"host": "vikno.example.ua"}).status_code == 200


def test_tls_of_the_front_server_is_modern():
    text = Path(settings.ROOT, "deploy", "nginx.conf").read_text()
    assert re.findall(r"ssl_protocols ([^;]+);", text) == ["TLSv1.2 TLSv1.3"]


def test_the_city_has_its_own_name_and_contacts_in_the_frame(city):
    from wagtail.models import Site

    from core.words import Text
    from home.models import CitySettings

    facts = CitySettings.for_site(Site.objects.get(is_default_site=True))
    facts.official_name = Text(uk="Вербівська міська рада", en="Verbiv City Council")
    facts.phone = "15-45"
    facts.save()
    assert "Вербівська міська рада" in city.html("/")
    english = city.html("/en/")
    assert "Verbiv City Council" in english and 'href="tel:1545"' in english


@pytest.mark.parametrize(
    ("accepted", "language", "name"),
    [
        ("en-GB,en;q=0.9", "en", "City government"),
        ("de", "uk", "Міська влада"),
        ("", "uk", "Міська влада"),
    ],
)
def test_programs_are_answered_in_the_language_they_ask_for(city, accepted, language, name):
    answer = city.client.get("/api/v1/groups", headers={"accept-language": accepted})
    assert answer["Content-Language"] == language
    assert [group["name"] for group in answer.json()] == [name]
    refused = city.client.get("/api/v1/groups/absent", headers={"accept-language": accepted})
    assert (refused.json()["title"] == "Nothing is found here") is (language == "en")


def test_the_emblem_of_the_city_stands_beside_the_logo(city, settings, tmp_path):
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file
    from wagtail.models import Site

    from home.models import CitySettings

    settings.MEDIA_ROOT = tmp_path
    emblem = get_image_model().objects.create(title="Герб", file=get_test_image_file())
    facts = CitySettings.for_site(Site.objects.get(is_default_site=True))
    facts.emblem = emblem
    facts.save()
    shown = [one for one in city.read("/").all("img") if one.get("class") == "logo-emblem"]
    assert len(shown) == 1 and shown[0]["alt"] == ""
    assert shown[0]["src"].startswith("/media/images/")
