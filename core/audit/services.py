"""Writing the journal; called by services and access guards inside their own transaction."""

from datetime import datetime
from typing import Any

from django.db import models

from core.audit.models import Entry, Viewing
from core.audit.querysets import name_of


def record(action: str, actor: Any, target: models.Model, at: datetime, **facts: Any) -> Entry:
    """Write down that something was done. `facts` are few, small and without personal data."""
    return Entry.objects.create(
        action=action,
        actor=_person(actor),
        target_type=name_of(target),
        target_pk=_pk(target),
        at=at,
        facts=facts,
    )


def record_viewing(
    actor: Any, target: models.Model, screen: str, at: datetime, break_glass: Any = None
) -> Viewing:
    """Write down that a person's data was looked at."""
    return Viewing.objects.create(
        actor=_person(actor),
        target_type=name_of(target),
        target_pk=_pk(target),
        screen=screen,
        at=at,
        break_glass_id=getattr(break_glass, "pk", break_glass),
    )


def _person(actor: Any) -> Any:
    """An anonymous visitor is nobody; so is the system."""
    return actor if actor is not None and actor.pk else None


def _pk(target: models.Model) -> str:
    if target.pk is None:
        raise ValueError("Only a saved record can be written about.")
    return str(target.pk)
