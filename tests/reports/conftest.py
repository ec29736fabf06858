import pytest

from tests.people import People, everybody
from tests.reports.town import Town, make_town
from tests.shared import taken_back


@pytest.fixture
def town(people: People) -> Town:
    return make_town(people)


@pytest.fixture(scope="module")
def lasting_town(django_db_setup, django_db_blocker, tmp_path_factory):
    """The same rows for every test of a module that only reads them."""
    with taken_back(django_db_blocker, tmp_path_factory.mktemp("private")):
        yield make_town(everybody())
