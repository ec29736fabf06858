"""What the worker does for visits; safe to run twice."""

from core import clock
from crm.tickets import hooks
from crm.tickets.services import close_days, mark_late, remind


def keep_line() -> int:
    """Every minute: who is late frees the place, what is left of former days is closed."""
    at = clock.now()
    return mark_late(at) + close_days(at)


def remind_of_visits() -> int:
    """Reminders whose moment has come."""
    return remind(clock.now())


def forget_deliveries() -> int:
    """Every night: what was told to programs a month ago."""
    return hooks.forget_old(clock.now())
