"""What the worker does for deadlines."""

from core import clock
from crm.deadlines.reminding import remind


def remind_of_deadlines() -> int:
    """Reminders and escalation whose day has come."""
    return remind(clock.now())
