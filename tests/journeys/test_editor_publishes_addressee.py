"""An editor makes a page with a form, an administrator approves it, residents find it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from blocks.forms.services import ensure_ready_forms
from directory.models import Addressee
from home.models import AddresseePage
from home.services import ensure_workflow
from tests.axe import assert_accessible, assert_no_sideways_scroll
from tests.factories.home import PageTree, make_page_tree
from tests.journeys.test_journey_appeal import follow, sign_in
from tests.people import People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Служба ліфтів"
WORDS = "Лагодимо ліфти в усіх будинках громади."


@dataclass
class Site:
    people: People
    tree: PageTree
    group: Any


@pytest.fixture
def site(transactional_db: None, live_server: Any, settings: Any) -> Site:
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    people = People()
    assert people.admin.is_staff
    ensure_ready_forms()
    tree = make_page_tree()
    ensure_workflow()
    return Site(people, tree, tree.add_group(title="Комунальні служби"))


def test_editor_publishes_an_addressee(site: Site, open_page: Any) -> None:
    editor = open_page(width=1400, height=1000)
    sign_in(editor, site.people.editor)
    make_page(editor, site)
    page = AddresseePage.objects.get()
    assert not page.live and not page.addressee.is_listed

    approver = open_page(width=1400, height=1000)
    sign_in(approver, site.people.admin)
    approve(approver, page)
    page.refresh_from_db()
    assert page.live
    assert Addressee.objects.listed().get() == page.addressee

    see_as_a_resident(open_page(width=390), site, page)
    ask_as_a_program(open_page(), page)


def make_page(editor: Any, site: Site) -> None:
    """Add, name, kind, a text and the forms; then send for approval."""
    editor.goto(reverse("wagtailadmin_pages:add", args=["home", "addresseepage", site.group.pk]))
    editor.locator("#id_title").fill(TITLE)
    editor.locator("#id_summary").fill(WORDS)
    editor.locator("#id_record_kind").select_option("enterprise")
    add_block(editor, "Текст")
    editor.locator("#body-root [contenteditable=true]").first.fill(WORDS)
    add_block(editor, "Форми звернень")
    send(editor, "action-submit")


def add_block(editor: Any, name: str) -> None:
    editor.locator("#body-root button.c-sf-add-button").last.click()
    editor.get_by_role("option", name=name).first.click()


def send(page: Any, action: str) -> None:
    """The menu of the page's foot; what is typed has been saved by then or goes with it."""
    page.wait_for_load_state("networkidle")
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    with page.expect_navigation():
        page.locator(f"button[name={action}]").click()


def approve(approver: Any, page: AddresseePage) -> None:
    approver.goto("/admin/")
    link = approver.get_by_role("link", name=TITLE).first
    follow(approver, link)
    approver.locator("footer [data-w-dropdown-target=toggle]").last.click()
    with approver.expect_navigation():
        approver.locator("button[data-workflow-action-name=approve]").first.click()


def see_as_a_resident(visitor: Any, site: Site, page: AddresseePage) -> None:
    """Catalogue while typing, the page itself, the search; without a script too."""
    visitor.goto(site.tree.catalogue.url)
    visitor.locator("#text").press_sequentially("ліфтами", delay=30)
    visitor.locator("#results h2", has_text="Знайдено").wait_for()
    assert_accessible(visitor)
    assert_no_sideways_scroll(visitor)
    follow(visitor, visitor.get_by_role("link", name=TITLE).first)
    assert visitor.locator("h1").inner_text().replace("\u00a0", " ") == TITLE
    assert visitor.locator("#write a[href*='/appeals/new/']").count() > 0
    assert_accessible(visitor)
    assert_no_sideways_scroll(visitor)
    visitor.goto("/search/?q=лагодити+ліфт")
    assert visitor.get_by_role("link", name=TITLE).count() == 1
    assert_accessible(visitor)


def ask_as_a_program(program: Any, page: AddresseePage) -> None:
    slug = page.addressee.slug
    assert program.request.get(f"/api/v1/addressees/{slug}").json()["slug"] == slug
    found = program.request.get("/api/v1/search?q=ліфти").json()["items"]
    assert [one["addressee"] for one in found] == [slug]
    pages = program.request.get("/api/v3/pages/?type=home.AddresseePage").json()["items"]
    assert [one["title"] for one in pages] == [TITLE]
    whole = program.request.get(f"/api/v3/pages/{page.pk}/").json()
    assert [block["type"] for block in whole["body"]] == ["text", "appeal_form"]
