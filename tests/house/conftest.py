"""The story that gives every address something to show."""

from typing import Any

import pytest

from tests.house.story import Story


@pytest.fixture
def story(people: Any) -> Story:
    return Story(people)
