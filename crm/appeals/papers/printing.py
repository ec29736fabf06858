"""Printing: the template in force, filled with what this viewer may know."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import paper
from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import RuleBroken
from core.words.typography import typeset
from crm.appeals.papers.data import data_of
from crm.appeals.services.rights import NotAllowed
from crm.cases.models import Case
from crm.cases.papers import LANGUAGE, CaseForm, day, frame_of, print_kind
from crm.residents.faces import face_of
from directory.values import Values

JOURNAL_LIMIT = 3_000
_JOINED = ("resident", "assignee", "appeal", "registration")


def print_case_form(case: Case, form: CaseForm, viewer: Any, at: datetime) -> bytes:
    """The document as PDF. The caller holds the case and has recorded the viewing."""
    return print_kind(form.kind, data_of(case, viewer, at))


def print_journal(since: date, until: date, viewer: Any, at: datetime) -> bytes:
    """The journal of registration of a period, for the appeals office (R-01).

    Who printed which period, and how many lines, is written down.
    """
    if not viewer.can(Action.APPEALS_REGISTER):
        raise NotAllowed(gettext_lazy("You have no right to do this."), code="not_allowed")
    if until < since:
        raise RuleBroken(gettext_lazy("The period ends before it begins."), "until", "period")
    found = Case.objects.visible_to(viewer, at, with_own=False).filter(
        kind="appeal", registered_on__range=(since, until)
    )
    cases = list(_in_order(found)[: JOURNAL_LIMIT + 1])
    if len(cases) > JOURNAL_LIMIT:
        raise RuleBroken(
            gettext_lazy("More than %(limit)d appeals: choose a shorter period.")
            % {"limit": JOURNAL_LIMIT},
            "until",
            "too_many",
        )
    with translation.override(LANGUAGE):
        data = _journal_of(cases, since, until, viewer, at)
    kind = paper.kind_named("journal")
    assert kind is not None
    pdf = print_kind(kind, data)
    journal.record(
        "journal.printed",
        viewer,
        viewer,
        at,
        since=since.isoformat(),
        until=until.isoformat(),
        rows=len(cases),
    )
    return pdf


def _in_order(found: QuerySet) -> QuerySet:
    return found.select_related(*_JOINED).order_by("registered_on", "pk")


def _journal_of(
    cases: Iterable[Case], since: date, until: date, viewer: Any, at: datetime
) -> dict[str, Any]:
    values = Values.of("receipt_sign")
    rows = [_line(place, case, viewer, values) for place, case in enumerate(cases, 1)]
    period = f"{day(since)}–{day(until)}"
    return {
        **frame_of(at, viewer, _("Journal for %(period)s") % {"period": period}),
        "title": f"{_('Journal of registration of appeals')}, {period}",
        "since": day(since),
        "until": day(until),
        "rows": rows,
        "total": len(rows),
    }


def _line(place: int, case: Case, viewer: Any, values: Values) -> dict[str, Any]:
    face = face_of(case.resident, viewer, case)
    appeal, card = case.appeal, getattr(case, "registration", None)
    reply = _("%(index)s of %(day)s") % {
        "index": appeal.outgoing_index,
        "day": day(case.answered_at),
    }
    return {
        "place": place,
        "number": case.number,
        "registered_on": day(case.registered_on),
        "author": _("Name hidden") if face.is_hidden else face.short_name,
        "address": face.address,
        "kind": appeal.get_appeal_kind_display() if appeal.appeal_kind else "",
        "sign": values.label("receipt_sign", card.sign) if card else "",
        "subject": typeset(case.subject),
        "executor": case.assignee.short_name if case.assignee else "",
        "due_on": day(case.due_on),
        "result": appeal.get_result_display() if appeal.result else "",
        "reply": reply if appeal.outgoing_index else "",
        "off_control": day(case.closed_at) if case.state == "closed" else "",
    }
