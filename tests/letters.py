"""The sender's part of a story: news become letters in the outbox."""

from core import clock
from core.notify.announcing import AnnouncementDrain


def write_letters() -> int:
    """What `run_outbox` does within a second; how many pieces of news were told."""
    return AnnouncementDrain().drain_once("test", clock.now())
