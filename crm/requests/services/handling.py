"""What staff do with a request on its way: register, name an executor, terms, forward (13.7)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock as clocks
from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.cases.duties import is_staff_of
from crm.cases.models import Case, CaseClock, CaseEvent
from crm.cases.rights import require
from crm.cases.services import lock_case, move_case, name_executor, write_event
from crm.deadlines.services import stop_clock, watch_clock
from crm.requests import notices, rules
from crm.requests.models import MODELS, InformationRequest

IN_HAND = ("registered", "in_progress")
BEFORE_ANSWER = ("submitted", *IN_HAND)


@transaction.atomic
def register_inquiry(case: Case, actor: Any, at: datetime) -> Case:
    """The office has seen it; number and terms stand since it was filed."""
    case = lock_case(case)
    require(actor, Action.APPEALS_REGISTER, case)
    move_case(case, "registered", actor, at)
    return case


@transaction.atomic
def assign_inquiry(case: Case, executor: Any, task: str, actor: Any, at: datetime) -> Case:
    """Name who prepares the answer; the state stays until that person takes it to work."""
    case = lock_case(case)
    require(actor, Action.APPEALS_ASSIGN, case)
    check_state(case, IN_HAND)
    if not executor.is_active or not executor.can(Action.APPEALS_REPLY):
        raise RuleBroken(_("This person cannot be an executor."), "executor", "executor")
    if executor.pk == case.author_id or is_staff_of(executor, case.against):
        raise RuleBroken(_("This person cannot be an executor."), "executor", "executor")
    name_executor(case, executor)
    case.updated_at = at
    case.save(update_fields=["updated_at"])
    data = {"executor": executor.pk, "executor_name": executor.short_name}
    write_event(case, CaseEvent.Kind.RESOLUTION, actor, at, text=task.strip(), data=data)
    journal.record(f"{case.kind}.assigned", actor, case, at, executor=executor.pk)
    notices.tell_staff(case, [executor], notices.ASSIGNED, at)
    return case


@transaction.atomic
def take_inquiry(case: Case, actor: Any, at: datetime) -> Case:
    """Whoever may answer takes it to work; the study of a personal-data request has begun."""
    case = lock_case(case)
    require(actor, Action.APPEALS_REPLY, case)
    if case.assignee_id not in (None, actor.pk):
        raise Conflict(_("Somebody else is the executor."), code="executor")
    if case.author_id == actor.pk:
        raise RuleBroken(_("Authors cannot answer their own requests."), code="executor")
    move_case(case, "in_progress", actor, at)
    name_executor(case, actor)
    study = case.clocks.filter(purpose="study").select_related("clock").first()
    if study is not None:
        stop_clock(study.clock, at)
    notices.tell_requester(case, at)
    return case


@transaction.atomic
def extend_inquiry(case: Case, reason: str, actor: Any, at: datetime) -> Case:
    """Up to 20 working days for a large volume; the requester is told within the first term.

    Raises Conflict once the first five days are over, or where the term was moved already.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_EXTEND, case)
    check_state(case, IN_HAND)
    if case.kind != rules.INFORMATION:
        raise Conflict(_("The term of this request cannot be extended."), code="kind")
    if not reason.strip():
        raise RuleBroken(_("Write why five days are not enough."), "reason", "empty")
    terms = _terms(case)
    first = terms["reply"]
    if first.clock.stopped_at is not None or case.is_extended:
        raise Conflict(_("The term was changed already."), code="stopped")
    if clocks.local(at).date() > first.clock.due_on:
        raise Conflict(_("The first term is over: it had to be extended before."), code="too_late")
    case.is_extended = True
    _lead_by(case, terms["extended"], at)
    stop_clock(first.clock, at)
    _tell_of_term(case, reason, actor, at)
    journal.record("information.extended", actor, case, at, until=str(case.due_on))
    notices.tell_requester(case, at, notices.EXTENDED)
    return case


