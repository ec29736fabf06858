"""What every correction of a card shares: nobody overwrites another's, each is written down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.audit import services as journal
from core.errors import Conflict
from crm.appeals import card_rules
from crm.appeals.card_models import Registration
from crm.cases.models import Case, CaseEvent
from crm.cases.services import write_event


def check_version(registration: Registration, version: int | None) -> None:
    """Raise Conflict when somebody has changed the card since this version of it was shown."""
    if version is None or version == registration.version:
        return
    latest = CaseEvent.objects.filter(case_id=registration.pk, kind=CaseEvent.Kind.SYSTEM)
    event = latest.select_related("actor").filter(data__has_key="card").order_by("-pk").first()
    name = event.actor.short_name if event and event.actor else "—"
    raise Conflict(
        _(
            "%(name)s has changed the card meanwhile. What you typed is kept below: compare it "
            "with the card and save again."
        )
        % {"name": name},
        code="version",
    )


def note_changes(case: Case, changes: Mapping[str, list[Any]], actor: Any, at: datetime) -> None:
    """The journal keeps old and new values of what says nothing of a person."""
    shown = {
        name: "…" if name in card_rules.PERSONAL else values for name, values in changes.items()
    }
    journal.record("appeal.card", actor, case, at, **shown)


def keep_changes(
    case: Case, changes: Mapping[str, list[Any]], actor: Any, at: datetime
) -> CaseEvent:
    """All old and new values on the timeline of staff, and a line of the journal."""
    note_changes(case, changes, actor, at)
    return write_event(case, CaseEvent.Kind.SYSTEM, actor, at, data={"card": dict(changes)})
