"""One executor for several appeals at once; each is assigned by itself or says why it is not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.errors import Conflict, RuleBroken
from crm.appeals.services import assign_appeal
from crm.cases.models import Case
from crm.cases.rights import RightsAmong
from crm.cases.services import lock_case
from crm.desk.lists import at_desk
from directory.models import Duty

LIMIT = 100
"""More is never ticked on one page; a longer address is cut."""
AGAIN = ("assigned", "in_progress")


@dataclass
class Ticked:
    """One of the chosen cases: why it cannot be assigned, "" when it can."""

    case: Case
    why: str = ""

    @property
    def stamp(self) -> str:
        return stamp_of(self.case)


@dataclass
class Outcome:
    """What became of one of them."""

    case: Case
    is_done: bool
    words: str


def stamp_of(case: Case) -> str:
    """Which version of the case was looked at: a second press finds another one."""
    return case.updated_at.isoformat()


def ticked_cases(user: Any, ids: Iterable[str], at: datetime) -> list[Ticked]:
    """Those among the ticked that this person works with; any other is as if it were not there.

    Four statements at most, however many are ticked.
    """
    wanted = list(dict.fromkeys(ids))[:LIMIT]
    if not wanted:
        return []
    found = at_desk(user, at).filter(public_id__in=wanted)
    found = found.select_related("addressee", "against", "assignee").defer("search_text")
    rights = RightsAmong(user)
    return [Ticked(case, _why_not(case, rights)) for case in found.order_by("due_on", "pk")]


def _why_not(case: Case, rights: RightsAmong) -> str:
    if case.kind != "appeal":
        return str(_("It is not an appeal: it is given to an executor on its own card."))
    if case.state == "submitted":
        return str(_("It is not registered yet."))
    if case.state not in ("registered", *AGAIN):
        return str(
            _("In the state “%(state)s” no executor is named.") % {"state": case.state_label}
        )
    mine = rights.over(case)
    if mine.keeps_away:
        return str(_("The complaint is about the body you work in."))
    if case.state in AGAIN and not mine.may(Action.APPEALS_REASSIGN):
        return str(_("It has an executor already; only a head names another."))
    if case.state == "registered" and not mine.may(Action.APPEALS_ASSIGN):
        return str(_("You have no right to do this with this appeal."))
    return ""


def assign_many(
    ticked: Sequence[tuple[Ticked, str]],
    executor: Any,
    resolution: str,
    actor: Any,
    at: datetime,
) -> list[Outcome]:
    """Assign each in a transaction of its own: one that is refused stops no other.

    With each comes the stamp that was looked at. What has changed since is left alone, so a second
    press assigns nothing; it finds them with the executor already.
    """
    paths = Duty.objects.filter(user=executor).values_list("addressee__path", flat=True)
    roots = {path.split("/")[0] for path in paths}
    outcomes = []
    for one, seen in ticked:
        try:
            words = _assign(one, seen, executor, resolution, actor, at, roots)
        except RuleBroken as broken:
            outcomes.append(Outcome(one.case, False, str(broken)))
        else:
            outcomes.append(Outcome(one.case, True, words))
    return outcomes


@transaction.atomic
def _assign(
    one: Ticked,
    seen: str,
    executor: Any,
    resolution: str,
    actor: Any,
    at: datetime,
    roots: set[str],
) -> str:
    if not seen:
        raise RuleBroken(one.why or _("It was not among those to be assigned."), code="not_ticked")
    case = lock_case(one.case)
    if seen != stamp_of(case):
        if case.state == "assigned" and case.assignee_id == executor.pk:
            return str(_("%(name)s is the executor already.") % {"name": executor.short_name})
        raise Conflict(
            _("It has changed meanwhile: open its card and decide there."), code="changed"
        )
    if one.why:
        raise RuleBroken(one.why, code="not_assignable")
    if case.addressee.path.split("/")[0] not in roots:
        raise RuleBroken(
            _("%(name)s does not work in the branch of this addressee.")
            % {"name": executor.short_name},
            "executor",
            "branch",
        )
    assign_appeal(case, executor, actor, at, resolution=resolution)
    return str(_("%(name)s is the executor.") % {"name": executor.short_name})
