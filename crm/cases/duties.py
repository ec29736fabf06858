"""Whom a member of staff serves, and from whose complaints they keep away (A-08, A-22).

Whoever serves the body complained about, or anything below it, keeps away. A head further up the
tree is not the body's own staff: complaints about it are addressed to them.
"""

from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Value

from directory.models import Addressee, Duty

ANSWERING = (Duty.Role.MODERATOR, Duty.Role.HEAD)


class Ties(NamedTuple):
    """Keys of the addressees a person answers for, of the bodies they work in, and of the cases
    in which they help the lead executor."""

    served: list[int]
    bodies: list[int]
    helped: list[int]


def ties_of(user: Any, helping: QuerySet) -> Ties:
    """One small query; a second one when a duty covers a branch.

    `helping` are the rows of CaseParticipant that name the person beside the lead executor.
    """
    duties = Duty.objects.filter(user=user).values_list(
        "role", "with_subtree", "addressee_id", "addressee__path"
    )
    helped = helping.values_list("role", Value(False), "case_id", Value(""))
    rows = list(duties.union(helped, all=True))
    work = [row for row in rows if row[3]]
    served = {key for role, _branch, key, _path in work if role in ANSWERING}
    branches = Q()
    for role, has_branch, _key, path in work:
        if has_branch and role in ANSWERING:
            branches |= Q(path__startswith=path)
    if branches:
        served.update(Addressee.objects.filter(branches).values_list("pk", flat=True))
    bodies = {int(key) for *_rest, path in work for key in path.split("/") if key}
    return Ties(sorted(served), sorted(bodies), sorted(row[2] for row in rows if not row[3]))


def staff_of(against: Addressee) -> QuerySet:
    """Duties within the body complained about."""
    return Duty.objects.filter(addressee__path__startswith=against.path)


def is_staff_of(user: Any, against: Addressee | None) -> bool:
    """Whether a complaint about this body must not be considered by this person."""
    return against is not None and staff_of(against).filter(user=user).exists()
