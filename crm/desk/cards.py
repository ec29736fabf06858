"""The card of a case: who it is about, what happened, what may be done, what to say."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python

from blocks.forms.services import display
from core import clock
from core.accounts.phones import shown
from core.accounts.roles import Action
from core.words import Text
from crm.appeals.models import Appeal
from crm.appeals.papers.kinds import fitting
from crm.appeals.services.pleas import WAITS_IN, Plea
from crm.appeals.services.terms import side_terms
from crm.cases.models import Case
from crm.cases.papers import CaseForm
from crm.deadlines.models import DeadlineClock
from crm.desk.actions import Panel, form_for, steps_for
from crm.desk.rules import CHANNEL_ICONS
from crm.desk.sheets import Sheet
from crm.desk.timeline import Timeline, timeline_of
from crm.residents.faces import Face, face_of
from crm.residents.models import NAME_FIELDS, Contact

OTHER_CASES = 5
SIDE_LABELS = {
    "forward": _("Forward by"),
    "return_data": _("Return for lack of data by"),
    "return": _("Return for the form by"),
}
SCANS = ("application/pdf", "image/jpeg", "image/png", "image/webp")
SIGNERS = ("registered_by", "on_control_by", "off_control_by", "shorter_term_decided_by")


@dataclass
class Card:
    """Everything the card shows; a form that was refused stands there with what was typed."""

    case: Case
    appeal: Appeal
    face: Face
    timeline: Timeline
    panels: list[Panel]
    current: str
    answers: list[tuple[str, str]]
    others: list[Case]
    today: date
    sheet: Sheet | None = None

    @property
    def buttons(self) -> list[Panel]:
        """Steps that need nothing written."""
        return [panel for panel in self.panels if panel.step.form is None]

    @property
    def menu(self) -> list[Panel]:
        """Steps that are seldom taken; their panel comes when it is asked for."""
        steps = (panel for panel in self.panels if panel.step.form is not None)
        return [panel for panel in steps if not panel.step.is_tab]

    @property
    def written(self) -> list[Panel]:
        return [panel for panel in self.panels if panel.form is not None]

    @property
    def contacts(self) -> list[tuple[Contact, str]]:
        """Each contact with its value as people write it."""
        return [(contact, _shown(contact)) for contact in self.face.contacts]

    @property
    def papers(self) -> list[CaseForm]:
        """Print forms that fit the case as it is now (R-11)."""
        return fitting(self.case)

    @property
    def deadline(self) -> DeadlineClock | None:
        return self.case.main_clock

    @property
    def rule_words(self) -> str:
        """How the term was counted, in the reader's language."""
        return str(Text(self.deadline.explanation)) if self.deadline else ""

    @property
    def incomplete_by(self) -> date | None:
        """The last day to leave an incomplete application without movement."""
        if self.case.kind != "administrative" or self.case.state != "new":
            return None
        kept = self.case.clocks.filter(purpose="incomplete").select_related("clock").first()
        return kept.clock.due_on if kept else None

    @property
    def side_terms(self) -> list[tuple[Any, date]]:
        """Terms to send the appeal elsewhere (A-05 … A-07), for whoever may still do that.

        Once an executor is charged only a running term to forward is of use.
        """
        codes = {panel.code for panel in self.panels}
        if self.case.kind != "appeal" or not codes & {"register", "return", "forward"}:
            return []
        is_new = self.case.state in ("submitted", "registered")
        return [
            (SIDE_LABELS[purpose], day)
            for purpose, day in side_terms(self.case).items()
            if is_new or (purpose == "forward" and day >= self.today)
        ]

    @property
    def channel_icon(self) -> str:
        return CHANNEL_ICONS[self.case.channel]

    @property
    def scan(self) -> Any:
        """What came on paper, shown beside the form while the card is being written."""
        if self.current not in ("register", "card"):
            return None
        files = self.timeline.first_files
        return next((file for file in files if file.content_type in SCANS), None)

    @property
    def can_assign(self) -> bool:
        return any(panel.code == "assign" for panel in self.panels)

    @property
    def decides_shorter(self) -> bool:
        """A-15: a wish waits, and this person decides on it."""
        return any(panel.code == "shorter" for panel in self.panels)

    @property
    def pleas(self) -> list[Panel]:
        """A-18: wishes of the author that this person may answer now."""
        return [panel for panel in self.panels if panel.code in WAITS_IN]

    @property
    def can_close(self) -> bool:
        return any(panel.code == "close" for panel in self.panels)


