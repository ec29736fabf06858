"""The answer: drafted, signed, sent; or a refusal on one of the listed grounds (6.1, PD-04)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock as clocks
from core import private_files
from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from core.ids import next_number
from crm.cases.models import Case, CaseEvent
from crm.cases.rights import require
from crm.cases.services import attach_files, check_files, lock_case, move_case, write_event
from crm.requests import notices, rules
from crm.requests.models import PersonalDataRequest, inquiry_of
from crm.requests.services.handling import check_state, stop_terms
from directory.models import ClassifierValue, CopyingFee, Duty, Profile

TO_GRANT = (PersonalDataRequest.Decision.GRANTED, PersonalDataRequest.Decision.PARTLY)


@transaction.atomic
def draft_answer(case: Case, text: str, actor: Any, at: datetime, *, version: int) -> Case:
    """Keep a text for the signer. Raises Conflict when a colleague saved another meanwhile."""
    case = lock_case(case)
    require(actor, Action.APPEALS_REPLY, case)
    check_state(case, ("in_progress",))
    inquiry = inquiry_of(case, lock=True)
    _check_version(inquiry, version)
    inquiry.reply_text, inquiry.reply_drafted_by = _filled(text, "text"), actor
    inquiry.version += 1
    inquiry.save(update_fields=["reply_text", "reply_drafted_by", "version"])
    journal.record(f"{case.kind}.drafted", actor, case, at)
    write_event(case, CaseEvent.Kind.SYSTEM, actor, at, data={"said": "drafted"})
    heads = Duty.objects.over(case.addressee).in_roles(Duty.Role.HEAD).people()
    notices.tell_staff(case, heads.exclude(pk=actor.pk), notices.TO_SIGN, at)
    return case


def sign_answer(
    case: Case,
    text: str,
    actor: Any,
    at: datetime,
    *,
    version: int,
    files: Iterable[File] = (),
    copied_pages: int = 0,
    decision: str = "",
) -> Case:
    """Sign and send with files; the terms stop and the requester gets a link (DL-10).

    Of an information request the pages copied make the fee by the price of the day; of a
    personal-data one the decision is kept.
    """
    checked = check_files(files)
    with private_files.no_orphans(), transaction.atomic():
        case = lock_case(case)
        require(actor, Action.APPEALS_SIGN, case)
        inquiry = inquiry_of(case, lock=True)
        _check_version(inquiry, version)
        inquiry.reply_text = _filled(text, "text")
        if case.kind == rules.INFORMATION:
            inquiry.copied_pages = copied_pages
            inquiry.copying_fee = _fee(copied_pages, at)
        elif decision in TO_GRANT:
            inquiry.decision = decision
        else:
            raise RuleBroken(_("Choose the decision."), "decision", "decision")
        event = _answer(case, inquiry, "answered", actor, at, text=inquiry.reply_text)
        attach_files(case, checked, actor, at, event=event, for_author=True)
    return case


@transaction.atomic
def refuse_inquiry(
    case: Case,
    reason: str,
    actor: Any,
    at: datetime,
    *,
    appeal_note: str,
    ground: str = "",
    test: Mapping[str, str] | None = None,
) -> Case:
    """Refuse with the ground, the reason and how to appeal, over the official's name (6.1).

    Restricted information is withheld only when all three parts of the test are written down.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_SIGN, case)
    inquiry = inquiry_of(case, lock=True)
    inquiry.refusal_text = _filled(reason, "reason")
    inquiry.appeal_note = _filled(appeal_note, "appeal_note")
    told = [inquiry.refusal_text]
    if case.kind == rules.INFORMATION:
        found = _ground(ground, at)
        inquiry.refusal_ground = found.code
        if found.meaning == rules.RESTRICTED:
            inquiry.restricted_test = _whole_test(test or {})
        told.insert(0, str(found.label))
        told += [f"{rules.TEST[part]}: {why}" for part, why in inquiry.restricted_test.items()]
    else:
        inquiry.decision = PersonalDataRequest.Decision.REFUSED
    told.append(inquiry.appeal_note)
    _answer(case, inquiry, "refused", actor, at, text="\n\n".join(told))
    return case


def _answer(
    case: Case, inquiry: Any, state: str, actor: Any, at: datetime, *, text: str
) -> CaseEvent:
    """What an answer and a refusal share: state, index, signer, timeline, terms, letter."""
    case.answered_at = at
    if state == "refused":
        case.closed_at = at
    move_case(case, state, actor, at, update=["answered_at", "closed_at"])
    year = Profile.objects.for_addressee(case.addressee_id).local(at).year
    inquiry.outgoing_index = f"{next_number(f'replies:{year}')}/{case.number}"
    inquiry.reply_signed_by = actor
    inquiry.save()
    data = {"index": inquiry.outgoing_index, "signed_by": actor.full_name}
    event = write_event(
        case,
        CaseEvent.Kind.REPLY,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        text=text,
        data=data,
    )
    stop_terms(case, at)
    notices.tell_requester(case, at, notices.ANSWERED)
    return event


def _check_version(inquiry: Any, version: int) -> None:
    if inquiry.version != version:
        raise Conflict(
            _("%(name)s saved another draft meanwhile. Compare the texts and send again.")
            % {"name": inquiry.reply_drafted_by.short_name},
            "text",
            "version",
        )


def _fee(pages: int, at: datetime) -> Any:
    price = CopyingFee.on(clocks.local(at).date())
    return price.fee_for(pages) if price is not None and pages else None


def _ground(code: str, at: datetime) -> ClassifierValue:
    values = ClassifierValue.objects.filter(classifier__code=rules.REFUSAL_GROUNDS, code=code)
    found = values.valid_on(clocks.local(at).date()).first()
    if found is None:
        raise RuleBroken(_("Choose the ground of refusal."), "ground", "ground")
    return found


def _whole_test(test: Mapping[str, str]) -> dict[str, str]:
    written = {part: test.get(part, "").strip() for part in rules.TEST}
    for part, words in written.items():
        if not words:
            raise RuleBroken(
                _("Restricted information is withheld only when this is shown."), part, "empty"
            )
    return written


def _filled(text: str, name: str) -> str:
    text = text.strip()
    if not text:
        raise RuleBroken(_("Write the text."), name, "empty")
    return text
