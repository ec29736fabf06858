"""Reports that come by themselves: a letter with a link, never a figure in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import clock
from core.audit import services as journal
from core.errors import RuleBroken
from core.notify.kinds import Kind, register
from core.notify.services import post
from crm.reports.access import may_export, may_read, may_read_of
from crm.reports.asking import APPLICANTS, INDIVIDUAL
from crm.reports.building import TITLES, scope_words
from crm.reports.models import Schedule
from crm.reports.periods import Period
from directory.models import Addressee

READY = Kind("reports.ready", _("A report is ready"), "notify/reports/ready")
MONTHS = {Schedule.Every.MONTH: 1, Schedule.Every.QUARTER: 3, Schedule.Every.YEAR: 12}


@dataclass(frozen=True)
class Frame:
    """What the screen of the report asks too, but for the period: it is the last whole one."""

    report: str
    applicant: str = INDIVIDUAL
    addressee: Addressee | None = None


def register_kinds() -> None:
    register(READY)


@transaction.atomic
def add_schedule(frame: Frame, every: str, recipient: Any, actor: Any, at: datetime) -> Schedule:
    """The same wish twice is one. Others than oneself are named by whoever may report."""
    if frame.report not in TITLES or every not in Schedule.Every.values:
        raise RuleBroken(_("There is no such report."), "report", "report")
    if frame.applicant not in APPLICANTS:
        raise RuleBroken(_("There are no such appeals."), "applicant", "applicant")
    if not _reads(actor, frame.addressee, actor):
        raise RuleBroken(_("You do not see the figures of this addressee."), "addressee", "scope")
    if recipient.pk != actor.pk and not may_export(actor):
        raise RuleBroken(_("You may send reports to yourself only."), "recipient", "not_allowed")
    if not _reads(recipient, frame.addressee, actor):
        raise RuleBroken(_("This person has no right to these figures."), "recipient", "recipient")
    if not recipient.email:
        raise RuleBroken(_("This person has no e-mail."), "recipient", "email")
    first = _next_after(clock.local(at).date(), every)
    schedule, is_new = Schedule.objects.get_or_create(
        **vars(frame),
        every=every,
        recipient=recipient,
        defaults={"created_by": actor, "created_at": at, "next_on": first},
    )
    if is_new:
        facts = {"report": frame.report, "every": every, "applicant": frame.applicant}
        if frame.addressee:
            facts["addressee"] = frame.addressee.slug
        journal.record("report.scheduled", actor, schedule, at, **facts)
    return schedule


def _reads(person: Any, addressee: Addressee | None, wished_by: Any) -> bool:
    """Whether these figures are this person's; one's own wish for everything is what one sees."""
    if not may_read(person):
        return False
    return (addressee is None and person.pk == wished_by.pk) or may_read_of(person, addressee)


@transaction.atomic
def drop_schedule(schedule: Schedule, actor: Any, at: datetime) -> None:
    """By whoever made it or gets it."""
    if actor.pk not in (schedule.created_by_id, schedule.recipient_id):
        raise RuleBroken(_("You have no right to do this."), code="not_allowed")
    journal.record("report.unscheduled", actor, schedule, at, report=schedule.report)
    schedule.delete()


def send_due(at: datetime) -> int:
    """One letter for the last whole period, however long the worker slept."""
    today = clock.local(at).date()
    due = Schedule.objects.filter(next_on__lte=today).values_list("pk", flat=True)
    return sum(_send(key, today, at) for key in list(due))


@transaction.atomic
def _send(key: int, today: date, at: datetime) -> bool:
    schedule = Schedule.objects.select_for_update().filter(pk=key, next_on__lte=today).first()
    if schedule is None:
        return False
    recipient = schedule.recipient
    if not (recipient.is_active and _reads(recipient, schedule.addressee, schedule.created_by)):
        # Whoever lost the right gets nothing more; the journal says why it stopped.
        journal.record("report.unscheduled", None, schedule, at, report=schedule.report)
        schedule.delete()
        return False
    period = Period.before(today, months=MONTHS[Schedule.Every(schedule.every)])
    with override(recipient.language):
        addressee = str(schedule.addressee.name) if schedule.addressee else ""
        context = {
            "title": str(TITLES[schedule.report]),
            "scope": scope_words(schedule.applicant, addressee),
            "period": period.label,
            "url": _address(schedule, period),
        }
    post(
        READY.code,
        to=recipient,
        context=context,
        at=at,
        dedupe_key=f"report:{schedule.public_id}:{period.since}",
    )
    schedule.next_on, schedule.sent_at = _next_after(today, schedule.every), at
    schedule.save(update_fields=["next_on", "sent_at"])
    return True


def _address(schedule: Schedule, period: Period) -> str:
    """The page counts when it is opened, for whoever opens it: rights are asked there."""
    asked = {"since": period.since, "until": period.until, "applicant": schedule.applicant}
    if schedule.addressee_id:
        asked["addressee"] = schedule.addressee_id
    with override("uk"):
        return f"{reverse('desk:report', args=[schedule.report])}?{urlencode(asked)}"


def _next_after(day: date, every: str) -> date:
    """The first day of the next month, quarter or year."""
    if every == Schedule.Every.YEAR:
        return date(day.year + 1, 1, 1)
    if every == Schedule.Every.MONTH:
        return Period.month(day.year, day.month).until + timedelta(days=1)
    return Period.quarter_of(day).until + timedelta(days=1)
