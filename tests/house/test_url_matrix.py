"""Every URL has a row, every row has a URL, and every role gets what its row says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.accounts.services import create_token
from tests.house.story import Story
from tests.house.url_matrix import KINDS, MATRIX, ROLES, Row
from tests.house.urls import Address, every_address
from tests.people import People, everybody
from tests.shared import taken_back

ADDRESSES = every_address()


def named(value: object) -> str:
    return value.pattern[:70] if isinstance(value, Row) else ""


BY_PATTERN = {address.pattern: address for address in ADDRESSES}
WALKED = [(row, BY_PATTERN[row.pattern]) for row in MATRIX if row.pattern in BY_PATTERN]
READS = ["appeals:read", "requests:read", "tickets:read"]
GETS = [pair for pair in WALKED if pair[0].posts is None]
POSTS = [pair for pair in WALKED if pair[0].posts is not None]


def rows_for(address: Address) -> list[Row]:
    """An exact row goes before a branch."""
    fitting = [row for row in MATRIX if row.covers(address.pattern)]
    exact = [row for row in fitting if not row.is_branch]
    return exact or fitting


def test_every_url_has_a_row():
    assert not [a.pattern for a in ADDRESSES if not rows_for(a)], "add a row to url_matrix.py"


def test_every_row_has_a_url():
    assert not [r.pattern for r in MATRIX if not any(r.covers(a.pattern) for a in ADDRESSES)]


def test_no_pattern_has_two_rows():
    assert not [a.pattern for a in ADDRESSES if len(rows_for(a)) > 1]


def test_rows_are_of_known_kinds():
    assert {row.kind for row in MATRIX} <= KINDS


def test_a_new_url_would_be_noticed():
    assert not rows_for(Address("nobody/thought/of/this/", "", (), None))


@pytest.fixture(scope="module")
def city(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Story]:
    """Made once and taken back at the end: each test works in a savepoint of its own, so
    thirteen people and an appeal are not made anew for every address."""
    with taken_back(django_db_blocker, tmp_path_factory.mktemp("private")):
        story = Story(everybody())
        story.make_everything()
        yield story


@pytest.fixture
def story(city: Story, db: None) -> Story:
    return city


@pytest.fixture
def people(city: Story, db: None) -> People:
    return city.people


@pytest.fixture
def visit(client_of, story):
    """One request as a role, by the method the row names."""

    def ask(row: Row, address: Address, role: str):
        client: Client = client_of(None if role == "anonymous" else role)
        client.raise_request_exception = False
        path = address.fill(story.values_for(row, address))
        if row.posts is not None:
            return client.post(path, row.posts)
        answer = client.get(path + row.query)
        if answer.streaming:
            list(answer)  # a file is closed at its end
        return answer

    return ask


def differing(row: Row, got: dict[str, int]) -> dict[str, str]:
    return {
        role: f"got {status}, the row says {row.expected(role)}"
        for role, status in got.items()
        if status != row.expected(role)
    }


@pytest.mark.parametrize(("row", "address"), GETS, ids=named)
def test_every_role_gets_what_its_row_says(row, address, visit):
    got = {role: visit(row, address, role).status_code for role in ROLES}
    assert not differing(row, got)


@pytest.mark.parametrize(("row", "address"), POSTS, ids=named)
def test_nobody_else_may_change_anything(row, address, visit, story):
    """Those whom the row does not allow; what the others may do is told in their rooms."""
    refused = [role for role in ROLES if row.expected(role) != row.ok or row.ok >= 400]
    assert refused
    story.values_for(row, address)
    before = story.picture()
    got = {role: visit(row, address, role).status_code for role in refused}
    assert not differing(row, got)
    assert story.picture() == before


@pytest.mark.parametrize(("row", "address"), POSTS, ids=named)
def test_a_link_alone_changes_nothing(row, address, client_of, story):
    """A prefetched or forged link to an action is refused, or leads back to its page."""
    role = row.allowed[0] if row.allowed else "resident"
    path = address.fill(story.values_for(row, address))
    before = story.picture()
    assert client_of(role).get(path).status_code in {302, 404, 405}
    assert story.picture() == before


@pytest.mark.parametrize(
    ("row", "address"),
    [pair for pair in GETS if pair[0].kind == "public"],
    ids=named,
)
def test_public_pages_carry_no_session_and_no_token(row, address, visit):
    answer = visit(row, address, "anonymous")
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.text
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    ("row", "address"),
    [pair for pair in GETS if pair[0].kind in {"personal", "owned", "desk"}],
    ids=named,
)
def test_personal_pages_are_never_cached(row, address, visit):
    role = row.allowed[0] if row.allowed else "resident"
    answer = visit(row, address, role)
    if answer.status_code == 200:
        assert "no-store" in answer.get("Cache-Control", ""), answer.headers


@pytest.mark.parametrize(
    ("row", "address"),
    [pair for pair in GETS if pair[0].kind == "token" and pair[0].wants],
    ids=named,
)
def test_a_token_opens_its_owners_records_only(row, address, people, story, client):
    path, got = address.fill(story.values_for(row, address)), {}
    for role in ROLES[1:]:
        _token, key = create_token(getattr(people, role), "t", READS, at=clock.now())
        answer = client.get(path, headers={"Authorization": f"Bearer {key}"})
        if answer.streaming:
            list(answer)
        got[role] = answer.status_code
    assert got.pop("resident") == 200
    assert set(got.values()) == {404}


ADMIN_OPEN = {"admin/login/", "admin/logout/"}
ADMIN = [
    a
    for a in ADDRESSES
    if a.pattern.startswith("admin/")
    and a.pattern not in ADMIN_OPEN
    and not a.pattern.startswith(("admin/password_reset/", "admin/jsi18n", "admin/sprite"))
]


@pytest.mark.parametrize("role", ["anonymous", "resident", "clerk", "analyst", "auditor"])
def test_the_admin_is_closed_to_those_who_do_not_edit(role, client_of):
    """Every address of Wagtail's admin, with ids that do not exist."""
    client = client_of(None if role == "anonymous" else role)
    opened = {}
    for address in ADMIN:
        values = dict.fromkeys(address.parameters, "999999")
        answer = client.get(address.fill(values))
        if answer.status_code not in {302, 301, 403, 404, 405}:
            opened[address.pattern] = answer.status_code
    assert not opened


@pytest.mark.django_db
def test_the_admin_sends_a_stranger_to_the_one_log_in_page(client):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")
