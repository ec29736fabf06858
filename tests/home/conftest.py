import pytest

from tests.factories.home import PageTree, make_page_tree


@pytest.fixture
def tree(db: None) -> PageTree:
    return make_page_tree()
