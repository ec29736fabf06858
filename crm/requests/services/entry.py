"""Requests that come by telephone, e-mail, on paper or in person: staff write them down (6.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import private_files
from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.cases.models import Case
from crm.cases.rights import NotAllowed
from crm.cases.services import CheckedFile, attach_files, move_case
from crm.requests import notices, rules
from crm.requests.models import MODELS, PersonalDataRequest
from crm.requests.services.opening import (
    Asked,
    card_of_stranger,
    keep_detail,
    open_case,
    watch_study,
    write_first_event,
)

PAPER = ("signed_on", "envelope_on", "pages", "original_place")


@dataclass(frozen=True)
class Entry:
    """What staff wrote down. `asked.key` came with the form: the same key enters nothing twice.

    `right` and `identity_note` belong to a personal-data request: which right, and how it was
    made sure who asks.
    """

    asked: Asked
    channel: str
    received_at: datetime
    kind: str = rules.INFORMATION
    right: str = ""
    identity_note: str = ""
    signed_on: date | None = None
    envelope_on: date | None = None
    pages: int | None = None
    original_place: str = ""
    files: Iterable[CheckedFile] = field(default=())


def enter_inquiry(entry: Entry, actor: Any, at: datetime) -> Case:
    """Number and terms at once; a second call with the same key answers with the same case.

    The appeals office registers in the same press, an operator hands the request to the office.
    Raises NotAllowed without the right of intake, RuleBroken for a receipt in the future.
    """
    if not actor.can(Action.APPEALS_INTAKE):
        raise NotAllowed(_("You have no right to do this with this request."), code="not_allowed")
    if entry.received_at > at:
        raise RuleBroken(_("A request cannot be received in the future."), "received_on", "future")
    if entry.kind == rules.PERSONAL_DATA:
        _check_person(entry)
    if (known := _entered(entry, actor)) is not None:
        return known
    try:
        with private_files.no_orphans(), transaction.atomic():
            return _enter(entry, actor, at)
    except IntegrityError:
        # Two presses at once: whoever waited for the key finds the other's case.
        known = _entered(entry, actor)
        if known is None:
            raise
        return known


def _check_person(entry: Entry) -> None:
    """Data are told only to whom they are about (PD-04)."""
    if entry.right not in PersonalDataRequest.Right.values:
        raise RuleBroken(_("Choose what the person asks for."), "right", "right")
    if not entry.identity_note.strip():
        raise RuleBroken(_("Write how you made sure who asks."), "identity_note", "identity_note")


def _entered(entry: Entry, actor: Any) -> Case | None:
    """What this person entered with the key; another's key opens nothing."""
    key = entry.asked.key
    if not key:
        return None
    for model in MODELS.values():
        found = model.objects.filter(entry_key=key).select_related("case").first()
        if found is None:
            continue
        if found.entered_by_id != actor.pk or found.case.kind != entry.kind:
            message = _("This form was sent already. Open it anew and send again.")
            raise Conflict(message, code="key")
        return found.case
    return None


def _enter(entry: Entry, actor: Any, at: datetime) -> Case:
    asked = entry.asked
    case = open_case(
        entry.kind,
        asked,
        card_of_stranger(asked, at),
        None,
        at,
        channel=entry.channel,
        received_at=entry.received_at,
    )
    detail: dict[str, Any] = {name: getattr(entry, name) for name in PAPER}
    if entry.kind == rules.PERSONAL_DATA:
        detail |= {"right": entry.right, "identity_note": entry.identity_note.strip()}
        watch_study(case, at)
    else:
        detail["organisation_name"] = asked.organisation_name
    keep_detail(case, asked, entered_by=actor, **detail)
    event = write_first_event(case, actor, at)
    attach_files(case, entry.files, actor, at, event=event, for_author=True)
    journal.record(
        f"{case.kind}.entered", actor, case, at, number=case.number, channel=case.channel
    )
    notices.tell_of_filing(case, actor, at)
    if actor.can(Action.APPEALS_REGISTER):
        move_case(case, "registered", actor, at)
    return case
