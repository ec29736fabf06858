"""What the worker does for the desk."""

from django_tasks import task

from core import clock
from crm.desk.exports import find_for
from crm.reports.exporting import make_export


@task()
def write_export(key: int) -> bool:
    """Make the file of a list that was too long to wait for."""
    return make_export(key, find_for, clock.now())