@transaction.atomic
def mark_urgent(case: Case, reason: str, actor: Any, at: datetime) -> Case:
    """About life, health, environment or an accident: 48 hours from the moment of receipt."""
    case = lock_case(case)
    require(actor, Action.APPEALS_REGISTER, case)
    check_state(case, BEFORE_ANSWER)
    if case.kind != rules.INFORMATION:
        raise Conflict(_("The term of this request cannot be changed."), code="kind")
    if not reason.strip():
        raise RuleBroken(_("Write why the request is urgent."), "reason", "empty")
    terms = _terms(case)
    if case.is_extended or terms["reply"].clock.stopped_at is not None:
        raise Conflict(_("The term was changed already."), code="stopped")
    InformationRequest.objects.filter(case=case).update(is_urgent=True)
    _lead_by(case, terms["urgent"], at)
    stop_clock(terms["reply"].clock, at)
    _tell_of_term(case, reason, actor, at, "urgent")
    journal.record("information.urgent", actor, case, at, until=str(case.due_on))
    notices.tell_requester(case, at)
    return case


@transaction.atomic
def forward_inquiry(case: Case, to_body: str, reason: str, actor: Any, at: datetime) -> Case:
    """Another body holds the information: it goes there and the requester is told (6.1)."""
    case = lock_case(case)
    require(actor, Action.APPEALS_FORWARD, case)
    to_body = to_body.strip()
    if not to_body:
        raise RuleBroken(_("Write where the request is forwarded."), "to_body", "empty")
    MODELS[case.kind].objects.filter(case=case).update(forwarded_to=to_body[:250])
    end_inquiry(case, "forwarded", f"{to_body}\n{reason.strip()}".strip(), actor, at)
    notices.tell_requester(case, at)
    return case


@transaction.atomic
def close_inquiry(case: Case, actor: Any, at: datetime) -> Case:
    """Filed after the answer."""
    case = lock_case(case)
    require(actor, Action.APPEALS_CLOSE, case)
    case.closed_at = at
    move_case(case, "closed", actor, at, visible_to_author=False, update=["closed_at"])
    return case


@transaction.atomic
def withdraw_inquiry(case: Case, actor: Any, at: datetime, *, reason: str = "") -> Case:
    """The requester's wish: no answer follows."""
    case = lock_case(case)
    if case.author_id is None or case.author_id != actor.pk:
        raise RuleBroken(_("Only the author may do this."), code="not_the_author")
    end_inquiry(case, "withdrawn", reason.strip(), actor, at)
    if case.assignee is not None:
        notices.tell_staff(case, [case.assignee], notices.ASSIGNED, at)
    return case


def end_inquiry(case: Case, state: str, text: str, actor: Any, at: datetime) -> None:
    """A final state without an answer; no term runs any more."""
    case.closed_at = at
    move_case(case, state, actor, at, reason=text, update=["closed_at"])
    stop_terms(case, at)


def stop_terms(case: Case, at: datetime) -> None:
    for kept in case.clocks.select_related("clock"):
        stop_clock(kept.clock, at)


def forward_by(case: Case) -> date | None:
    """The last day to forward to the true holder."""
    kept = case.clocks.filter(purpose="forward").select_related("clock").first()
    return kept.clock.due_on if kept else None


def check_state(case: Case, states: tuple[str, ...]) -> None:
    if case.state not in states:
        raise Conflict(
            _("This cannot be done now: the record is in the state “%(source)s”.")
            % {"source": case.state_label},
            code="state",
        )


def _terms(case: Case) -> dict[str, CaseClock]:
    return {kept.purpose: kept for kept in case.clocks.select_related("clock")}


def _lead_by(case: Case, kept: CaseClock, at: datetime) -> None:
    """Another of the running terms becomes the one the request is watched by."""
    clock = kept.clock
    case.main_clock, case.updated_at = clock, at
    case.due_on, case.target_on = clock.due_on, clock.target_on
    case.save(update_fields=["main_clock", "is_extended", "updated_at", "due_on", "target_on"])
    watch_clock(clock, at)


def _tell_of_term(case: Case, reason: str, actor: Any, at: datetime, said: str = "") -> None:
    data = {"until": str(case.due_on)} | ({"said": said} if said else {})
    write_event(
        case,
        CaseEvent.Kind.SYSTEM if said else CaseEvent.Kind.TERM,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        text=reason.strip(),
        data=data,
    )
