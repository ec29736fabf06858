"""Who has looked at a person's records (PD-05): when, in which role, on which screen.

Names are not told. An official who did their work must not become somebody's aim, and the name of
an executor of a complaint could do harm; whoever doubts a viewing asks by a request, and the
office finds the name in the journal.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Role
from core.audit.models import Viewing
from core.audit.querysets import name_of
from crm.cases.models import Case
from crm.residents.models import Resident

MOST = 200
SCREENS = {
    "desk.case": _("Card"),
    "desk.print": _("Print of the card"),
    "desk.paper": _("Print form"),
    "file": _("File"),
    "requests.follow": _("Page by the link from the letter"),
    "requests.file": _("File by the link from the letter"),
}
ORDER = (
    *(Role.HEAD, Role.EXECUTOR, Role.MODERATOR, Role.CLERK, Role.DEPUTY),
    *(Role.SUPERVISOR, Role.OPERATOR, Role.ADMIN, Role.AUDITOR),
)


@dataclass(frozen=True)
class Seen:
    at: datetime
    role: str
    screen: str
    number: str
    is_break_glass: bool


def viewings_of(resident: Resident | None, user: Any) -> list[Seen]:
    """Others' viewings of the person's records, the latest first. Two statements."""
    if resident is None:
        return []
    numbers = {
        str(pk): number
        for pk, number in Case.objects.filter(resident=resident).values_list("pk", "number")
    }
    found = Viewing.objects.filter(target_type=name_of(Case), target_pk__in=numbers)
    latest = found.exclude(actor=user).select_related("actor").newest_first()[:MOST]
    return [
        Seen(
            at=one.at,
            role=_role_of(one.actor),
            screen=str(SCREENS.get(one.screen, one.screen)),
            number=numbers[one.target_pk],
            is_break_glass=one.break_glass_id is not None,
        )
        for one in latest
    ]


def _role_of(actor: Any) -> str:
    if actor is None:
        return str(_("Without an account"))
    return next((str(role.label) for role in ORDER if role in actor.roles), str(_("Resident")))
