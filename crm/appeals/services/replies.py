"""The reply: drafted by the executor, signed by the head, sent to the author (A-17)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.errors import Conflict, RuleBroken
from crm.appeals import notices
from crm.appeals.models import REPLY_RESULTS, Appeal
from crm.appeals.services.handling import stop_clocks
from crm.appeals.services.joining import answer_joined
from crm.appeals.services.outgoing import next_outgoing_index
from crm.appeals.services.questions import close_questions, open_questions, propose_results
from crm.appeals.services.rights import NotAllowed, require
from crm.cases.models import Case, CaseEvent
from crm.cases.services import begin_from, lock_case, move_case, write_event
from directory.models import Duty

STALE = "reply_version"
"""Somebody has changed the reply since the form was shown."""


@transaction.atomic
def draft_reply(
    case: Case,
    text: str,
    result: str,
    actor: Any,
    at: datetime,
    *,
    results: Mapping[int, tuple[str, str]] | None = None,
    version: int | None = None,
) -> Case:
    """The executor proposes a text and a result, and passes them to be signed.

    `version` is the draft this one was written over; Conflict when there is a newer one.
    `results` name the result of each open question with its reason, by number; without them the
    one result is that of all. The appeal's own is their roll-up (`card_rules.roll_up`).
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_REPLY, case)
    if case.assignee_id != actor.pk:
        raise NotAllowed(_("Only the executor drafts the reply."), code="not_the_executor")
    appeal = _read_reply(case, version)
    if not text.strip():
        raise RuleBroken(_("Write the text of the reply."), "text", "empty")
    if results is not None:
        result = propose_results(case, results) or result
    if result not in REPLY_RESULTS:
        raise RuleBroken(_("Choose the result."), "result", "result")
    if results is None:
        open_questions(case).update(result=result, result_reason="")
    move_case(case, "reply_draft", actor, at, visible_to_author=False)
    appeal.reply_text, appeal.result, appeal.reply_drafted_by = text.strip(), result, actor
    appeal.reply_version += 1
    appeal.save(update_fields=["reply_text", "result", "reply_drafted_by", "reply_version"])
    heads = Duty.objects.over(case.addressee).in_roles(Duty.Role.HEAD).people()
    notices.tell_staff(case, heads, notices.TO_SIGN, at)
    return case


@transaction.atomic
def return_for_rework(
    case: Case, remark: str, actor: Any, at: datetime, *, version: int | None = None
) -> Case:
    """The signer is not content with the draft of this `version`; the remark says with what."""
    case = lock_case(case)
    require(actor, Action.APPEALS_SIGN, case)
    begin_from(case, "reply_draft")
    _read_reply(case, version)
    if not remark.strip():
        raise RuleBroken(_("Write what has to be changed."), "remark", "empty")
    move_case(case, "in_progress", actor, at, reason=remark.strip(), visible_to_author=False)
    if case.assignee is not None:
        notices.tell_staff(case, [case.assignee], notices.ASSIGNED, at)
    return case


@transaction.atomic
def sign_reply(
    case: Case, actor: Any, at: datetime, *, text: str | None = None, version: int | None = None
) -> Case:
    """Sign and send: outgoing index, the terms stop, the author gets a link (DL-10, M-10).

    The signer may correct the text while signing; `version` is the draft that was read.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_SIGN, case)
    begin_from(case, "reply_draft")
    appeal = _read_reply(case, version)
    if text is not None and text.strip():
        appeal.reply_text = text.strip()
    if not appeal.reply_text:
        raise RuleBroken(_("There is no text of the reply to sign."), "text", "empty")
    case.answered_at = at
    move_case(case, "answered", actor, at, update=["answered_at"])
    appeal.outgoing_index = next_outgoing_index(case, at)
    appeal.reply_signed_by = actor
    appeal.save(update_fields=["reply_text", "outgoing_index", "reply_signed_by"])
    write_event(
        case,
        CaseEvent.Kind.REPLY,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        text=appeal.reply_text,
        data={"result": appeal.result, "index": appeal.outgoing_index},
    )
    close_questions(case, at)
    stop_clocks(case, at)
    notices.tell_author(case, at, notices.ANSWERED)
    answer_joined(case, appeal, actor, at)
    return case


def _read_reply(case: Case, version: int | None) -> Appeal:
    """The appeal, to be changed by whoever has read this version of its reply; otherwise
    Conflict."""
    appeal = Appeal.objects.select_for_update().get(case=case)
    if version is None or version == appeal.reply_version:
        return appeal
    drafted_by = appeal.reply_drafted_by
    if drafted_by is None:
        raise Conflict(_("This form is not of this card. Look at it and send again."), code=STALE)
    raise Conflict(
        _(
            "%(name)s has changed the reply since you opened this page. Nothing is lost: compare "
            "what you typed with the newer text and send again."
        )
        % {"name": drafted_by.short_name},
        code=STALE,
    )
