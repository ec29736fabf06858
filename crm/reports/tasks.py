"""What the worker does for reports."""

from core import clock
from crm.reports.exporting import forget_exports
from crm.reports.scheduling import send_due


def send_scheduled() -> int:
    return send_due(clock.now())


def forget_files() -> int:
    return forget_exports(clock.now())
