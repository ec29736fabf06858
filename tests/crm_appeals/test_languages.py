"""Letters about a case speak a language that its profile has (A-23, domain.md 16)."""

import pytest
from django.utils import translation

from core.notify.models import OutboxMessage
from crm.appeals.notices import ANSWERED, tell_author
from crm.cases.states import AUTHOR_LABELS
from crm.requests.services import opening
from directory.models import Profile
from tests.crm_appeals.conftest import give
from tests.letters import write_letters

pytestmark = pytest.mark.django_db
SPOKEN = ("uk", "en")


def letter(kind: str) -> OutboxMessage:
    """The latest of the kind."""
    write_letters()
    return OutboxMessage.objects.filter(kind=kind).order_by("-pk").first()


@pytest.mark.parametrize(
    ("languages", "chosen", "written"),
    [
        (["uk", "en"], "en", "en"),
        (["uk", "en"], "uk", "uk"),
        (["en", "uk"], "uk", "uk"),
        (["en"], "uk", "en"),
        (["sr-Cyrl", "sr-Latn", "en"], "uk", "en"),
        (["sr-Cyrl"], "uk", "uk"),
    ],
)
def test_the_chosen_language_where_the_profile_has_it_else_its_first(languages, chosen, written):
    assert Profile(languages=languages).language_for(chosen, SPOKEN) == written


def test_at_home_a_letter_is_in_the_language_of_the_author(story, people):
    people.resident.language = "en"
    people.resident.save()
    case = story.submitted()
    assert letter("appeals.acknowledged").language == "en"
    tell_author(case, case.received_at, ANSWERED)
    assert letter("appeals.answered").language == "en"


def test_abroad_letters_are_in_a_language_of_the_profile(story, serbia, people):
    give(story.addressee, serbia)
    story.submitted()
    mine = letter("appeals.acknowledged")
    assert (mine.language, people.resident.language) == ("en", "uk")
    assert "You will get a reply by" in mine.body_text
    # The addressee's people are written to as they like.
    assert letter("appeals.received").language == "uk"


def test_the_state_is_told_in_the_language_of_the_letter(story, serbia, people):
    """Though the page it was changed on is in Ukrainian."""
    give(story.addressee, serbia)
    case = story.submitted()
    with translation.override("en"):
        state = str(AUTHOR_LABELS["submitted"])
    tell_author(case, case.received_at)
    told = letter("appeals.changed")
    assert (told.language, state in told.body_text) == ("en", True)


def test_a_request_for_information_too(story, serbia, people):
    give(story.addressee, serbia)
    asked = opening.Asked("", story.addressee, "Карта", "Прошу карту", email="a@example.org")
    opening.open_information_request(asked, people.resident, story.submitted().received_at)
    assert letter("requests.acknowledged").language == "en"


def test_the_page_of_one_s_data_says_so(story, serbia, client_of):
    draft = story.draft()
    page = f"/appeals/drafts/{draft.public_id}/details/"
    said = "пише листи про звернення лише такими мовами: English"
    assert said not in client_of("resident").get(page).content.decode()
    give(story.addressee, serbia)
    assert said in client_of("resident").get(page).content.decode()
