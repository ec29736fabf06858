"""What the worker does for surveys; safe to run twice."""

from blocks.polls.services import close_due, forget_addresses
from core import clock


def close_surveys() -> int:
    """Every minute: surveys whose day has come."""
    return close_due(clock.now())


def forget_salts() -> int:
    """Every night: hashed addresses of a week ago."""
    return forget_addresses(clock.now())
