"""The register of assignments: mine, those I issued, all that I may see."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.accounts.roles import Action
from crm.appeals.services.assignments import DOERS_STEPS, ISSUERS_STEPS
from crm.appeals.services.rights import may
from crm.cases.models import Assignment, Case
from crm.cases.states import ASSIGNMENT
from crm.desk.paging import Page, page_of
from crm.desk.rules import Cursor, Sort

PAGE_SIZE = 50
BY_DUE = Sort("due", _("By term"), "due_on")
SHELVES = {
    "mine": pgettext_lazy("assignments", "Mine"),
    "issued": pgettext_lazy("assignments", "Issued by me"),
    "all": pgettext_lazy("assignments", "All"),
}
WORDS = {
    "accepted": pgettext_lazy("with an assignment", "Accept"),
    "in_progress": pgettext_lazy("with an assignment", "Take to work"),
    "reported": pgettext_lazy("with an assignment", "Report"),
    "approved": pgettext_lazy("with an assignment", "Approve the report"),
    "returned": pgettext_lazy("with an assignment", "Return"),
    "cancelled": pgettext_lazy("with an assignment", "Cancel"),
}


@dataclass(frozen=True)
class Move:
    """What may be done with an assignment now; some need words."""

    to: str
    label: Any

    @property
    def needs_words(self) -> bool:
        return self.to in ("reported", "returned", "cancelled")


def register(user: Any, shelf: str, only_open: bool, cursor: Cursor | None, at: Any) -> Page:
    """A page of assignments by their term. Whoever may see the case may see its assignments."""
    found = Assignment.objects.select_related("case", "executor", "issued_by")
    if only_open:
        found = found.open()
    if shelf == "mine":
        found = found.filter(executor=user)
    elif shelf == "issued":
        found = found.filter(issued_by=user)
    return page_of(_seen(found, user, at), BY_DUE, cursor, PAGE_SIZE)


def find_assignment(user: Any, public_id: str, at: Any) -> Assignment:
    """Raises Http404 for a foreign one exactly as for an absent one."""
    read = Assignment.objects.select_related("case__addressee", "case__against", "executor")
    found = _seen(read.select_related("issued_by"), user, at).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def moves_of(assignment: Assignment, user: Any) -> list[Move]:
    """Buttons for this person now; two queries at most."""
    judges = assignment.issued_by_id == user.pk
    judges = judges or may(user, Action.APPEALS_REASSIGN, assignment.case)
    allowed = set(DOERS_STEPS) if assignment.executor_id == user.pk else set()
    allowed |= ISSUERS_STEPS if judges else set()
    following = ASSIGNMENT.next_states(assignment.state)
    return [Move(to, WORDS[to]) for to in following if to in allowed]


def can_extend(assignment: Assignment, user: Any) -> bool:
    if not assignment.is_open:
        return False
    mine = assignment.issued_by_id == user.pk
    return mine or may(user, Action.APPEALS_REASSIGN, assignment.case)


def _seen(found: QuerySet[Assignment], user: Any, at: Any) -> QuerySet[Assignment]:
    """One's own letters are no work (A-20): an author sees nothing of how the office works."""
    cases = Case.objects.visible_to(user, at, with_own=False)
    return found.filter(case__in=cases)
