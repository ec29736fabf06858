"""The contract of a channel."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.notify.models import OutboxMessage


class TransportError(Exception):
    """The message did not leave.

    `is_permanent`: this message will never be accepted (the address does not
    exist), do not try again. `is_down`: nothing can leave through this channel
    now (no connection); other messages would fail too.
    """

    def __init__(self, message: str, *, is_permanent: bool = False, is_down: bool = False) -> None:
        super().__init__(message)
        self.is_permanent = is_permanent
        self.is_down = is_down


class Channel:
    """One way of sending.

    `send` returns None when the other side has accepted the message and raises
    TransportError when it has not; it must give up by itself well within
    `settings.NOTIFY_LEASE_SECONDS`. It is called outside any transaction, may
    keep a connection between calls until `close`, and must pass the row's
    `message_id` on, so that a repeat after a crash can be recognised. It never
    touches the database.
    """

    per_second: float = 20.0

    def send(self, message: "OutboxMessage") -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Called at the end of every round; drop what must not stay open."""
