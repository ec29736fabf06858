"""Several services of one visit taken as one: one place in time, a window that can do them all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from blocks.forms.models import FormDefinition
from blocks.queues.models import Queue, Service
from core.errors import RuleBroken


@dataclass(frozen=True)
class Together:
    """Answers what a Service answers to who looks for time. The first of `parts` is the main one:
    the ticket has its letter, and visits are counted by it."""

    queue: Queue
    parts: tuple[Service, ...]

    @property
    def main(self) -> Service:
        return self.parts[0]

    @property
    def pk(self) -> int:
        return self.main.pk

    @property
    def queue_id(self) -> int:
        return self.queue.pk

    @property
    def is_active(self) -> bool:
        return all(one.is_active for one in self.parts)

    @property
    def max_people(self) -> int:
        return min(one.max_people for one in self.parts)

    @property
    def lead_minutes(self) -> int:
        """The longest of them: nothing is booked later than its own rule allows."""
        usual = self.queue.lead_minutes
        return max(usual if one.lead_minutes is None else one.lead_minutes for one in self.parts)

    @property
    def form(self) -> FormDefinition | None:
        """Questions of the one that has any of its own; `taken_together` sees to it."""
        return next((one.form for one in self.parts if one.form_id), None)

    @cached_property
    def document_lines(self) -> list[str]:
        """Each thing once, in order."""
        return list(dict.fromkeys(line for one in self.parts for line in one.document_lines))

    def lasts(self, people: int = 1) -> int:
        """Minutes with the visitor, with the breaks between services."""
        return self.occupies(people) - self.parts[-1].buffer_minutes

    def occupies(self, people: int = 1) -> int:
        return sum(one.occupies(people) for one in self.parts)


Errand = Service | Together
"""What one comes for."""


def taken_together(queue: Queue, services: Sequence[Service]) -> Errand:
    """One service as it is, several as one; each is named once."""
    parts = tuple({one.pk: one for one in services}.values())
    return parts[0] if len(parts) == 1 else Together(queue, parts)


def check_together(queue: Queue, errand: Errand) -> None:
    """Raises RuleBroken for more services than the queue takes at once, and for two with questions
    of their own: a visitor fills in one form."""
    if len(errand.parts) > queue.max_services:
        raise RuleBroken(
            _("One visit is for at most %(most)s services. Book the others separately.")
            % {"most": queue.max_services},
            "also",
            "too_many_services",
        )
    if len({one.form_id for one in errand.parts if one.form_id}) > 1:
        raise RuleBroken(
            _("These services ask different questions. Book them separately."),
            "also",
            "different_forms",
        )


def words_of(names: Iterable[Any]) -> str:
    """Several names in one line; a comma may be part of a name."""
    return "; ".join(str(one) for one in names)
