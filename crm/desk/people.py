"""Colleagues a member of staff may name: executors for a filter or an assignment."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from core.accounts.models import RoleGrant
from core.accounts.roles import Action, roles_that_may
from crm.cases.models import Case
from directory.models import Addressee, Duty


def executors_of(case: Case) -> QuerySet:
    """Who may be charged with this case: people on duty there or in the branch around it.

    A-08: those who serve the body complained about, or anything below it, are not offered.
    """
    root = case.addressee.path.split("/")[0]
    duties = Duty.objects.filter(addressee__path__startswith=f"{root}/")
    if case.against_id:
        blamed = Duty.objects.filter(addressee__path__startswith=case.against.path)
        duties = duties.exclude(user__in=blamed.values("user"))
    return _people(duties)


def executors_among(cases: Iterable[Case]) -> QuerySet:
    """Who may be charged with one of these cases at least; of each case the service judges."""
    roots = {case.addressee.path.split("/")[0] for case in cases}
    branches = Q(pk__in=[])
    for root in sorted(roots):
        branches |= Q(addressee__path__startswith=f"{root}/")
    return _people(Duty.objects.filter(branches))


def controllers_of(case: Case) -> QuerySet:
    """Who may control this case: the appeals office and the heads over its addressee (R-06)."""
    office = RoleGrant.objects.filter(role__in=roles_that_may(Action.APPEALS_CLOSE))
    heads = Duty.objects.over(case.addressee).in_roles(Duty.Role.HEAD)
    people = get_user_model().objects.filter(is_active=True)
    named = Q(pk__in=office.values("user")) | Q(pk__in=heads.values("user"))
    return people.filter(named).order_by("last_name", "first_name", "pk")


def executors_seen_by(user: Any) -> QuerySet:
    """Executors this person may filter by: colleagues in the branches they serve."""
    if user.can(Action.APPEALS_READ_ALL):
        return _people(Duty.objects.all())
    served = Addressee.objects.serving(user)
    return _people(Duty.objects.filter(addressee__in=served.values("pk")))


def _people(duties: QuerySet) -> QuerySet:
    """Active people of these duties, by surname."""
    people = get_user_model().objects.filter(is_active=True, pk__in=duties.values("user"))
    return people.order_by("last_name", "first_name", "pk")
