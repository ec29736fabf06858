import pytest

from tests.people import People
from tests.reports.town import Town, make_town


@pytest.fixture
def town(people: People) -> Town:
    return make_town(people)
