"""Two ways to an addressee (A-27): at once with a copy to the office, or through the office."""

import pytest

from core.notify.models import OutboxMessage
from crm.cases.people import told_when_registered
from directory.models import Addressee
from tests.desk.stories import Story, make_story
from tests.letters import write_letters
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(people: People) -> Story:
    assert people.clerk and people.moderator
    return make_story(people)


def routed(story: Story, routing: str) -> None:
    Addressee.objects.filter(pk=story.addressee.pk).update(routing=routing)
    story.addressee.refresh_from_db()


def told(case) -> list[str]:
    """Who has got the letter that an appeal has come."""
    write_letters()
    letters = OutboxMessage.objects.filter(kind="appeals.received", body_text__contains=case.number)
    return sorted(letters.values_list("user__email", flat=True))


def test_addressee_and_office_learn_at_once_where_it_goes_straight(story, people):
    routed(story, "direct")
    case = story.submitted()
    assert told(case) == sorted([people.clerk.email, people.moderator.email])
    assert told(story.registered()) == told(case)


def test_addressee_learns_when_the_office_has_registered(story, people):
    routed(story, "central")
    case = story.submitted()
    assert told(case) == [people.clerk.email]
    case = story.registered()
    assert told(case) == sorted([people.clerk.email, people.moderator.email])


def test_office_sends_on_to_nobody_who_is_blamed(story, people):
    """A-08 holds on both ways."""
    routed(story, "central")
    body = story.addressee
    assert list(told_when_registered(body, None)) == [people.moderator]
    assert not told_when_registered(body, body).exists()
