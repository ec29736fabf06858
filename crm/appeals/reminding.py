"""Whose work a term is, and the letters that remind of it (DL-11, A-08): a link, never the text."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from core.accounts.models import RoleGrant
from core.accounts.roles import Role
from core.notify.kinds import Kind, register
from crm.appeals.notices import desk_path
from crm.cases.duties import staff_of
from crm.cases.models import Case
from crm.deadlines.ports import Said
from directory.models import Addressee, Duty

DUE_SOON = Kind(
    "appeals.due_soon", _("The term of an appeal draws near"), "notify/appeals/due_soon"
)
OVERDUE = Kind("appeals.overdue", _("An appeal is overdue"), "notify/appeals/overdue", priority=30)
ESCALATED = Kind(
    "appeals.escalated", _("An appeal was not answered in time"), "notify/appeals/escalated",
    priority=30,
)  # fmt: skip

type Letter = tuple[str, Any, dict[str, Any]]


def register_kinds() -> None:
    for kind in (DUE_SOON, OVERDUE, ESCALATED):
        register(kind)


class AppealsRemind:
    """Implements crm.deadlines.ports.RemindsPeople for the main term of an open case."""

    def letters(self, said: Sequence[Said]) -> dict[int, list[Letter]]:
        by_clock = {one.clock.pk: one for one in said}
        cases = Case.objects.filter(main_clock__in=by_clock, is_open=True)
        people = _People()
        found: dict[int, list[Letter]] = {}
        for case in cases.select_related("addressee", "against", "assignee"):
            one = by_clock[case.main_clock_id]
            found[one.clock.pk] = _letters(case, one, people)
        return found


def _letters(case: Case, said: Said, people: "_People") -> list[Letter]:
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


class _People:
    """Who is asked about again and again within one batch."""

    def __init__(self) -> None:
        self._office: list[Any] | None = None
        self._duties: dict[tuple[int, str, int | None], list[Any]] = {}

    def working_on(self, case: Case) -> list[Any]:
        """The executor, or the moderators while there is none; and the appeals office."""
        if case.assignee is not None and case.assignee.is_active:
            return [case.assignee, *self.office()]
        moderators = self.on_duty(case.addressee, Duty.Role.MODERATOR, case.against)
        return [*moderators, *self.office()]

    def office(self) -> list[Any]:
        if self._office is None:
            clerks = RoleGrant.objects.filter(role=Role.CLERK).values("user")
            users = get_user_model()._default_manager
            self._office = list(users.filter(is_active=True, pk__in=clerks).order_by("pk"))
        return self._office

    def on_duty(self, addressee: Addressee, role: str, against: Addressee | None) -> list[Any]:
        """Never the staff of the body complained about (A-08)."""
        key = (addressee.pk, role, against.pk if against else None)
        if key not in self._duties:
            duties = Duty.objects.over(addressee).in_roles(role)
            if against is not None:
                duties = duties.exclude(user__in=staff_of(against).values("user"))
            self._duties[key] = list(duties.people().order_by("pk"))
        return self._duties[key]
