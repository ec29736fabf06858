"""Letters about the terms of cases of any kind (DL-11, A-08): a link, never the text."""

from typing import Any, NamedTuple

from core.notify.kinds import Kind, register
from crm.cases.models import Case
from crm.cases.people import Workers
from crm.deadlines.ports import Said
from directory.models import Duty

type Letter = tuple[str, Any, dict[str, Any]]


class Reminders(NamedTuple):
    """How one room calls its three letters."""

    due_soon: Kind
    overdue: Kind
    escalated: Kind

    def register(self) -> None:
        for kind in self:
            register(kind)

    def letters(self, case: Case, said: Said, people: Workers, url: str) -> list[Letter]:
        """Each person once: a head who also executes gets the letter of a head."""
        context = {
            "number": case.number,
            "due_on": said.clock.due_on,
            "target_on": said.clock.target_on,
            "url": url,
        }
        kind = self.overdue if said.is_overdue else self.due_soon
        told = {person.pk: (kind.code, person) for person in people.working_on(case)}
        if said.is_escalated:
            heads = people.on_duty(case, Duty.Role.HEAD)
            told |= {person.pk: (self.escalated.code, person) for person in heads}
        return [(code, person, dict(context)) for code, person in told.values()]
