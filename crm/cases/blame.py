"""A-08, A-22: whoever serves the body complained about, or anything below it, keeps away.

A head further up the tree is not the body's own staff: complaints about it are addressed to them.
"""

from typing import Any

from django.db.models import QuerySet

from directory.models import Addressee, Duty


def bodies_of(user: Any) -> list[int]:
    """Keys of the bodies a complaint about which concerns this person: those they serve and all
    that stand above. One small query."""
    paths = Duty.objects.filter(user=user).values_list("addressee__path", flat=True)
    return sorted({int(key) for path in paths for key in path.split("/") if key})


def staff_of(against: Addressee) -> QuerySet:
    """Duties within the body complained about."""
    return Duty.objects.filter(addressee__path__startswith=against.path)


def is_staff_of(user: Any, against: Addressee | None) -> bool:
    """Whether a complaint about this body must not be considered by this person."""
    return against is not None and staff_of(against).filter(user=user).exists()
