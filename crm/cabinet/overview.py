"""What the first page of the cabinet shows: what waits, what was written, what is being written."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from core.audit.models import Viewing
from core.audit.querysets import name_of
from crm.appeals.author_words import author_state
from crm.appeals.models import AppealDraft
from crm.cabinet.paging import AppealsPage, page_of
from crm.cabinet.visits import Visit, kept_place, next_visit
from crm.cases.models import Case
from crm.cases.states import INQUIRY_KINDS, ORDER_KINDS
from crm.tickets.models import WaitingEntry

WAITS_DAYS = 60
"""An ended appeal asks to be read so long; after that it is only a row."""


@dataclass(frozen=True)
class Waiting:
    """The one thing that waits for the resident; shown in the frame."""

    kind: str
    url: str
    case: Case | None = None
    draft: AppealDraft | None = None

    @property
    def is_request(self) -> bool:
        return self.case is not None and self.case.kind in INQUIRY_KINDS


@dataclass(frozen=True)
class AppealRow:
    """An appeal as its author sees it in a list."""

    case: Case
    kind: str
    state: str
    label: str
    due_on: date | None


@dataclass(frozen=True)
class Overview:
    waiting: Waiting | None
    page: AppealsPage
    rows: list[AppealRow]
    drafts: list[AppealDraft]
    visit: Visit | None
    kept: WaitingEntry | None


def build_overview(user: Any, cursor: str, at: datetime) -> Overview:
    """Six statements: appeals, drafts, what was read, the next visit, a place that is kept."""
    mine = Case.objects.written_by(user).select_related("addressee", "appeal")
    page = page_of(mine.defer("search_text"), cursor)
    drafts = list(open_drafts(user))
    return Overview(
        waiting=None if cursor else waiting_for(user, page.cases, drafts, at),
        page=page,
        rows=[row_of(case) for case in page.cases],
        drafts=drafts,
        visit=None if cursor else next_visit(user, at),
        kept=None if cursor else kept_place(user),
    )


def open_drafts(user: Any) -> QuerySet[AppealDraft]:
    drafts = AppealDraft.objects.filter(user=user, state=AppealDraft.State.OPEN)
    return drafts.select_related("addressee", "form").order_by("-updated_at", "-pk")[:10]


def row_of(case: Case) -> AppealRow:
    state, label = author_state(case)
    due = case.due_on if case.is_open else None
    if case.kind in (*INQUIRY_KINDS, *ORDER_KINDS):
        kind = str(case.get_kind_display())
    else:
        kind = case.appeal.get_appeal_kind_display()
    return AppealRow(case, kind, state, label, due)


def waiting_for(
    user: Any, cases: list[Case], drafts: list[AppealDraft], at: datetime
) -> Waiting | None:
    """An answer not read yet, else a profile to fill in, else what was begun and not sent."""
    if (case := _unread(user, cases, at)) is not None:
        kind = "reply" if case.state in ("answered", "closed") else "ended"
        return Waiting(kind, reverse("cabinet:appeal", args=[case.public_id]), case=case)
    if drafts and not user.has_full_profile:
        return Waiting("profile", reverse("accounts:profile"), draft=drafts[0])
    if drafts:
        url = reverse("appeals:write", args=[drafts[0].public_id])
        return Waiting("draft", url, draft=drafts[0])
    return None


def _unread(user: Any, cases: list[Case], at: datetime) -> Case | None:
    """The latest finished appeal that its author has not opened since it was finished."""
    since = at - timedelta(days=WAITS_DAYS)
    ended = {
        str(case.pk): moment
        for case in cases
        if (moment := ended_at(case)) and moment >= since and case.state != "withdrawn"
    }
    if not ended:
        return None
    seen = Viewing.objects.by(user).filter(
        target_type=name_of(Case), target_pk__in=ended, screen="cabinet.appeal"
    )
    for key, moment in seen.values_list("target_pk", "at"):
        if key in ended and moment >= ended[key]:
            del ended[key]
    unread = [case for case in cases if str(case.pk) in ended]
    return max(unread, key=lambda case: ended[str(case.pk)], default=None)


def ended_at(case: Case) -> datetime | None:
    """When the author got an answer of any kind."""
    return case.answered_at or case.closed_at
