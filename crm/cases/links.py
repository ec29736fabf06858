"""Linking cases: what is seen together, and what follows what (R-03)."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from crm.cases.models import Case, CaseEvent, CaseLink
from crm.cases.services import write_event

SHOWN = ("public_id", "number", "kind", "state", "subject", "received_at", "is_open")


def link_cases(later: Case, earlier: Case, kind: str, actor: Any, at: datetime) -> CaseLink:
    """Say once how a case has to do with an earlier one; both timelines tell it to staff.

    A second link between the same two cases changes nothing but its kind.
    """
    link, is_new = CaseLink.objects.update_or_create(
        later=later, earlier=earlier, defaults={"kind": kind, "at": at}
    )
    if is_new:
        for case, other in ((later, earlier), (earlier, later)):
            write_event(
                case,
                CaseEvent.Kind.LINK,
                actor,
                at,
                data={"kind": str(kind), "number": other.number, "public_id": other.public_id},
            )
    return link


def links_of(case: Case, seen: QuerySet[Case]) -> list[tuple[CaseLink, Case]]:
    """Links of a case with the case at the other end, of those that this person may read."""
    visible = seen.filter(Q(links__earlier=case) | Q(links_back__later=case))
    others = {other.pk: other for other in visible.only(*SHOWN)}
    found = CaseLink.objects.filter(Q(later=case) | Q(earlier=case)).order_by("at", "pk")
    return [
        (link, others[pk])
        for link in found
        if (pk := link.earlier_id if link.later_id == case.pk else link.later_id) in others
    ]


def followers_of(first: Case, state: str = "joined") -> QuerySet[Case]:
    """Duplicates joined to this case, in this state, in a steady order."""
    joined = {"links__earlier": first, "links__kind": CaseLink.Kind.JOINED}
    return Case.objects.filter(state=state, **joined).order_by("pk")
