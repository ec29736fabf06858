"""What only a browser shows: paper, narrow screens, large words, no script, the keyboard."""

import pytest

from tests.axe import assert_no_sideways_scroll
from tests.factories.directory import OFFICE_HOURS, AddresseeFactory
from tests.factories.home import make_page_tree

pytestmark = [pytest.mark.look, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(live_server) -> str:
    """One addressee's page with its hours."""
    addressee = AddresseeFactory(slug="zhkh", hours=OFFICE_HOURS, name={"uk": "Департамент ЖКГ"})
    blocks = [
        ("text", {"heading": "Чим ми займаємося", "text": "<p>Утримуємо двори.</p>"}),
        ("schedule", {"heading": "Коли ми працюємо"}),
    ]
    return make_page_tree().add_addressee(addressee=addressee, body=blocks).url


def test_paper_shows_the_words_and_not_the_buttons(open_page, address):
    page = open_page()
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address)
    assert page.locator("h1").is_visible()
    assert page.get_by_text("Утримуємо двори.").is_visible()
    shown = page.locator("header nav, footer, .crumbs, button").evaluate_all(
        "all => all.filter(one => one.getClientRects().length).map(one => one.outerHTML)"
    )
    assert not shown
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


@pytest.mark.parametrize("path", ["/", "/adresaty/", "address", "/search/?q=двори"])
def test_nothing_scrolls_sideways_at_320_pixels(open_page, address, path):
    page = open_page(width=320, height=640)
    page.goto(address if path == "address" else path)
    assert_no_sideways_scroll(page)


def test_words_may_be_spaced_wider_and_be_twice_as_large(open_page, address):
    """WCAG 1.4.4 and 1.4.12."""
    page = open_page(width=1280, bypass_csp=True)
    page.goto(address)
    page.add_style_tag(
        content="html { font-size: 200% } * { line-height: 1.5 !important;"
        " letter-spacing: .12em !important; word-spacing: .16em !important }"
    )
    assert_no_sideways_scroll(page)
    assert page.get_by_text("Утримуємо двори.").is_visible()


def test_without_script_one_searches_and_changes_the_look(open_page, address):
    page = open_page(java_script_enabled=False)
    page.goto(address)
    assert page.locator("h1").is_visible()
    page.goto("/search/?q=двори")
    found = page.locator("main").inner_text().replace("\u00a0", " ")
    assert "Департамент ЖКГ" in found, found


def test_the_first_press_of_tab_offers_the_way_to_the_content(open_page, address):
    page = open_page()
    page.goto(address)
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "#content"
    box = page.locator(".skip-link").bounding_box()
    assert box and box["y"] >= 0 and box["height"] > 20
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_those_who_want_no_motion_get_none(open_page, address):
    page = open_page(reduced_motion="reduce")
    page.goto(address)
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter(one => {
            const style = getComputedStyle(one);
            const long = text => text.split(',').some(part => parseFloat(part) > 0.01);
            const isAnimated = style.animationName !== 'none' && long(style.animationDuration);
            return long(style.transitionDuration) || isAnimated;
        }).length"""
    )
    assert moving == 0
