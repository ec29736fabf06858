"""Whose work a case is: who gets letters about it, never the blamed (A-08)."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from core.accounts.models import RoleGrant
from core.accounts.roles import Role
from crm.cases.duties import staff_of
from crm.cases.models import Case
from directory.models import Addressee, Duty


def waits_in_office(addressee: Addressee) -> bool:
    """A-27: whether the appeals office registers first what is written to it."""
    return addressee.routing == Addressee.Routing.CENTRAL


def responsible_for(case: Case) -> QuerySet:
    """Moderators of the addressee and the appeals office, never the blamed (A-08); the office alone
    until it has registered what goes through it (A-27).

    One query; the office is everybody with the clerk's role.
    """
    people = get_user_model().objects.filter(is_active=True)
    if case.is_with_office:
        return people.filter(_office())
    return people.filter(_office() | _moderators(case.addressee, case.against))


def told_when_registered(case: Case) -> QuerySet:
    """A-27: moderators to whom the office now sends on what was kept there."""
    people = get_user_model().objects.filter(is_active=True)
    return people.filter(_moderators(case.addressee, case.against)).exclude(_office())


def _office() -> Q:
    return Q(pk__in=RoleGrant.objects.filter(role=Role.CLERK).values("user"))


def _moderators(addressee: Addressee, against: Addressee | None) -> Q:
    duties = Duty.objects.over(addressee).in_roles(Duty.Role.MODERATOR)
    if against is not None:
        duties = duties.exclude(user__in=staff_of(against).values("user"))
    return Q(pk__in=duties.values("user"))


class Workers:
    """Who works on cases, for one batch: the same duties are asked about once."""

    def __init__(self) -> None:
        self._office: list[Any] | None = None
        self._duties: dict[tuple[int, str, int | None], list[Any]] = {}

    def working_on(self, case: Case) -> list[Any]:
        """The executor, or the moderators while there is none; and the appeals office."""
        if case.assignee is not None and case.assignee.is_active:
            return [case.assignee, *self.office()]
        return [*self.on_duty(case, Duty.Role.MODERATOR), *self.office()]

    def office(self) -> list[Any]:
        if self._office is None:
            clerks = RoleGrant.objects.filter(role=Role.CLERK).values("user")
            users = get_user_model()._default_manager
            self._office = list(users.filter(is_active=True, pk__in=clerks).order_by("pk"))
        return self._office

    def on_duty(self, case: Case, role: str) -> list[Any]:
        """Never the staff of the body complained about (A-08), nobody before the office has passed
        it on (A-27)."""
        if case.is_with_office:
            return []
        addressee, against = case.addressee, case.against
        key = (addressee.pk, role, against.pk if against else None)
        if key not in self._duties:
            duties = Duty.objects.over(addressee).in_roles(role)
            if against is not None:
                duties = duties.exclude(user__in=staff_of(against).values("user"))
            self._duties[key] = list(duties.people().order_by("pk"))
        return self._duties[key]
