"""The style guide in a real browser: every component, both themes, by axe and by eye's width."""

import pytest

from tests.axe import assert_accessible, assert_no_sideways_scroll

pytestmark = pytest.mark.look
PARTS = ["/styleguide/", "/styleguide/desk/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PARTS)
def test_the_guide_is_shown_in_the_demo(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", PARTS)
@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1280, "light"), (1280, "dark")])
def test_components_are_accessible(open_page, path, width, theme):
    page = open_page(width=width)
    page.goto(f"{path}?theme={theme}")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", PARTS)
def test_large_type_breaks_nothing(open_page, path):
    page = open_page(width=390)
    page.goto(f"{path}?size=large")
    assert_no_sideways_scroll(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page()
    page.goto("/styleguide/")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.click(".error-summary a >> nth=1")
    assert page.evaluate("document.activeElement.id") == "wrong_phone"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_look_is_changed_from_the_page_and_stays(open_page):
    page = open_page()
    page.goto("/search/")
    page.locator(".site-bar .to-dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.goto("/styleguide/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 19, 26)"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_map_is_drawn_with_no_tile_server(open_page, settings):
    settings.CITY_MAP_URL = "/static/demo/city.geojson"
    page = open_page()
    page.goto("/styleguide/")
    assert not page.locator(".map.leaflet-container").count(), "the map weighs before it is seen"
    page.locator(".map").scroll_into_view_if_needed()
    page.locator(".map .map-street").first.wait_for(state="attached")
    assert page.locator(".map .map-building").count()
    assert page.locator(".map .leaflet-control-scale").inner_text().split()[-1] in ("м", "км")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_menu_of_a_phone_opens_without_a_script(open_page):
    page = open_page(width=390, java_script_enabled=False)
    page.goto("/search/")
    page.click(".site-menu > summary")
    assert page.locator(".site-sheet .site-nav").is_visible()
