"""Who may do what with this case: the right of a role within the reach of a duty."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action, Scope
from core.errors import RuleBroken
from crm.cases.duties import is_staff_of, ties_of
from crm.cases.models import Case, CaseParticipant
from directory.models import Duty

EXECUTORS_WORK = (Action.APPEALS_REPLY, Action.APPEALS_NOTE)


class NotAllowed(RuleBroken):
    """The person may see the case but may not do this with it."""


class Rights:
    """What this person may do with this case; asks the directory once however often it is asked."""

    def __init__(self, actor: Any, case: Case) -> None:
        self.actor = actor
        self.case = case

    @cached_property
    def keeps_away(self) -> bool:
        """A-08: the complaint is about the body this person works in."""
        return is_staff_of(self.actor, self.case.against)

    @cached_property
    def is_on_duty(self) -> bool:
        seen = getattr(self.case, "seen_among", None)
        if seen is not None and seen.served_by and seen.served_by[0] == self.actor.pk:
            # The fence has just asked the directory; a service locks the case and asks anew.
            return self.case.addressee_id in seen.served_by[1]
        duties = Duty.objects.over(self.case.addressee)
        duties = duties.in_roles(Duty.Role.MODERATOR, Duty.Role.HEAD)
        return duties.filter(user=self.actor).exists()

    def may(self, action: Action) -> bool:
        """`all` reaches everything, `own` the cases the actor executes, the others what the
        actor's duties cover and the office has passed on (A-27)."""
        scope = self.actor.scope_of(action)
        if scope is None:
            return False
        if scope == Scope.ALL:
            return True
        if self.keeps_away or self.case.is_with_office:
            return False
        if self.case.assignee_id == self.actor.pk and action in EXECUTORS_WORK:
            return True
        return scope != Scope.OWN and self.is_on_duty


class RightsAmong:
    """The same over many cases: duties are asked for once, not for every case."""

    def __init__(self, actor: Any) -> None:
        self.actor = actor
        self._ties = ties_of(actor, CaseParticipant.objects.none())

    def over(self, case: Case) -> Rights:
        rights = Rights(self.actor, case)
        rights.keeps_away = case.against_id in self._ties.bodies
        rights.is_on_duty = case.addressee_id in self._ties.served
        return rights


def may(actor: Any, action: Action, case: Case) -> bool:
    """Whether the actor's role allows the action and the case lies within its scope."""
    return Rights(actor, case).may(action)


def require(actor: Any, action: Action, case: Case) -> None:
    """Refuse with a sentence when `may` says no."""
    if not may(actor, action, case):
        raise NotAllowed(_("You have no right to do this with this appeal."), code="not_allowed")
