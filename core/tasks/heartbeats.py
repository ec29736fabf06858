"""Beating and listening: which process is alive."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from core.tasks.models import Heartbeat

WORKER = "worker"
OUTBOX = "outbox"


def beat(name: str, at: datetime) -> None:
    """Say that the process works; a second process of the same kind shares the row."""
    if not Heartbeat.objects.filter(name=name).update(beat_at=at):
        Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at})


def silence_of(name: str, at: datetime) -> str | None:
    """A sentence when the process is not heard, else None. A probe of core.web.health."""
    last = Heartbeat.objects.filter(name=name).values_list("beat_at", flat=True).first()
    if last is None:
        return _("The process “%(name)s” has never started.") % {"name": name}
    if at - last > timedelta(seconds=settings.HEARTBEAT_MAX_SECONDS):
        seconds = int((at - last).total_seconds())
        return _("The process “%(name)s” was last heard %(seconds)s seconds ago.") % {
            "name": name,
            "seconds": seconds,
        }
    return None
