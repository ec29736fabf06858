"""Ways out of the plain path: forwarded in part, requalified, repeated (A-07, A-11, A-26)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from blocks.forms.models import FormDefinition
from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import RuleBroken
from core.ids import next_number, public_id
from crm.appeals import notices
from crm.appeals.models import Appeal, AppealDraft, Question, Registration
from crm.appeals.services.drafts import usable_revision
from crm.appeals.services.handling import forward_appeal, stop_clocks
from crm.appeals.services.rights import require
from crm.cases.links import link_cases
from crm.cases.models import Case, CaseClock, CaseEvent, CaseLink
from crm.cases.services import lock_case, move_case, write_event
from crm.deadlines.services import start_clocks
from directory.models import Profile

REPEATED, PRIMARY = "2.2", "2.1"
ADMINISTRATIVE_MARK = "АП"
"""Before the number of an application's own series: it is no appeal and keeps no index of one."""
ORDER_CLOCKS = {
    "request": {"reply": "ua.case.ordinary"},
    "administrative": {"reply": "ua.admin.consider", "incomplete": "ua.admin.incomplete"},
}
"""The term by which the case is led, and others that run beside it."""


@transaction.atomic
def forward_in_part(
    case: Case,
    numbers: Collection[int],
    to_body: str,
    reason: str,
    actor: Any,
    at: datetime,
) -> Case:
    """Split some questions off and forward them; the rest is considered here (A-07).

    The part keeps the day of receipt and carries the index with a number after it, so that the
    journal has no gap. Answers with the part.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_FORWARD, case)
    chosen = _chosen(case, numbers)
    part = _copy(case, f"{case.number}-{_parts_of(case) + 1}", "registered", at)
    Question.objects.filter(case=case, number__in=chosen).update(case=part)
    for one in (case, part):
        _keep_a_main_question(one)
    link_cases(part, case, CaseLink.Kind.PART, actor, at)
    journal.record("appeal.split", actor, case, at, part=part.number, questions=sorted(chosen))
    forward_appeal(part, to_body, reason, actor, at)
    write_event(
        case,
        CaseEvent.Kind.SYSTEM,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        text=str(_("Forwarded in part to: %(body)s")) % {"body": to_body.strip()},
    )
    return part


@transaction.atomic
def requalify_appeal(case: Case, reason: str, actor: Any, at: datetime) -> Case:
    """Not an appeal by law: closed here under its index, to live on in another kind (A-26).

    Whoever calls opens the other kind in the same transaction; the moment of receipt stays.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_REGISTER, case)
    if not reason.strip():
        raise RuleBroken(_("Explain to the author what it is by law."), "reason", "empty")
    case.closed_at = at
    move_case(case, "requalified", actor, at, reason=reason.strip(), update=["closed_at"])
    stop_clocks(case, at)
    return case


@transaction.atomic
def open_order_from(case: Case, kind: str, actor: Any, at: datetime) -> Case:
    """What a requalified appeal becomes by the plain path of 13.2: a request for service, or an
    application for an administrative act (A-26). Terms run from the same receipt (DL-09).

    A request keeps the index; an application gets a number of its own series. The author is told.
    """
    profile = Profile.objects.for_addressee(case.addressee_id)
    codes = profile.terms_for(kind, ORDER_CLOCKS[kind])
    clocks = start_clocks(codes.values(), case.received_at, profile, at)
    main, number = clocks[codes["reply"]], case.number
    if kind == "administrative":
        year = case.registered_on.year
        sequence = next_number(f"{kind}:{year}")
        number = f"{ADMINISTRATIVE_MARK}-{sequence}/{year % 100:02d}"
    order = _copy(case, number, "new", at, kind=kind, clock=main)
    CaseClock.objects.bulk_create(
        CaseClock(case=order, clock=clocks[code], purpose=purpose)
        for purpose, code in codes.items()
    )
    link_cases(order, case, CaseLink.Kind.REQUALIFIED, actor, at)
    journal.record(f"{kind}.opened", actor, order, at, number=order.number)
    notices.tell_of_requalification(order, case, at)
    return order


