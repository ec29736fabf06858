"""Walking through the flows as a browser does: forms by address, links from the outbox."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from core.notify import channels
from core.notify.models import OutboxMessage

_LINK = re.compile(r"http://testserver(/\S+)")


@pytest.fixture(autouse=True)
def fresh_channels() -> Iterator[None]:
    channels.channel_named.cache_clear()
    yield
    channels.channel_named.cache_clear()


class Mailbox:
    """What waits for one reader."""

    def last(self, to: str) -> OutboxMessage:
        return OutboxMessage.objects.filter(to_address=to).latest("id")

    def link(self, to: str) -> str:
        """The first address in the last letter."""
        return _LINK.search(self.last(to).body_text).group(1)

    def kinds(self, to: str) -> list[str]:
        letters = OutboxMessage.objects.filter(to_address=to).order_by("id")
        return [letter.kind.removeprefix("accounts.") for letter in letters]


@pytest.fixture
def mailbox(db: None) -> Mailbox:
    return Mailbox()


@pytest.fixture
def other_browser() -> Client:
    return Client()
