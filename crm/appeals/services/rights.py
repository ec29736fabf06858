"""Who may do what with this case: the right of a role within the reach of a duty."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action, Scope
from core.errors import RuleBroken
from crm.cases.blame import is_staff_of
from crm.cases.models import Case
from directory.models import Duty

EXECUTORS_WORK = (Action.APPEALS_REPLY, Action.APPEALS_NOTE)


class NotAllowed(RuleBroken):
    """The person may see the case but may not do this with it."""


def may(actor: Any, action: Action, case: Case) -> bool:
    """Whether the actor's role allows the action and the case lies within its scope.

    `all` reaches everything, `own` the cases the actor executes, the others what the actor's
    duties cover; nobody acts on a complaint about the body they work in (A-08).
    """
    scope = actor.scope_of(action)
    if scope is None:
        return False
    if scope == Scope.ALL:
        return True
    if is_staff_of(actor, case.against):
        return False
    if case.assignee_id == actor.pk and (scope == Scope.OWN or action in EXECUTORS_WORK):
        return True
    if scope == Scope.OWN:
        return False
    roles = (Duty.Role.MODERATOR, Duty.Role.HEAD)
    return Duty.objects.over(case.addressee).in_roles(*roles).filter(user=actor).exists()


def require(actor: Any, action: Action, case: Case) -> None:
    """Refuse with a sentence when `may` says no."""
    if not may(actor, action, case):
        raise NotAllowed(_("You have no right to do this with this appeal."), code="not_allowed")
