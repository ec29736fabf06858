"""What the worker runs at night, and every minute."""

from core import clock
from crm.publishing.availability import publish_everything
from crm.publishing.ratings import publish_ratings
from crm.publishing.services import publish_figures
from crm.publishing.surveys import publish_surveys


def publish_nightly() -> int:
    """Refresh the public figures and the ratings: surveys open and close without a step."""
    at = clock.now()
    publish_ratings(at)
    return publish_figures(at)


def publish_queues() -> int:
    """Say anew what each queue offers now."""
    return publish_everything(clock.now())


def publish_results() -> int:
    """Show what has been answered since the last time, where enough people have."""
    at = clock.now()
    done = publish_surveys(at)
    if done:
        publish_ratings(at)
    return done
