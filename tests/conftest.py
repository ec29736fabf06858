"""What every test stands on: which tests run where, a clean state, the cast, the browser."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import translation

from tests import database, ground

pytest_plugins = ["tests.people", "tests.browser"]


def pytest_configure(config: pytest.Config) -> None:
    database.keep_what_migrations_wrote()


def pytest_make_parametrize_id(val: Any) -> str | None:
    """Bytes are named by their length: a zip holds the time it was made at, and every worker of a
    parallel run must come to the same names."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect, not skip, what this database, machine or request is not for."""
    unwanted = set()
    is_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    unwanted.add("sqlite" if is_postgresql else "postgresql")
    if not os.environ.get("VIKNO_LONG"):
        unwanted.add("long")
    if os.environ.get("VIKNO_NO_BROWSER"):
        unwanted.add("browser")
    expression = config.option.markexpr or ""
    kept, dropped = [], []
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        if os.environ.get("VIKNO_SECOND_DATABASE") and not _asks_the_database(item, marks):
            dropped.append(item)
            continue
        marks &= unwanted
        marks -= {mark for mark in marks if mark in expression and "not " + mark not in expression}
        (dropped if marks else kept).append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def _asks_the_database(item: pytest.Item, marks: set[str]) -> bool:
    """A test of pure rules, settings, templates or looks says the same beside any database."""
    if "look" in marks:
        return False
    fixtures = {"db", "transactional_db", "live_server", "django_db_setup"}
    return bool(
        marks & {"django_db", "postgresql", "browser"}
        or fixtures & set(getattr(item, "fixturenames", ()))
    )


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Every test stands on the calendars, deadline rules, classifiers and pages of a real start."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    shared = tmp_path_factory.getbasetemp().parent
    place = ground.copied(worker, shared) if worker else ground.alone(django_db_keepdb)
    with django_db_blocker.unblock(), ExitStack() as stack:
        stack.enter_context(place)
        with django_db_blocker.block():
            yield


@pytest.fixture(autouse=True)
def fresh_state() -> Iterator[None]:
    """No test inherits a language or a cached answer from another."""
    translation.activate(settings.LANGUAGE_CODE)
    for cache in caches.all(initialized_only=True):
        cache.clear()
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def private_root(settings, tmp_path: Path) -> Path:
    """Residents' files of this test only."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT
