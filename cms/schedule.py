"""When background work happens: one table, written into django-q at every start.

django-q wakes its scheduler every half minute, so nothing a person waits for stands
here: that is what the outbox is for.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django_q.models import Schedule

from core import clock

PREFIX = "vikno:"


@dataclass(frozen=True)
class Job:
    """A function without arguments, run daily at a local time or every so many minutes."""

    name: str
    function: str
    daily_at: time | None = None
    minutes: int | None = None

    def first_run(self, at: datetime) -> datetime:
        if self.daily_at is None:
            return at + timedelta(minutes=self.minutes or 1)
        here = clock.local(at)
        today = here.replace(
            hour=self.daily_at.hour, minute=self.daily_at.minute, second=0, microsecond=0
        )
        return today if today > here else today + timedelta(days=1)


JOBS = [
    Job("clear-sessions", "core.tasks.housekeeping.clear_sessions", daily_at=time(3, 20)),
    Job("prolong-schedules", "directory.tasks.prolong_schedules", daily_at=time(0, 20)),
    Job("forget-drafts", "crm.appeals.tasks.forget_drafts", daily_at=time(3, 40)),
    Job("remind-of-deadlines", "crm.deadlines.tasks.remind_of_deadlines", minutes=1),
    Job("remind-of-visits", "crm.tickets.tasks.remind_of_visits", minutes=1),
    Job("forget-deliveries", "crm.tickets.tasks.forget_deliveries", daily_at=time(3, 30)),
    Job("forget-exports", "crm.reports.tasks.forget_files", daily_at=time(3, 50)),
    Job("send-reports", "crm.reports.tasks.send_scheduled", daily_at=time(7, 30)),
    Job("keep-archives", "crm.requests.tasks.keep_archives", minutes=5),
    Job("publish-availability", "crm.publishing.tasks.publish_queues", minutes=1),
    Job("keep-line", "crm.tickets.tasks.keep_line", minutes=1),
    Job("close-surveys", "blocks.polls.tasks.close_surveys", minutes=1),
    Job("forget-addresses", "blocks.polls.tasks.forget_salts", daily_at=time(3, 10)),
    Job("publish-surveys", "crm.publishing.tasks.publish_results", minutes=5),
    Job("publish-figures", "crm.publishing.tasks.publish_nightly", daily_at=time(2, 10)),
]


def sync(at: datetime | None = None) -> None:
    """Make django-q's schedules the same as the table; the next run of a known job stays."""
    at = at or clock.now()
    for job in JOBS:
        kind = Schedule.DAILY if job.daily_at else Schedule.MINUTES
        wanted = {"func": job.function, "schedule_type": kind, "minutes": job.minutes}
        known = Schedule.objects.filter(name=PREFIX + job.name)
        if not known.filter(**wanted).exists():
            known.delete()
            Schedule.objects.create(
                name=PREFIX + job.name, repeats=-1, next_run=job.first_run(at), **wanted
            )
    names = [PREFIX + job.name for job in JOBS]
    Schedule.objects.filter(name__startswith=PREFIX).exclude(name__in=names).delete()
