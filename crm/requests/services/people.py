"""What a decision on a personal-data request does: data corrected, data deleted (PD-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.accounts.roles import Action
from core.accounts.services import save_profile
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.cases.models import Case, CaseEvent
from crm.cases.rights import require
from crm.cases.services import lock_case, write_event
from crm.requests.models import PersonalDataRequest, inquiry_of
from crm.requests.retention import is_kept_by_law
from crm.requests.services.anonymising import anonymise_records
from crm.requests.services.handling import check_state
from crm.residents.models import ADDRESS_FIELDS, NAME_FIELDS, Resident

CORRECTABLE = (*NAME_FIELDS, *ADDRESS_FIELDS)


@dataclass(frozen=True)
class Erasable:
    """What may be anonymised now, and how many records the law orders to keep."""

    cases: list[Case]
    kept: int


@transaction.atomic
def correct_person(
    case: Case, changes: Mapping[str, str], reason: str, actor: Any, at: datetime
) -> Case:
    """Correct the person's card, and the account's profile where there is one, with the reason.

    Old and new values stand on the timeline, where the person reads them too; the journal gets
    the names of the fields only.
    """
    case = _in_hand(case, PersonalDataRequest.Right.CORRECT, actor)
    resident = _resident_of(case)
    changed = {
        name: value
        for name, value in changes.items()
        if name in CORRECTABLE and getattr(resident, name) != value
    }
    if not changed:
        raise RuleBroken(_("Nothing is changed."), code="empty")
    told = []
    for name, value in changed.items():
        label = getattr(Resident._meta.get_field(name), "verbose_name", name)
        told.append(f"{label}: {getattr(resident, name) or '—'} → {value or '—'}")
        setattr(resident, name, value)
    resident.save(update_fields=list(changed))
    if resident.user is not None:
        save_profile(resident.user, dict(changed), at=at)
    _tell(case, "corrected", "\n".join([*told, reason.strip()]), actor, at)
    journal.record("residents.corrected", actor, resident, at, fields=sorted(changed))
    return case


def erasable(case: Case, today: date) -> Erasable:
    """What of the person's is not bound by a term of keeping; this very request is."""
    finished, kept = [], 0
    if case.resident_id is None:
        return Erasable([], 0)
    for one in Case.objects.filter(resident_id=case.resident_id, anonymised_at=None):
        if is_kept_by_law(one, today):
            kept += 1
        else:
            finished.append(one)
    return Erasable(finished, kept)


def _resident_of(case: Case) -> Resident:
    """The person's card, locked; a request for personal data always has one."""
    if case.resident_id is None:
        raise RuleBroken(_("This request names nobody."), code="nobody")
    return Resident.objects.select_for_update().get(pk=case.resident_id)


@transaction.atomic
def erase_person(case: Case, reason: str, actor: Any, at: datetime) -> Case:
    """Anonymise at once what the law does not order to keep.

    Registered records stay until their term ends (PD-01), and this request is one of them: name
    and contacts go with the last record, by the act of that day.
    """
    case = _in_hand(case, PersonalDataRequest.Right.DELETE, actor)
    if not reason.strip():
        raise RuleBroken(_("Write why."), "reason", "empty")
    resident = _resident_of(case)
    found = erasable(case, clock.local(at).date())
    anonymise_records(found.cases, actor, at)
    told = _("Anonymised records: %(gone)d. Kept until their lawful term: %(kept)d.") % {
        "gone": len(found.cases),
        "kept": found.kept,
    }
    _tell(case, "erased", f"{told}\n{reason.strip()}", actor, at)
    journal.record("residents.erased", actor, resident, at, records=len(found.cases))
    return case


def _in_hand(case: Case, right: str, actor: Any) -> Case:
    case = lock_case(case)
    require(actor, Action.APPEALS_SIGN, case)
    check_state(case, ("in_progress",))
    if inquiry_of(case, lock=True).right != right:
        raise Conflict(_("The person did not ask for this."), code="right")
    return case


def _tell(case: Case, said: str, text: str, actor: Any, at: datetime) -> None:
    """The person reads it too."""
    write_event(
        case,
        CaseEvent.Kind.SYSTEM,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        text=text.strip(),
        data={"said": said},
    )
