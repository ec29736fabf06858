"""A city as it is on its first day: all ready pages in both languages, one group, one addressee."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from blocks.forms.services import ensure_ready_forms
from home.models import AddresseeGroupPage, AddresseePage, CataloguePage
from home.services import ensure_site_tree
from tests.factories.directory import (
    OFFICE_HOURS,
    AddresseeFactory,
    ContactFactory,
    GroupFactory,
    ScheduleFactory,
)
from tests.factories.home import publish, translate

SERVICES = ["/search/?q=вода", "/en/search/?q=water", "/api/v1/docs/"]


class Markup(HTMLParser):
    """What tests ask of a page: its elements in order, with their attributes."""

    VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.elements if tag in tags]

    def meta(self, name: str) -> str | None:
        for attrs in self.all("meta"):
            if name in (attrs.get("name"), attrs.get("property")):
                return attrs.get("content", "")
        return None


@dataclass
class City:
    """Addresses of all public pages, by the language they are in."""

    pages: dict[str, Page]
    addressee: AddresseePage
    client: Client
    known: dict[str, str] | None = None
    """Pages already asked for, where nothing changes between the tests of a module."""

    @property
    def addresses(self) -> list[str]:
        return [*self.pages, *SERVICES]

    def html(self, url: str) -> str:
        if self.known is not None and url in self.known:
            return self.known[url]
        answer = self.client.get(url)
        assert answer.status_code == 200, url
        html = answer.content.decode()
        if self.known is not None:
            self.known[url] = html
        return html

    def read(self, url: str) -> Markup:
        return Markup(self.html(url))


@pytest.fixture(scope="module")
def standing_city(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:
    """Built once for the tests of a module that only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        city = build_city()
        city.known = {}
        yield city
        transaction.set_rollback(True)


@pytest.fixture
def city(standing_city: City, db: None) -> City:
    """The same city for a test that changes it: what it does is undone after it."""
    return City(standing_city.pages, standing_city.addressee, Client())


def build_city() -> City:
    council = AddresseeFactory(
        kind="council",
        slug="rada",
        name={"uk": "Міська рада", "en": "City Council"},
        address={"uk": "пл. Ратушна, 1", "en": "1 Ratushna Sq"},
        postcode="40100",
        on_map=True,
        hours=OFFICE_HOURS,
    )
    ContactFactory(addressee=council)
    ContactFactory(addressee=council, kind="email", value="rada@city.example")
    ScheduleFactory(addressee=council, purpose="reception", hours={1: "09:00-12:00"})
    ensure_ready_forms()
    ensure_site_tree("Вербів")
    catalogue = CataloguePage.objects.get(locale__language_code="uk")
    english = CataloguePage.objects.get(locale__language_code="en")
    group = GroupFactory(name={"uk": "Міська влада", "en": "City government"}, members=[council])
    parent = publish(AddresseeGroupPage(group=group, title="Міська влада", slug="vlada"), catalogue)
    blocks = [
        ("text", {"heading": "Чим ми займаємося", "text": "<p>Приймаємо рішення.</p>"}),
        ("contacts", {"heading": "Де ми", "show_map": True}),
        ("schedule", {"heading": "Коли ми працюємо"}),
        ("people", {"heading": "Люди", "with_branch": True}),
        ("figures", {"heading": "Скільки звернень"}),
        ("appeal_form", {"heading": "Написати", "note": "", "forms": []}),
    ]
    page = publish(
        AddresseePage(addressee=council, title="Міська рада", slug="rada", body=blocks), parent
    )
    translate(parent, english.locale, "City government")
    translate(page, english.locale, "City Council")
    live = Page.objects.live().filter(depth__gt=1).order_by("path").specific()
    return City({one.url: one for one in live}, page, Client())
