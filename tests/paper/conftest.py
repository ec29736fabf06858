import pytest

from tests.desk.stories import Story, make_story
from tests.people import People


@pytest.fixture
def story(people: People) -> Story:
    return make_story(people)
