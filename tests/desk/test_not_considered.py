"""An appeal that the law does not let be considered: why, by which article, told to the author."""

import pytest

from core import clock
from core.errors import RuleBroken
from crm.appeals import services as appeals
from tests.desk.stories import CARD
from tests.desk.test_access import card
from tests.desk.test_actions import act, fresh

pytestmark = pytest.mark.django_db

WHY = "Рішення суду від 3 лютого; звернутися може опікун."


@pytest.mark.parametrize(
    ("ground", "words"),
    [
        ("anonymous", "частина перша статті 8"),
        ("repeated", "вже вирішено по суті (частина друга статті 8"),
        ("incapable", "визнаної судом недієздатною (частина друга статті 8"),
        ("late", "статтею 17"),
    ],
)
def test_head_names_the_ground_and_the_author_reads_its_article(
    story, client_of, people, ground, words
):
    """A-10, A-11, A-12, A-13: the head decides, the author is told with the article of the law."""
    case, head = story.registered(), client_of("head")
    offered = head.get(f"{card(case)}?tab=refuse").content.decode()
    assert words in offered
    assert act(head, case, "refuse", ground=ground, reason=WHY).status_code == 302
    case = fresh(case)
    assert (case.state, case.appeal.ground, case.appeal.result) == ("not_considered", ground, "9.6")
    told = client_of("resident").get(f"/cabinet/appeals/{case.public_id}/").content.decode()
    assert words in told and WHY in told


@pytest.mark.parametrize("forged", ["", "9", "incapable "])
def test_ground_unknown_to_the_law_ends_nothing(story, client_of, people, forged):
    case = story.registered()
    answer = act(client_of("head"), case, "refuse", ground=forged, reason=WHY)
    assert answer.status_code == 422
    assert WHY in answer.content.decode()
    with pytest.raises(RuleBroken):
        appeals.refuse_consideration(case, WHY, people.head, clock.now(), ground=forged)
    assert fresh(case).state == "registered"


def test_representative_files_for_whoever_is_legally_incapable(story, client_of):
    """A-12: what the representative writes is considered, the card names the representative."""
    case = story.submitted()
    named = {"representative_name": "Коваль Петро", "representative_document": "Рішення № 5"}
    assert act(client_of("clerk"), case, "register", **CARD, **named).status_code == 302
    assert fresh(case).state == "registered"
    assert fresh(case).registration.representative_name == "Коваль Петро"


def test_author_is_told_in_the_state_language_whatever_staff_read(story, client_of):
    """A-23"""
    case, head = story.registered(), client_of("head")
    typed = {"ground": "repeated", "reason": WHY}
    assert head.post(f"/en{card(case)}refuse/", typed).status_code == 302
    told = case.events.get(data__to="not_considered")
    assert "частина друга статті 8" in told.text
