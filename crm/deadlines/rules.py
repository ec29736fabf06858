"""When something is to be said about a term (DL-11); pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from directory.working_time import Calendar

DAY = timedelta(days=1)


def next_reminder(
    target: date, due: date, days_before: Sequence[int], calendar: Calendar, after: date
) -> date | None:
    """The first day after `after` on which to remind: so many working days before the target, the
    day itself, then every day while overdue. Nothing when the rule asks for no reminders.

    A worker that slept asks once, with today, so what was missed falls into one message.
    """
    if not days_before:
        return None
    listed = [calendar.step(target, -days) if days else target for days in days_before]
    ahead = [day for day in listed if day > after]
    return min([*ahead, max(due, after) + DAY])
