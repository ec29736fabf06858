"""What the worker does for appeals."""

from core import clock
from crm.appeals.services import forget_old_drafts


def forget_drafts() -> int:
    """Drafts left for three months."""
    return forget_old_drafts(clock.now())
