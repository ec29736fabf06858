"""What the worker does for people's data: archives made, old ones deleted."""

from datetime import timedelta

from django_tasks import task

from core import clock
from crm.requests.models import DataExport
from crm.requests.services.archives import forget_archives, make_archive_now

LEFT_BEHIND = timedelta(minutes=2)
GIVEN_UP = timedelta(hours=1)


@task
def make_archive(pk: int) -> None:
    """One archive, asked for in the cabinet."""
    make_archive_now(pk, clock.now())


def keep_archives() -> int:
    """Every few minutes: what a worker that died left behind, what is over its days."""
    at = clock.now()
    waiting = DataExport.objects.filter(state=DataExport.State.WAITING)
    waiting.filter(requested_at__lt=at - GIVEN_UP).update(state=DataExport.State.FAILED)
    for pk in waiting.filter(requested_at__lt=at - LEFT_BEHIND).values_list("pk", flat=True):
        make_archive_now(pk, at)
    return forget_archives(at)