def build_card(
    case: Case,
    user: Any,
    at: datetime,
    *,
    current: str = "",
    refused: forms.Form | None = None,
    whole: bool = False,
    first: str = "",
) -> Card:
    """The card of a case this person holds. `refused` is the bound form of the current panel."""
    appeal = _read_appeal(case)
    face = face_of(case.resident, user, case, with_contacts=True)
    sheet = Sheet.of(case, appeal, face, user)
    panels = []
    for step in steps_for(user, case, sheet.registration if sheet else None):
        form = refused if step.code == current else None
        # What was refused is shown with what was typed, though it does not fit any more.
        if form is None and not _is_asked_for(step.code, sheet):
            continue
        # The forms of the menu would be most of the page: each is made when it is opened.
        if form is None and (step.is_tab or step.code == current):
            form = form_for(step, case, appeal, sheet=sheet, first=first)
        panels.append(Panel(step, form))
    written = [panel for panel in panels if panel.form is not None]
    codes = [one.code for one in sorted(written, key=lambda one: not one.step.is_tab)]
    return Card(
        case=case,
        appeal=appeal,
        face=face,
        timeline=timeline_of(case, face, whole=whole),
        panels=panels,
        current=current if current in codes else next(iter(codes), ""),
        answers=display(appeal.form_revision, appeal.values),
        others=other_cases(case, face, user),
        today=clock.local(at).date(),
        sheet=sheet,
    )


def _read_appeal(case: Case) -> Appeal:
    """The appeal with its registration card and reception: two statements.

    The case is at hand, so of its row nothing is read again; whoever signed the card is fetched
    by name, since a join for each of five people takes longer to plan than to read.
    """
    again = (f"case__{one.name}" for one in Case._meta.concrete_fields if not one.primary_key)
    together = ("form_revision", "case__registration", "case__reception")
    appeal = Appeal.objects.select_related(*together).defer(*again).get(pk=case.pk)
    card = getattr(appeal.case, "registration", None)
    rows = [(appeal, "reply_drafted_by"), *((card, name) for name in SIGNERS if card is not None)]
    asked = {getattr(row, f"{name}_id") for row, name in rows} - {None}
    if asked:
        people = get_user_model().objects.only(*NAME_FIELDS).in_bulk(asked)
        for row, name in rows:
            setattr(row, name, people.get(getattr(row, f"{name}_id")))
    return appeal


def _is_asked_for(code: str, sheet: Sheet | None) -> bool:
    """Some steps fit only a card that gives ground to them: late, or with a wish of the author."""
    if code == "restore":
        return sheet is not None and sheet.is_late
    if code == "shorter":
        return sheet is not None and sheet.registration.asks_shorter_term
    if code in WAITS_IN:
        return sheet is not None and getattr(sheet.registration, WAITS_IN[Plea(code)])
    return True


def _shown(contact: Contact) -> str:
    if contact.kind != Contact.Kind.PHONE:
        return contact.value
    number = to_python(contact.value)
    return shown(number) if number and number.is_valid() else contact.value


def other_cases(case: Case, face: Face, user: Any) -> list[Case]:
    """Open cases of the same person that this viewer may see and know the author of (A-19)."""
    if face.is_hidden or case.resident_id is None:
        return []
    mine = case.seen_among.exclude(author=user).open().filter(resident_id=case.resident_id)
    if not user.can(Action.APPEALS_REGISTER):
        mine = mine.filter(hide_identity=False)
    mine = mine.exclude(pk=case.pk)
    shown = mine.only("public_id", "number", "subject", "due_on", "is_open")
    return list(shown.order_by("due_on", "pk")[:OTHER_CASES])
