"""The registration card on the screen: by keyboard, beside its scan, with every part open."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core import clock
from crm.cases.models import Case
from crm.cases.services import attach_files, check_files
from tests.desk.stories import Story, make_story
from tests.journeys.test_desk_screens import enter, looked_at
from tests.people import People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"


@pytest.fixture
def story(transactional_db: None, private_root: Any) -> Story:
    return make_story(People())


def with_scan(story: Story) -> Case:
    case = story.submitted()
    event = case.events.get(kind="submitted")
    # A picture: the viewer of PDF is the browser's own and asks for its own addresses.
    sheet = BytesIO()
    Image.new("RGB", (300, 420), "white").save(sheet, "PNG")
    files = check_files([SimpleUploadedFile("скан.png", sheet.getvalue(), "image/png")])
    attach_files(case, files, story.people.clerk, clock.now(), event=event)
    return case


@pytest.mark.look
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_card_and_intake_are_accessible(
    story: Story, open_page: Any, width: int, scheme: str
) -> None:
    fresh, together = with_scan(story), {"is_collective": True, "signatories_count": "5"}
    known = story.registered(author=story.people.stranger, **together, author_category=["7.5"])
    clerk = enter(open_page(width=width, color_scheme=scheme), story.people.clerk)
    for address in (
        f"/desk/cases/{fresh.public_id}/",
        f"/desk/cases/{known.public_id}/?tab=card",
        "/desk/new/",
        "/desk/?first=yes",
    ):
        looked_at(clerk, address)
        clerk.evaluate(OPEN_ALL)
        looked_at(clerk)


def test_appeal_is_registered_without_a_mouse(story: Story, open_page: Any) -> None:
    case = with_scan(story)
    page = enter(open_page(width=1440), story.people.clerk)
    page.goto(f"/desk/cases/{case.public_id}/")
    page.locator("#card-topic_1").focus()
    page.keyboard.type("Q10")
    with page.expect_event("load"):
        page.keyboard.press("Control+Enter")
    page.locator(".message").first.wait_for()
    case.refresh_from_db()
    assert case.state == "registered" and case.questions.get().topic == "Q10"


def test_intake_opens_what_is_asked_and_leads_to_the_first_error(
    story: Story, open_page: Any
) -> None:
    page = enter(open_page(width=1440), story.people.clerk)
    page.goto("/desk/new/")
    assert page.locator("[data-key-hint]").is_visible()
    assert not page.locator("#id_original_place").is_visible()
    page.locator("input[name=channel][value=paper]").check()
    assert page.locator("#id_original_place").is_visible()
    page.locator("#id_receipt_form").select_option("1.4")
    assert page.locator("#id_source_body").is_visible()
    with page.expect_event("load"):
        page.locator("#id_last_name").press("Control+Enter")
    assert page.evaluate("document.activeElement.id") == "id_source_body"
