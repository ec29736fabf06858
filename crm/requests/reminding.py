"""Letters that remind of the terms of requests (DL-11): a link, never the text."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.notify.kinds import Kind, register
from crm.cases.models import Case, CaseClock
from crm.cases.people import Workers
from crm.cases.states import INQUIRY_KINDS
from crm.deadlines.ports import Said
from crm.requests.notices import desk_path
from directory.models import Duty

_FOLDER = "notify/requests"
DUE_SOON = Kind(
    "requests.due_soon", _("The term of a request draws near"), f"{_FOLDER}/due_soon", priority=30
)
OVERDUE = Kind("requests.overdue", _("A request is overdue"), f"{_FOLDER}/overdue", priority=30)
ESCALATED = Kind(
    "requests.escalated", _("A request was not answered in time"), f"{_FOLDER}/escalated",
    priority=30,
)  # fmt: skip

NOT_STUDIED = ("submitted", "registered")

type Letter = tuple[str, Any, dict[str, Any]]


def register_kinds() -> None:
    for kind in (DUE_SOON, OVERDUE, ESCALATED):
        register(kind)


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
                found[one.clock_id] = _letters(case, by_clock[one.clock_id], people)
        return found


def _letters(case: Case, said: Said, people: Workers) -> list[Letter]:
    """Each person once: a head who also executes gets the letter of a head."""
    context = {
        "number": case.number,
        "due_on": said.clock.due_on,
        "target_on": said.clock.target_on,
        "url": desk_path(case),
    }
    kind = OVERDUE if said.is_overdue else DUE_SOON
    told = {person.pk: (kind.code, person) for person in people.working_on(case)}
    if said.is_escalated:
        heads = people.on_duty(case.addressee, Duty.Role.HEAD, case.against)
        told |= {person.pk: (ESCALATED.code, person) for person in heads}
    return [(code, person, dict(context)) for code, person in told.values()]
