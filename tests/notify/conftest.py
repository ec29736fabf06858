from collections.abc import Iterator

import pytest

from core.notify import channels
from tests.notify.mail_server import MailServer, running_mail_server


@pytest.fixture(autouse=True)
def fresh_channels() -> Iterator[None]:
    """No test sends through another's connection."""
    channels.channel_named.cache_clear()
    yield
    channels.channel_named.cache_clear()


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    with running_mail_server() as server:
        settings.MAILERS = server.mailers
        yield server
