"""The only way a list or an export gets at who comes: by the right to the queue."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm.residents.faces import face_of
from crm.tickets.models import Ticket


@dataclass(frozen=True)
class VisitorFace:
    """What this viewer may know of who comes."""

    name: str
    phone: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class _AtVisit:
    """A visit is no case: nobody hides the name from those who receive."""

    hide_identity: bool = False
    assignee_id: int | None = None


def face_of_visitor(ticket: Ticket, viewer: Any) -> VisitorFace:
    """The words of the visitor for this visit, else those of the card. The caller has fenced the
    ticket; a viewer who is nobody sees no one."""
    if viewer is None or not viewer.is_authenticated:
        return VisitorFace(_("The name is hidden"), is_hidden=True)
    if ticket.visitor or ticket.resident is None:
        return VisitorFace(ticket.visitor, ticket.phone)
    face = face_of(ticket.resident, viewer, _AtVisit())
    return VisitorFace(face.name, ticket.phone, face.is_hidden)
