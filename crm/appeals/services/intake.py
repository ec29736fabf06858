"""Appeals that come by telephone, on paper or in person: staff write them down (A-04, R-10)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import private_files
from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import RuleBroken
from crm.appeals import notices
from crm.appeals.card_rules import Asked
from crm.appeals.completeness import CompleteDraft
from crm.appeals.models import Appeal, Applicant, Reception, Registration
from crm.appeals.services.questions import write_questions
from crm.appeals.services.rights import NotAllowed
from crm.appeals.services.submission import open_case
from crm.cases.models import Case, CaseEvent
from crm.cases.services import CheckedFile, attach_files, move_case, write_event
from crm.residents.models import Contact, Resident
from crm.residents.rules import PD_NOTICE_VERSION
from crm.residents.services import keep_contacts
from directory.models import Addressee, Profile


@dataclass(frozen=True)
class Entry:
    """What staff wrote down. `key` came with the form: the same key enters nothing twice."""

    key: str
    channel: str
    received_at: datetime
    addressee: Addressee
    said: CompleteDraft
    person: Mapping[str, Any]
    email: str = ""
    phone: str = ""
    signed_on: date | None = None
    pages: int | None = None
    files: Iterable[CheckedFile] = field(default=())
    questions: Sequence[Asked] = field(default=())
    reception: Mapping[str, Any] | None = None


def enter_appeal(entry: Entry, actor: Any, at: datetime) -> Case:
    """Register what a resident said or brought; a second call with the same key answers the same.

    The appeals office registers at once (13.1: staff entry does both) when it names a question; an
    operator hands it to the office. Raises NotAllowed without the right of intake, RuleBroken for a
    receipt in the future.
    """
    if not actor.can(Action.APPEALS_INTAKE):
        raise NotAllowed(_("You have no right to do this with this appeal."), code="not_allowed")
    if entry.received_at > at:
        raise RuleBroken(_("An appeal cannot be received in the future."), "received_on", "future")
    if (known := _entered(entry.key, actor)) is not None:
        return known
    try:
        with private_files.no_orphans(), transaction.atomic():
            return _enter(entry, actor, at)
    except IntegrityError:
        # Two presses at once: whoever waited for the key finds the other's case.
        known = _entered(entry.key, actor)
        if known is None:
            raise
        return known


def _entered(key: str, actor: Any) -> Case | None:
    """What this person entered with the key: nobody learns a number by a colleague's key."""
    if not key:
        return None
    return Case.objects.filter(appeal__entry_key=key, appeal__entered_by=actor).first()


def _enter(entry: Entry, actor: Any, at: datetime) -> Case:
    resident = Resident.objects.create(created_at=at, **entry.person)
    keep_contacts(resident, _contacts(entry))
    case = open_case(
        entry.said,
        resident,
        Profile.objects.for_addressee(entry.addressee.pk),
        at,
        addressee=entry.addressee,
        channel=entry.channel,
        received_at=entry.received_at,
    )
    Appeal.objects.create(case=case, **_detail(entry), entry_key=entry.key, entered_by=actor)
    if entry.reception is not None:
        Reception.objects.create(case=case, **entry.reception)
    event = write_event(
        case,
        CaseEvent.Kind.SUBMITTED,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        data={"channel": case.channel},
    )
    attach_files(case, entry.files, actor, at, event=event, for_author=True)
    journal.record("appeal.entered", actor, case, at, number=case.number, channel=case.channel)
    if entry.questions:
        write_questions(case, entry.questions, at)
    if actor.can(Action.APPEALS_REGISTER) and entry.questions:
        move_case(case, "registered", actor, at)
        Registration.objects.filter(case=case).update(registered_by=actor)
    # Told last: what the office has registered at once goes on to the addressee.
    notices.tell_of_submission(case, actor, at)
    return case


def _detail(entry: Entry) -> dict[str, Any]:
    said = entry.said
    kind = Applicant.LEGAL_ENTITY if said.organisation_name else Applicant.INDIVIDUAL
    return {
        "appeal_kind": said.kind,
        "applicant": kind,
        "organisation_name": said.organisation_name,
        "organisation_code": said.organisation_code,
        "body": said.body,
        "against_text": said.against_text,
        "decision_ref": said.decision_ref,
        "decision_on": said.decision_on,
        "learned_on": said.learned_on,
        "reply_channel": said.reply_channel,
        "pd_notice_version": PD_NOTICE_VERSION,
        "signed_on": entry.signed_on,
        "pages": entry.pages,
    }


def _contacts(entry: Entry) -> list[Contact]:
    kinds = ((Contact.Kind.EMAIL, entry.email), (Contact.Kind.PHONE, entry.phone))
    return [Contact(kind=kind, value=value) for kind, value in kinds if value]
