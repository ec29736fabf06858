"""Reminding of the terms of requests for information and about personal data."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from core.notify.kinds import Kind
from crm.cases.models import CaseClock
from crm.cases.people import Workers
from crm.cases.reminders import Letter, Reminders
from crm.cases.states import INQUIRY_KINDS
from crm.deadlines.ports import Said
from crm.requests.notices import desk_path

_FOLDER = "notify/requests"
REMINDERS = Reminders(
    due_soon=Kind(
        "requests.due_soon",
        _("The term of a request draws near"),
        f"{_FOLDER}/due_soon",
        priority=30,
    ),
    overdue=Kind("requests.overdue", _("A request is overdue"), f"{_FOLDER}/overdue", priority=30),
    escalated=Kind(
        "requests.escalated",
        _("A request was not answered in time"),
        f"{_FOLDER}/escalated",
        priority=30,
    ),
)

NOT_STUDIED = ("submitted", "registered")


class RequestsRemind:
    """Implements crm.deadlines.ports.RemindsPeople: the main term of an open request, and the
    term of study while nobody has taken a personal-data request to work."""

    def letters(self, said: Sequence[Said]) -> dict[int, list[Letter]]:
        by_clock = {one.clock.pk: one for one in said}
        kept = CaseClock.objects.filter(
            clock__in=by_clock, case__kind__in=INQUIRY_KINDS, case__is_open=True
        )
        people = Workers()
        found: dict[int, list[Letter]] = {}
        for one in kept.select_related("case__addressee", "case__against", "case__assignee"):
            case = one.case
            waits_for_study = one.purpose == "study" and case.state in NOT_STUDIED
            if case.main_clock_id == one.clock_id or waits_for_study:
                found[one.clock_id] = REMINDERS.letters(
                    case, by_clock[one.clock_id], people, desk_path(case)
                )
        return found
