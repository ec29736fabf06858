"""Visits of a queue taken away as a table or read by programs (F1.46, Q-20)."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.queues.models import Queue
from core import clock
from core.audit import services as journal
from core.tables import Sheet, csv_lines, write_xlsx
from crm.tickets import states
from crm.tickets.faces import face_of_visitor
from crm.tickets.models import CHANNELS, Ticket

FORMATS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON"}
JSON_TYPE = "application/json"
COLUMNS = {
    "number": _("Ticket"),
    "day": pgettext_lazy("day", "Day"),
    "starts_at": _("Booked for"),
    "ends_at": _("Until"),
    "service": _("Service"),
    "window": pgettext_lazy("counter", "Window"),
    "state": _("State"),
    "channel": _("How it was taken"),
    "people": _("People"),
    "booked_at": _("Booked on"),
    "arrived_at": _("Came at"),
    "called_at": _("Called at"),
    "started_at": _("Reception began"),
    "finished_at": _("Over at"),
    "outcome": _("Outcome"),
}
PERSON = {"visitor": _("Visitor"), "phone": _("Phone")}
_STEP = 1_000


@dataclass(frozen=True)
class Wanted:
    """Which visits of which queue, and whether with the people."""

    queue: Queue
    since: date
    until: date
    with_people: bool = False

    def tickets(self) -> QuerySet[Ticket]:
        rows = Ticket.objects.filter(queue=self.queue, day__range=(self.since, self.until))
        rows = rows.exclude(state__in=(states.HELD, states.LAPSED))
        return rows.select_related("service", "window").order_by("day", "starts_at", "pk")


def export(wanted: Wanted, kind: str, viewer: Any, at: datetime) -> Iterable[bytes]:
    """Pieces of the file; who took what is written down first."""
    rows = wanted.tickets()
    journal.record(
        "queue.visits_exported",
        viewer,
        wanted.queue,
        at,
        since=wanted.since.isoformat(),
        until=wanted.until.isoformat(),
        kind=kind,
        people=wanted.with_people,
        rows=rows.count(),
    )
    found = rows.iterator(chunk_size=_STEP)
    if kind == "json":
        return _json(found, viewer, wanted.with_people)
    header = [str(label) for label in _columns(wanted.with_people).values()]
    table = (_line(one, viewer, wanted.with_people) for one in found)
    if kind == "csv":
        return csv_lines(header, table)
    with tempfile.TemporaryFile() as target:
        write_xlsx(target, [Sheet(str(wanted.queue), header, table)])
        target.seek(0)
        return [target.read()]


def facts_of(ticket: Ticket, viewer: Any = None, *, with_people: bool = False) -> dict[str, Any]:
    """A visit as programs read it: codes and moments; people only on wish and by right."""
    found = {
        "id": ticket.public_id,
        "number": ticket.number,
        "queue": ticket.queue.slug,
        "service": str(ticket.service),
        "services": ticket.service_names,
        "window": str(ticket.window) if ticket.window else None,
        "state": ticket.state,
        "channel": ticket.channel,
        "people": ticket.people,
        "day": ticket.day,
        **{name: getattr(ticket, name) for name in _MOMENTS},
        "outcome": ticket.outcome,
        "outcome_words": str(ticket.outcome_words),
        "updated_at": ticket.updated_at,
    }
    if with_people:
        face = face_of_visitor(ticket, viewer)
        found |= {"visitor": face.name, "phone": face.phone}
    return found


_MOMENTS = (
    *("starts_at", "ends_at", "booked_at", "arrived_at", "called_at"),
    *("started_at", "finished_at"),
)


def _columns(with_people: bool) -> dict[str, Any]:
    return {**COLUMNS, **PERSON} if with_people else COLUMNS


def _line(ticket: Ticket, viewer: Any, with_people: bool) -> list[Any]:
    words = {
        "service": ticket.service_words,
        "window": str(ticket.window) if ticket.window else "",
        "state": str(ticket.state_label),
        "outcome": str(ticket.outcome_words),
        "channel": str(CHANNELS.get(ticket.channel, ticket.channel)),
    }
    row = [words.get(name, getattr(ticket, name, None)) for name in COLUMNS]
    if with_people:
        face = face_of_visitor(ticket, viewer)
        row += [face.name, face.phone]
    return row


def _json(found: Iterable[Ticket], viewer: Any, with_people: bool) -> Iterator[bytes]:
    """One visit a line, so that a big file is read as it comes."""
    yield b"["
    mark = b"\n"
    for one in found:
        facts = facts_of(one, viewer, with_people=with_people)
        yield mark + json.dumps(facts, ensure_ascii=False, default=_written).encode()
        mark = b",\n"
    yield b"\n]\n"


def _written(value: Any) -> str:
    return clock.local(value).isoformat() if isinstance(value, datetime) else value.isoformat()


def name_of(wanted: Wanted, kind: str) -> str:
    return f"{wanted.queue.slug}-{wanted.since}-{wanted.until}.{kind}"
