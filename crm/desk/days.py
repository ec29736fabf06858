"""Edges and hours of a calendar day as moments."""

import datetime as dt

from django.utils import timezone


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of the day where the city is."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_current_timezone())


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after the day."""
    return start_of(day + dt.timedelta(days=1))


def moment_of(day: dt.date, hour: dt.time) -> dt.datetime:
    """What the clocks of the city showed, as a moment."""
    return dt.datetime.combine(day, hour, tzinfo=timezone.get_current_timezone())
