"""Which appeals a person's reports count, and whether the lists behind figures open to them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action, Scope
from core.errors import RuleBroken
from crm.cases.models import Case


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


def opens_lists(user: Any) -> bool:
    """Whether a figure is a link: the list holds the same appeals as the figure."""
    if not user.can(Action.DESK_OPEN):
        return False
    if user.scope_of(Action.FIGURES_READ) == Scope.ALL:
        return user.can(Action.APPEALS_READ_ALL)
    return True
