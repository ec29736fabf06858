"""Results of surveys in a real browser: both themes, a phone and a desk, axe clean."""

from datetime import timedelta
from typing import Any

import pytest

from blocks.polls.models import Survey, Topic
from core import clock
from core.words import Text
from crm.publishing.ratings import publish_ratings
from tests.axe import assert_accessible, assert_no_sideways_scroll
from tests.factories.directory import AddresseeFactory
from tests.factories.home import make_page_tree
from tests.factories.survey_results import answer, ask, make_answered

pytestmark = pytest.mark.browser

AGREE = {"type": "agree", "code": "square", "label": {"uk": "Чи зробити площу пішохідною?"}}
CARE = {
    "type": "matrix", "code": "care", "label": {"uk": "Як доглядають за парками?"},
    "rows": [{"code": "lamps", "label": {"uk": "Освітлення"}}],
    "columns": [{"code": code, "label": {"uk": code}} for code in ("bad", "good")],
}  # fmt: skip


@pytest.fixture
def survey(transactional_db: None) -> Survey:
    """With every way of drawing a result."""
    topic = Topic.objects.create(slug="transport", name=Text(uk="Транспорт", en="Transport"))
    addressee = AddresseeFactory(listed=True)
    make_page_tree().add_addressee(addressee=addressee)
    other = ask("ploshcha", [AGREE, CARE], topic=topic, about="topic")
    answer(other, {"agree": 50, "disagree": 20, "pass": 10}, code="square")
    answer(other, {"lamps:bad": 20, "lamps:good": 60}, code="care", base=80)
    answer(other, {5: 80})
    ask("druhe", opens_at=clock.now() + timedelta(days=3))
    made = make_answered(clock.now(), addressee=addressee, about="addressee")
    publish_ratings(clock.now())
    return made


@pytest.mark.look
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "", "pryiom/", "ploshcha/", "archive/", "ranking/", "topics/transport/",
        "compare/?a=pryiom&b=pryiom",
    ],
)  # fmt: skip
def test_results_are_accessible(
    survey: Survey, open_page: Any, path: str, width: int, scheme: str
) -> None:
    page = open_page(width=width, color_scheme=scheme)
    assert page.goto(f"/surveys/{path}").status == 200
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.look
def test_stars_stand_on_the_page_of_the_addressee(survey: Survey, open_page: Any) -> None:
    page = open_page(width=360)
    assert page.goto(survey.addressee.pages.get().url).status == 200
    assert page.locator("#rating").get_by_text("4,18").count() == 1
    assert_accessible(page)
    assert_no_sideways_scroll(page)
