"""Whose work a term is, and the letters that remind of it (DL-11, A-08): a link, never the text."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.notify.kinds import Kind, register
from crm.appeals.notices import desk_path
from crm.cases.models import Case
from crm.cases.people import Workers
from crm.deadlines.ports import Said
from directory.models import Duty

DUE_SOON = Kind(
    "appeals.due_soon", _("The term of an appeal draws near"), "notify/appeals/due_soon"
)
OVERDUE = Kind("appeals.overdue", _("An appeal is overdue"), "notify/appeals/overdue", priority=30)
ESCALATED = Kind(
    "appeals.escalated", _("An appeal was not answered in time"), "notify/appeals/escalated",
    priority=30,
)  # fmt: skip

OURS = ("appeal", "request")
"""Kinds whose letters are written here; the other rooms remind of theirs."""

type Letter = tuple[str, Any, dict[str, Any]]


def register_kinds() -> None:
    for kind in (DUE_SOON, OVERDUE, ESCALATED):
        register(kind)


class AppealsRemind:
    """Implements crm.deadlines.ports.RemindsPeople for the main term of an open appeal."""

    def letters(self, said: Sequence[Said]) -> dict[int, list[Letter]]:
        by_clock = {one.clock.pk: one for one in said}
        cases = Case.objects.filter(main_clock__in=by_clock, is_open=True, kind__in=OURS)
        people = Workers()
        found: dict[int, list[Letter]] = {}
        for case in cases.select_related("addressee", "against", "assignee"):
            one = by_clock[case.main_clock_id]
            found[one.clock.pk] = _letters(case, one, people)
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