@transaction.atomic
def repeat_appeal(case: Case, author: Any, at: datetime) -> AppealDraft:
    """The author writes again on a matter that was answered, or mends what was returned: one
    draft, linked to the appeal (13.1, A-05)."""
    if case.author_id != author.pk or case.state not in ("answered", "closed", "returned"):
        raise RuleBroken(_("Only an answered or returned appeal is written again."), code="state")
    form = Appeal.objects.select_related("form_revision__form").get(case=case).form_revision
    if form is None or form.form.purpose != FormDefinition.Purpose.APPEAL:
        raise RuleBroken(_("Write to the addressee anew."), code="form")
    revision = usable_revision(case.addressee, form.form)
    draft, _is_new = AppealDraft.objects.get_or_create(
        user=author,
        repeats=case,
        state=AppealDraft.State.OPEN,
        defaults={
            "addressee": case.addressee,
            "form": form.form,
            "revision": revision,
            "data": _filled_in(case),
            "created_at": at,
            "updated_at": at,
        },
    )
    return draft


def _filled_in(case: Case) -> dict[str, Any]:
    """A returned appeal comes back as it was written; a repeated one has a text of its own."""
    if case.state == "returned":
        written = AppealDraft.objects.filter(case=case).values_list("data", flat=True).first()
        if written:
            return written
    return {"subject": case.subject}


def remember_repetition(case: Case, earlier: Case, actor: Any, at: datetime) -> None:
    """A new appeal written as a repetition: linked, and its sign proposed to the clerk (R-03).

    What is sent again after a return is a new record linked to the old, and repeats nothing
    (DL-09).
    """
    if earlier.state == "returned":
        link_cases(case, earlier, CaseLink.Kind.RESENT, actor, at)
        return
    link_cases(case, earlier, CaseLink.Kind.REPEATS, actor, at)
    card = Registration.objects.filter(case=case, sign=PRIMARY)
    card.update(sign=REPEATED, version=F("version") + 1)


def _chosen(case: Case, numbers: Collection[int]) -> set[int]:
    """The questions that go, some of the open ones but not all."""
    if case.state not in ("registered", "assigned", "in_progress"):
        raise RuleBroken(_("This appeal can no longer be forwarded."), code="state")
    opened = set(case.questions.filter(closed_at=None).values_list("number", flat=True))
    chosen = set(numbers)
    if not chosen or not chosen <= opened:
        raise RuleBroken(_("Choose the questions that are theirs."), "questions", "empty")
    if chosen == opened:
        raise RuleBroken(
            _("These are all the questions: forward the appeal as a whole."), "questions", "whole"
        )
    return chosen


def _keep_a_main_question(case: Case) -> None:
    if not case.questions.filter(is_main=True).exists():
        first = case.questions.order_by("number").values("pk")[:1]
        Question.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(
            is_main=True
        )


def _parts_of(case: Case) -> int:
    return CaseLink.objects.filter(earlier=case, kind=CaseLink.Kind.PART).count()


def _copy(
    case: Case, number: str, state: str, at: datetime, *, kind: str = "appeal", clock: Any = None
) -> Case:
    """The same matter as a case of its own, with the text, the card and the moment of receipt."""
    twin = Case.objects.get(pk=case.pk)
    twin.pk, twin.public_id, twin._state.adding = None, public_id(), True
    twin.kind, twin.number, twin.state, twin.is_open = kind, number, state, True
    twin.is_with_office = False
    twin.main_clock, twin.closed_at, twin.updated_at = clock, None, at
    if clock is not None:
        twin.due_on, twin.target_on = clock.due_on, clock.target_on
        twin.is_extended = False
    twin.save(force_insert=True)
    for model in (Appeal, Registration):
        detail = model.objects.filter(case=case).first()
        if detail is None or (model is Registration and kind != "appeal"):
            continue
        detail.case, detail._state.adding = twin, True
        if isinstance(detail, Appeal):
            detail.entry_key, detail.outgoing_index, detail.result = "", "", ""
        detail.save(force_insert=True)
    write_event(
        twin,
        CaseEvent.Kind.SUBMITTED,
        None,
        case.received_at,
        visibility=CaseEvent.Visibility.AUTHOR,
        data={"channel": case.channel},
    )
    return twin
