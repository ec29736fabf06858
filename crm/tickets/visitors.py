"""What the specialist sees of the visitor at the window: only what this person may see."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from blocks.forms.services import display
from core.words.dates import time_words, weekday_date_words
from crm.cases.models import Case
from crm.tickets import states
from crm.tickets.cells import Start
from crm.tickets.errands import errand_of
from crm.tickets.models import Ticket, TicketFile
from crm.tickets.offer import queue_on_offer
from crm.tickets.supply import free_times
from directory.models import ClassifierValue

FEW = 8
A_DAY = 6
OFFERED = 60


@dataclass
class Visitor:
    """One visit with its person."""

    ticket: Ticket
    answers: list[tuple[str, Any]] = field(default_factory=list)
    visits: list[Ticket] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    files: list[TicketFile] = field(default_factory=list)
    priority: str = ""

    @property
    def documents(self) -> list[str]:
        return errand_of(self.ticket).document_lines


def visitor_of(ticket: Ticket, viewer: Any) -> Visitor:
    """The viewing is the caller's to record."""
    found = Visitor(ticket)
    if ticket.form_revision_id:
        found.answers = list(display(ticket.form_revision, ticket.values))
    if ticket.priority_reason:
        values = ClassifierValue.objects.filter(classifier__code="queue_priority")
        value = values.filter(code=ticket.priority_reason).first()
        found.priority = str(value.label) if value else ticket.priority_reason
    found.files = list(ticket.files.order_by("pk"))
    found.visits = list(_visits_of(ticket, viewer))
    if ticket.resident_id:
        theirs = Case.objects.visible_to(viewer, with_own=False).filter(resident=ticket.resident_id)
        found.cases = list(theirs.order_by("-received_at", "-pk")[:FEW])
    return found


def _visits_of(ticket: Ticket, viewer: Any) -> Any:
    """Earlier visits of the same person, by card, account or phone."""
    same = Q(pk=None)
    for name in ("resident", "author", "phone"):
        value = getattr(ticket, f"{name}_id" if name != "phone" else name)
        if value:
            same |= Q(**{name: value})
    shown = Ticket.objects.visible_to(viewer).filter(same).exclude(pk=ticket.pk)
    shown = shown.exclude(state=states.MOVED).select_related("service")
    return shown.order_by("-day", "-pk")[:FEW]


def next_times(ticket: Ticket, at: datetime) -> list[tuple[Start, str]]:
    """A few times of each coming day for the same service, with their words."""
    queue = queue_on_offer(ticket.queue.slug)
    found: list[tuple[Start, str]] = []
    of_day: dict[Any, int] = {}
    for start in free_times(queue, errand_of(ticket), at, by_staff=True):
        of_day[start.day] = of_day.get(start.day, 0) + 1
        if of_day[start.day] <= A_DAY and len(found) < OFFERED:
            day = weekday_date_words(start.day, "nominative")
            found.append((start, f"{day}, {time_words(start.at)}"))
    return found
