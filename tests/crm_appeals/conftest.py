"""A department with its people, and the forms every city starts with."""

from typing import Any

import pytest

from blocks.forms.services import ensure_ready_forms
from tests.desk.stories import Story, make_story
from tests.people import People


@pytest.fixture
def story(people: People) -> Story:
    return make_story(people)


@pytest.fixture
def forms(db: None) -> dict[str, Any]:
    """Every ready form by its slug."""
    return {form.slug: form for form in ensure_ready_forms()}


@pytest.fixture
def form(forms: dict[str, Any]) -> Any:
    """The form of an individual."""
    return forms["appeal-individual"]
