"""Which appeals a person's reports count, and whether the lists behind figures open to them."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action, Scope, roles_that_may, scope_of
from core.errors import RuleBroken
from crm.cases.duties import ANSWERING
from crm.cases.models import Case
from directory.models import Addressee, Duty


class NoFigures(RuleBroken):
    """The person has no right to figures at all."""


def may_read(user: Any) -> bool:
    return user.is_authenticated and user.can(Action.FIGURES_READ)


def may_export(user: Any) -> bool:
    """Lists leave the system only with whoever reports (R-11, A-20)."""
    return user.is_authenticated and user.can(Action.APPEALS_REPORT)


def counted_for(user: Any, at: datetime) -> QuerySet:
    """The appeals this person's figures are made of.

    The whole city for the office, the analyst and the supervisor: they see numbers, and lists only
    as far as they may read. Heads and moderators count exactly what they may read, less complaints
    about themselves (A-08).
    """
    scope = user.scope_of(Action.FIGURES_READ) if user.is_authenticated else None
    if scope is None:
        raise NoFigures(_("You have no right to do this."), code="not_allowed")
    if scope == Scope.ALL:
        return Case.objects.filter(kind="appeal")
    return Case.objects.visible_to(user, at, with_own=False).filter(kind="appeal")


def readers_of(addressee: Addressee | None) -> QuerySet:
    """People whose figures hold this addressee; with none, the whole city.

    Whoever serves only a part of the branch reads that part; the page counts for whoever opens it.
    """
    roles = roles_that_may(Action.FIGURES_READ)
    city = {role for role in roles if scope_of({role}, Action.FIGURES_READ) == Scope.ALL}
    reach = Q(role_grants__role__in=city)
    if addressee is not None:
        above = [int(key) for key in addressee.path.split("/") if key]
        duties = Duty.objects.filter(
            Q(addressee=addressee) | Q(addressee__in=above, with_subtree=True), role__in=ANSWERING
        )
        reach |= Q(role_grants__role__in=roles - city, pk__in=duties.values("user"))
    return get_user_model().objects.active().filter(reach).distinct()


def may_read_of(user: Any, addressee: Addressee | None) -> bool:
    return readers_of(addressee).filter(pk=user.pk).exists()


def branches_of(user: Any) -> QuerySet:
    """Addressees whose figures the person may ask for."""
    found = Addressee.objects.active()
    if user.scope_of(Action.FIGURES_READ) == Scope.ALL:
        return found
    duties = Duty.objects.filter(user=user, role__in=ANSWERING)
    reach = Q(pk__in=duties.values("addressee"))
    for path in duties.filter(with_subtree=True).values_list("addressee__path", flat=True):
        reach |= Q(path__startswith=path)
    return found.filter(reach)


def opens_lists(user: Any) -> bool:
    """Whether a figure is a link: the list holds the same appeals as the figure."""
    if not user.can(Action.DESK_OPEN):
        return False
    if user.scope_of(Action.FIGURES_READ) == Scope.ALL:
        return user.can(Action.APPEALS_READ_ALL)
    return True
