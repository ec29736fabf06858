"""The card of a request: that of a case, with what these kinds have of their own."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import ngettext

from core import clock
from crm.cases.models import Case
from crm.cases.papers import CaseForm
from crm.cases.states import INQUIRY_KINDS
from crm.desk.actions import Panel
from crm.desk.cards import Card, build_card, other_cases
from crm.desk.inquiry_actions import form_for, steps_for
from crm.desk.timeline import timeline_of
from crm.requests import rules
from crm.requests.models import AnswerPublication, inquiry_of
from crm.requests.papers.kinds import fitting
from crm.requests.services.handling import forward_by
from crm.requests.services.people import Erasable, erasable
from crm.residents.faces import face_of
from directory.values import Values


@dataclass
class InquiryCard(Card):
    """`appeal` is the detail of the request: it has the same text, answer and index."""

    clocks: dict[str, Any] = field(default_factory=dict)
    ground: str = ""
    to_erase: Erasable | None = None

    is_inquiry = True

    @property
    def papers(self) -> list[CaseForm]:
        """Print forms that fit the request as it is now (R-11)."""
        return fitting(self.case)

    @property
    def published_as(self) -> str:
        """The public id of the answer in the open register, while it stands there."""
        if self.case.kind != rules.INFORMATION or self.case.answered_at is None:
            return ""
        rows = AnswerPublication.objects.filter(case=self.case, withdrawn_at=None)
        return rows.values_list("public_id", flat=True).first() or ""

    @property
    def forward_by(self) -> date | None:
        return forward_by(self.case) if self.case.is_open else None

    @property
    def study(self) -> Any:
        """The term of study of a personal-data request, while it runs."""
        kept = self.clocks.get("study")
        return kept if kept is not None and kept.stopped_at is None else None

    @property
    def test(self) -> list[tuple[Any, str]]:
        """The three-part test in words."""
        written = getattr(self.appeal, "restricted_test", {})
        return [(rules.TEST[part], words) for part, words in written.items() if part in rules.TEST]

    @property
    def erasable_words(self) -> str:
        """What would be deleted and what the law orders to keep."""
        if self.to_erase is None:
            return ""
        goes = len(self.to_erase.cases)
        told = ngettext(
            "%(many)d record will be anonymised.", "%(many)d records will be anonymised.", goes
        ) % {"many": goes}
        kept = ngettext(
            "%(many)d is kept until its lawful term ends, and so are the name and contacts.",
            "%(many)d are kept until their lawful term ends, and so are the name and contacts.",
            self.to_erase.kept,
        ) % {"many": self.to_erase.kept}
        return f"{told} {kept}"


def card_of(case: Case, user: Any, at: datetime, **options: Any) -> Card:
    """The card of a case of any kind."""
    if case.kind in INQUIRY_KINDS:
        return build_inquiry_card(case, user, at, **options)
    return build_card(case, user, at, **options)


def build_inquiry_card(
    case: Case,
    user: Any,
    at: datetime,
    *,
    current: str = "",
    refused: forms.Form | None = None,
    whole: bool = False,
    first: str = "",
) -> InquiryCard:
    """`first` is what the forms of appeals begin with from the address; requests take nothing."""
    inquiry = inquiry_of(case)
    face = face_of(case.resident, user, case, with_contacts=True)
    clocks = {one.purpose: one.clock for one in case.clocks.select_related("clock")}
    card = InquiryCard(
        case=case,
        appeal=inquiry,
        face=face,
        timeline=timeline_of(case, face, whole=whole),
        panels=[],
        current=current,
        answers=[],
        others=other_cases(case, face, user),
        today=clock.local(at).date(),
        clocks=clocks,
    )
    if ground := getattr(inquiry, "refusal_ground", ""):
        card.ground = Values.of(rules.REFUSAL_GROUNDS).label(rules.REFUSAL_GROUNDS, ground)
    steps = steps_for(user, case, inquiry)
    if any(step.code == "erase" for step in steps):
        card.to_erase = erasable(case, card.today)
    for step in steps:
        is_refused = refused is not None and step.code == current
        card.panels.append(Panel(step, refused if is_refused else form_for(step, card)))
    codes = [panel.code for panel in card.panels if panel.form is not None]
    card.current = current if current in codes else next(iter(codes), "")
    return card
