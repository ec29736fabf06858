"""What the worker runs at night."""

from core import clock
from crm.publishing.services import publish_figures


def publish_nightly() -> int:
    """Refresh the public figures."""
    return publish_figures(clock.now())
