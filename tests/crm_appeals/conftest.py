"""A department with its people, and the forms every city starts with."""

from pathlib import Path
from typing import Any

import pytest

from blocks.forms.services import ensure_ready_forms
from core import clock
from directory.exchange import import_json
from directory.models import Addressee, DeadlineRule, Profile, WorkingCalendar
from directory.services import DATA
from tests.desk.stories import Story, make_story
from tests.people import People

SERBIAN = DATA / "profiles" / "rs-municipality.json"


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


def give(addressee: Addressee, profile: Profile | None) -> None:
    addressee.profile = profile
    addressee.save()


@pytest.fixture
def serbia(db) -> Profile:
    """A city that has never heard of Serbia takes in one file."""
    Profile.objects.filter(code="rs-municipality").delete()
    DeadlineRule.objects.filter(calendar__code="rs-office").delete()
    WorkingCalendar.objects.filter(code="rs-office").delete()
    done = import_json(Path(SERBIAN).read_bytes(), None, clock.now())
    assert {"rs-office", "rs-municipality", "rs.complaint (v1)"} <= set(done.added)
    return Profile.objects.get(code="rs-municipality")
