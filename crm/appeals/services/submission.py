"""Submitting: one transaction from what was typed to a number, running terms and letters."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from blocks.forms.models import FormDefinition
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from core.ids import next_number
from crm.appeals import notices, rules
from crm.appeals.completeness import CompleteDraft, complete
from crm.appeals.models import (
    Appeal,
    AppealDraft,
    Applicant,
    DraftFile,
    Registration,
    ReplyChannel,
)
from crm.appeals.services.paths import remember_repetition
from crm.appeals.services.registration import new_card, write_signatories
from crm.cases.models import Attachment, Case, CaseClock, CaseEvent
from crm.cases.people import waits_in_office
from crm.cases.services import searchable
from crm.deadlines.models import DeadlineClock
from crm.deadlines.services import start_clocks
from crm.residents.models import Resident
from crm.residents.rules import PD_NOTICE_VERSION
from crm.residents.services import recognise
from directory.models import Addressee, Profile
from directory.terms import edition, profile_of

_ASKED_OF_OTHERS = (
    *(f"addressee__{name}" for name in ("path", "slug", "name", "routing", "accepts_appeals")),
    *("form__slug", "form__purpose", "form__applicant", "revision__fields"),
)


@transaction.atomic
def register_appeal(draft: AppealDraft, actor: Any, at: datetime, *, channel: str = "web") -> Case:
    """Turn a draft into a case: number, appeal, timeline, terms, journal and outbox, or nothing.

    A second call with the same draft answers with the same case (design.md: forms cannot
    double). The actor must be the draft's owner with a full profile (A-28). Raises RuleBroken
    with the first thing that is missing.
    """
    return _register(_sendable().filter(pk=draft.pk), actor, at, channel)


@transaction.atomic
def send_draft(public_id: str, actor: Any, at: datetime) -> Case:
    """The same for one of the actor's own drafts of a page, found and locked in one statement.

    Raises AppealDraft.DoesNotExist when it is not among them.
    """
    own = _sendable().filter(public_id=public_id, user=actor, idempotency_key="")
    return _register(own, actor, at, "web")


def _register(drafts: QuerySet[AppealDraft], actor: Any, at: datetime, channel: str) -> Case:
    draft: Any = drafts.get()
    files = list(draft.files.order_by("pk")) if draft.has_files else []
    if draft.user_id != actor.pk:
        raise RuleBroken(_("Only the author may send this draft."), code="not_the_author")
    # Not joined above: whoever waited for the lock would see the row of before the wait.
    if draft.case is not None:
        return draft.case
    _check_sendable(draft, actor)
    ready = complete(draft, files)
    profile = profile_of(draft.edition, draft.addressee.path)
    resident = recognise(actor, at, consents={"appeals": PD_NOTICE_VERSION})
    case = open_case(
        ready,
        resident,
        profile,
        at,
        addressee=draft.addressee,
        channel=channel,
        author_id=draft.user_id,
        is_appeal=draft.form.purpose == FormDefinition.Purpose.APPEAL,
        edition=draft.edition,
    )
    Appeal.objects.create(case=case, **_detail(draft, ready))
    _move_files(files, case, _write_first_event(case, actor, at))
    AppealDraft.objects.filter(pk=draft.pk).update(
        state=AppealDraft.State.SUBMITTED, case=case, updated_at=at
    )
    if draft.repeats is not None and case.kind == "appeal":
        remember_repetition(case, draft.repeats, actor, at)
    journal.record(f"{case.kind}.submitted", actor, case, at, number=case.number)
    notices.tell_of_submission(case, actor, at)
    return case


@cache
def _sendable() -> QuerySet[AppealDraft]:
    """Drafts held until they are sent, each with what sending asks about; built once a process.

    Annotated with `has_files` and `edition`.
    """
    has_files = Exists(DraftFile.objects.filter(draft=OuterRef("pk")))
    return (
        AppealDraft.objects.select_for_update(of=("self",))
        .select_related("addressee", "form", "revision")
        .only(*(field.name for field in AppealDraft._meta.concrete_fields), *_ASKED_OF_OTHERS)
        .annotate(has_files=has_files, edition=edition())
    )


def _check_sendable(draft: AppealDraft, actor: Any) -> None:
    if draft.state != AppealDraft.State.OPEN:
        raise Conflict(_("This draft was put away. Start a new one."), code="draft_not_open")
    if not actor.has_full_profile:
        raise RuleBroken(_("Fill in your name, address and contact first."), code="profile")


def open_case(
    ready: CompleteDraft,
    resident: Resident,
    profile: Profile,
    at: datetime,
    *,
    addressee: Addressee,
    channel: str,
    author_id: int | None = None,
    received_at: datetime | None = None,
    is_appeal: bool = True,
    edition: str | None = None,
) -> Case:
    """A case with its number, running terms and card; the appeal's own row is the caller's.

    Terms run from receipt, which is before `at` where staff write it down.
    """
    received_at = received_at or at
    registered = profile.registration_day(received_at)
    codes = terms_of(ready, profile) if is_appeal else {}
    clocks = start_clocks(codes.values(), received_at, profile, at, edition=edition)
    card = _first_card(ready, channel, profile.local(received_at)) if is_appeal else None
    case = Case.objects.create(
        kind="appeal" if is_appeal else "consultation",
        number=_number(ready, card, profile, resident, registered.year),
        addressee=addressee,
        resident=resident,
        author_id=author_id,
        channel=channel,
        received_at=received_at,
        registered_on=registered,
        is_with_office=is_appeal and waits_in_office(addressee),
        updated_at=at,
        **_first_terms(clocks.get(codes.get("reply", ""))),
        **_text_of(ready),
    )
    _keep_clocks(case, codes, clocks)
    if card is not None:
        _keep_card(case, card, ready)
    return case


def _keep_clocks(case: Case, codes: Mapping[str, str], clocks: Mapping[str, DeadlineClock]) -> None:
    CaseClock.objects.bulk_create(
        CaseClock(case=case, clock=clocks[code], purpose=purpose) for purpose, code in codes.items()
    )


def _first_card(ready: CompleteDraft, channel: str, received: datetime) -> Registration:
    return new_card(rules.first_card(channel), ready.card, received.date())


def _text_of(ready: CompleteDraft) -> dict[str, Any]:
    return {
        "subject": ready.subject,
        "against": ready.against,
        "hide_identity": ready.hide_identity,
        "search_text": searchable(ready.subject, ready.body),
    }


def _first_terms(main: DeadlineClock | None) -> dict[str, Any]:
    """What a case repeats of its main clock."""
    if main is None:
        return {}
    return {"main_clock": main, "due_on": main.due_on, "target_on": main.target_on}


def _keep_card(case: Case, card: Registration, ready: CompleteDraft) -> None:
    card.case = case
    card.save(force_insert=True)
    if ready.signatories:
        write_signatories(case, ready.signatories)


def terms_of(ready: CompleteDraft, profile: Profile) -> dict[str, str]:
    """Rules by what they are for; letters of legal entities may have their own (A-01)."""
    own = profile.entity_terms if ready.organisation_name else {}
    return {**profile.terms_for("appeal", rules.CLOCKS), **own}


def _number(
    ready: CompleteDraft, card: Registration | None, profile: Profile, resident: Resident, year: int
) -> str:
    """R-01: an index before any exit; people and legal entities are in one journal (R-02).

    Feedback has no card, but a series of its own and a mark that no surname gives (ВГ).
    """
    if card is None:
        return f"ВГ-{next_number(f'feedback:{year}')}/{year % 100:02d}"
    number = next_number(f"appeals:{profile.journal}:{year}")
    own = profile.entity_index_template if ready.organisation_name else ""
    template = own or profile.index_template
    return rules.registration_index(template, resident.last_name, number, year, card.subject)


def _detail(draft: AppealDraft, ready: CompleteDraft) -> dict[str, Any]:
    is_entity = draft.form.applicant == FormDefinition.Applicant.LEGAL_ENTITY
    return {
        "appeal_kind": ready.kind,
        "applicant": Applicant.LEGAL_ENTITY if is_entity else Applicant.INDIVIDUAL,
        "organisation_name": ready.organisation_name,
        "organisation_code": ready.organisation_code,
        "body": ready.body,
        "against_text": ready.against_text,
        "decision_ref": ready.decision_ref,
        "decision_on": ready.decision_on,
        "learned_on": ready.learned_on,
        "reply_channel": ready.reply_channel or ReplyChannel.CABINET,
        "form_revision": draft.revision,
        "values": ready.values,
        "pd_notice_version": PD_NOTICE_VERSION,
    }


def _write_first_event(case: Case, actor: Any, at: datetime) -> CaseEvent:
    return CaseEvent.objects.create(
        case=case,
        at=at,
        kind=CaseEvent.Kind.SUBMITTED,
        actor=actor,
        visibility=CaseEvent.Visibility.AUTHOR,
        data={"channel": case.channel},
    )


def _move_files(files: list[DraftFile], case: Case, event: CaseEvent) -> None:
    """The draft's files become the case's: the bytes stay where they are.

    The draft's own rows go with `forget_old_drafts`.
    """
    if not files:
        return
    Attachment.objects.bulk_create(
        Attachment(
            case=case,
            event=event,
            file=file.file.name,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            uploaded_by=event.actor,
            for_author=True,
            field_code=file.field_code,
            at=file.at,
        )
        for file in files
    )
