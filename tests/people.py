"""The cast: one person per role, the same in every test.

`people` makes each person at the first mention: `people.clerk`, `people.resident`,
`people.stranger` (a resident who has nothing to do with the story). `sign_in(client,
person)` logs in past the lock-out and the second factor.
"""

import itertools
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.services.people import create_person

PASSWORD = "a-password-of-the-tests"

ADDRESS = {
    "addr_region": "Київська область",
    "addr_settlement": "Вербів",
    "addr_street": "вулиця Садова",
    "addr_building": "12",
    "addr_flat": "7",
    "addr_postcode": "08000",
}

NAMES = {
    "resident": ("Дорошенко", "Олена", "Василівна"),
    "stranger": ("Бондар", "Ігор", "Петрович"),
    "operator": ("Ткач", "Наталія", "Іванівна"),
    "supervisor": ("Мороз", "Андрій", "Юрійович"),
    "moderator": ("Лисенко", "Марія", "Олегівна"),
    "executor": ("Гнатюк", "Роман", "Степанович"),
    "clerk": ("Савчук", "Ірина", "Миколаївна"),
    "head": ("Кравець", "Павло", "Андрійович"),
    "deputy": ("Панченко", "Світлана", "Ігорівна"),
    "analyst": ("Гриценко", "Юлія", "Романівна"),
    "editor": ("Остапчук", "Богдан", "Тарасович"),
    "admin": ("Зінченко", "Віктор", "Львович"),
    "auditor": ("Яремчук", "Галина", "Федорівна"),
}

ROLES = [role.value for role in Role]
_numbers = itertools.count(1)


def make_person(role: str = Role.RESIDENT, *, name: str | None = None, **fields: Any) -> User:
    """A person with a full profile; `name` is the part before @people.test."""
    name = name or f"{role}{next(_numbers)}"
    last, first, middle = NAMES.get(name, NAMES.get(role, NAMES["resident"]))
    details = {"last_name": last, "first_name": first, "middle_name": middle, **ADDRESS}
    roles = [] if role == Role.RESIDENT else [role]
    return create_person(
        email=f"{name}@people.test",
        password=PASSWORD,
        actor=None,
        at=clock.now(),
        roles=roles,
        **{**details, **fields},
    )


class People:
    """The cast by name; a person appears in the database when first mentioned."""

    def __init__(self) -> None:
        self._known: dict[str, User] = {}

    def __getattr__(self, name: str) -> User:
        if name.startswith("_") or name not in NAMES:
            raise AttributeError(name)
        if name not in self._known:
            role = Role.RESIDENT.value if name == "stranger" else name
            self._known[name] = make_person(role, name=name)
        return self._known[name]


def everybody() -> People:
    """The whole cast at once, for tests that share it."""
    people = People()
    for name in NAMES:
        getattr(people, name)
    return people


def sign_in(client: Client, person: User) -> Client:
    """As if this browser had logged in before: the lock-out and the last visit know nothing."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


@pytest.fixture
def people(db: None) -> People:
    return People()


@pytest.fixture
def client_of(people: People):
    """`client_of("clerk")`: a fresh test client in which that person is logged in."""

    def make(name: str | None) -> Client:
        client = Client()
        return sign_in(client, getattr(people, name)) if name else client

    return make
