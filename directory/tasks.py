"""What the worker does for the directory at night."""

from core import clock
from directory.schedules import services


def prolong_schedules() -> int:
    return services.prolong_schedules(clock.now())
