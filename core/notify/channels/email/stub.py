"""E-mail that goes nowhere: the letter is read on the demo's outbox page."""

from typing import TYPE_CHECKING

from core.notify.channels.base import Channel

if TYPE_CHECKING:
    from core.notify.models import OutboxMessage


class DemoEmailChannel(Channel):
    """Accepts everything; nothing leaves the machine."""

    per_second = 500.0

    def send(self, message: "OutboxMessage") -> None:
        """Nothing to do: the row itself is the letter."""
