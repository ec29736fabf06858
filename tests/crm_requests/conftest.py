from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from core import clock
from crm.cases.models import Case
from crm.requests import services as requests
from tests.desk.stories import Story, make_story
from tests.factories.directory import AddresseeFactory
from tests.people import People

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""10:00 in Kyiv, office hours."""


@pytest.fixture
def now():
    with clock.frozen(MONDAY):
        yield MONDAY


@pytest.fixture
def body(people: People) -> Any:
    """A body whose moderator, head and executor are those of the cast."""
    return AddresseeFactory(
        listed=True, moderator=people.moderator, head=people.head, executor=people.executor
    )


@pytest.fixture
def ask(body: Any, people: People) -> Callable[..., Case]:
    """File an information request: `ask()` by a guest, `ask(author=people.resident)`."""

    def file(author: Any = None, at: datetime | None = None, **given: Any) -> Case:
        person = {"last_name": "Журналіст", "first_name": "Оксана"}
        asked = requests.Asked(
            **{
                "key": "",
                "addressee": body,
                "subject": "Кошторис ремонту школи",
                "body": "Прошу копію кошторису ремонту школи № 3.",
                "person": {} if author else person,
                "email": "" if author else "guest@news.test",
                **given,
            }
        )
        return requests.open_information_request(asked, author, at or clock.now())

    return file


@pytest.fixture
def wish(body: Any, people: People) -> Callable[..., Case]:
    """A personal-data request of the resident: `wish("correct")`."""

    def file(right: str = "correct", author: Any = None, at: datetime | None = None) -> Case:
        return requests.open_personal_data_request(
            right, "По батькові написано з помилкою.", body, author or people.resident,
            at or clock.now(),
        )  # fmt: skip

    return file


@pytest.fixture
def in_work(people: People) -> Callable[[Case], Case]:
    """Registered by the clerk and taken by the head."""

    def bring(case: Case) -> Case:
        at = clock.now()
        requests.register_inquiry(case, people.clerk, at)
        return requests.take_inquiry(case, people.moderator, at)

    return bring


@pytest.fixture
def story(people: People) -> Story:
    return make_story(people)
