"""The only way a template, a serializer or an export gets at a person's data."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.accounts.roles import Action
from crm.residents.models import Contact, Resident


@dataclass(frozen=True)
class Face:
    """What this viewer may know of this person in this case."""

    name: str
    short_name: str
    address: str = ""
    contacts: list[Contact] = field(default_factory=list)
    is_hidden: bool = False


def face_of(resident: Resident | None, viewer: Any, case: Any, *, with_contacts=False) -> Face:
    """Show a person as far as the viewer needs it for the decision (A-19, A-22).

    The author sees everything of their own. A person who asked to hide the name is known only to
    the appeals office and to the named executor. `with_contacts` asks the database; lists leave
    it out. `case` may be None where no case is meant: then only the person sees the face.
    """
    if resident is None:
        return Face(_("Unknown person"), _("Unknown person"))
    if not _may_know(resident, viewer, case):
        hidden = _("The name is hidden at the author's wish")
        return Face(hidden, hidden, is_hidden=True)
    return Face(
        resident.full_name,
        resident.short_name,
        resident.address,
        list(resident.contacts.order_by("kind", "value")) if with_contacts else [],
    )


def _may_know(resident: Resident, viewer: Any, case: Any) -> bool:
    if viewer is None or not viewer.is_authenticated:
        return False
    if resident.user_id and resident.user_id == viewer.pk:
        return True
    if case is None:
        return False
    if not case.hide_identity:
        return True
    return viewer.can(Action.APPEALS_REGISTER) or case.assignee_id == viewer.pk
