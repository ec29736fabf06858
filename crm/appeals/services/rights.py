"""Who may do what with this case: the right of a role within the reach of a duty."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action, Scope
from core.errors import RuleBroken
from crm.appeals.rules import is_blamed
from crm.cases.models import Case
from directory.models import Duty


class NotAllowed(RuleBroken):
    """The person may see the case but may not do this with it."""


def may(actor: Any, action: Action, case: Case) -> bool:
    """Whether the actor's role allows the action and the case lies within its scope.

    `all` reaches everything, `own` the cases the actor executes, the others what the actor's
    duties cover; a body complained about is never within reach (A-08).
    """
    scope = actor.scope_of(action)
    if scope is None:
        return False
    if scope == Scope.ALL:
        return True
    if case.assignee_id == actor.pk:
        return True
    if scope == Scope.OWN:
        return False
    if is_blamed(case.addressee.path, case.against.path if case.against else None):
        return False
    roles = (Duty.Role.MODERATOR, Duty.Role.HEAD)
    return Duty.objects.over(case.addressee).in_roles(*roles).filter(user=actor).exists()


def require(actor: Any, action: Action, case: Case) -> None:
    """Refuse with a sentence when `may` says no."""
    if not may(actor, action, case):
        raise NotAllowed(_("You have no right to do this with this appeal."), code="not_allowed")
