"""The story that gives every address something to show."""

import pytest

from tests.house.story import Story
from tests.people import People


@pytest.fixture
def story(people: People) -> Story:
    return Story(people)
