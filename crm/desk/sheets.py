"""What stands on a registration card (R-04), read once for the card, its form and its print."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import clock
from core.accounts.roles import Action
from crm.appeals.card_models import Question, Reception, Registration, Signatory, Subject
from crm.appeals.card_rules import CATEGORIES, GROUP_OF, TOPICS
from crm.appeals.limits import Limit, limit_of
from crm.appeals.models import Appeal
from crm.cases.models import Case
from crm.residents.faces import Face
from directory.values import Values

KIND_CODES = {"proposal": "3.1", "statement": "3.2", "complaint": "3.3"}
NEEDED_FOR = (
    Action.APPEALS_REGISTER,
    Action.APPEALS_ASSIGN,
    Action.APPEALS_SIGN,
    Action.APPEALS_REPLY,
)


@dataclass(frozen=True)
class Asking:
    """A question as the card shows it."""

    question: Question
    topic: str
    result: str


@dataclass
class Sheet:
    """The card of one appeal. `knows_person`: this viewer may read what is said of the author."""

    case: Case
    appeal: Appeal
    registration: Registration
    questions: list[Question]
    values: Values
    knows_person: bool

    @classmethod
    def of(cls, case: Case, appeal: Appeal, face: Face, viewer: Any) -> "Sheet | None":
        """None for what is no appeal. Two statements; a third for the list of a collective one.

        What is said of a person is read by whoever decides on the appeal (PD-03) and is not kept
        from the name (A-19).
        """
        decides = any(viewer.can(action) for action in NEEDED_FOR)
        return cls.read(case, appeal, knows_person=decides and not face.is_hidden)

    @classmethod
    def read(cls, case: Case, appeal: Appeal, *, knows_person: bool = True) -> "Sheet | None":
        """The same for whoever corrects the card or answers the questions."""
        registration = getattr(appeal.case, "registration", None)
        if registration is None:
            return None
        questions = list(case.questions.order_by("number"))
        return cls(case, appeal, registration, questions, Values.lately(), knows_person)

    @property
    def open_questions(self) -> list[Question]:
        return [one for one in self.questions if one.closed_at is None]

    @cached_property
    def signatories(self) -> list[Signatory]:
        if self.registration.subject != Subject.COLLECTIVE or not self.knows_person:
            return []
        return list(self.case.signatories.order_by("order"))

    @cached_property
    def reception(self) -> Reception | None:
        return getattr(self.appeal.case, "reception", None)

    @cached_property
    def limit(self) -> Limit | None:
        """The last day of filing, for a complaint whose days are known (A-13)."""
        return limit_of(self.case, self.appeal)

    @property
    def is_late(self) -> bool:
        """Late, and nobody has restored the term."""
        is_late = self.limit is not None and self.limit.is_late
        return is_late and not self.registration.term_restored

    @property
    def why_refused(self) -> str:
        """What is proposed to the head for a late complaint; they decide."""
        if not self.is_late or self.limit is None:
            return ""
        return _(
            "The complaint was filed after %(day)s, the last day of the term of article 17 of the "
            "Law on Citizens' Appeals, and there is no ground to restore the term."
        ) % {"day": date_format(self.limit.day)}

    @property
    def received_on(self) -> date:
        return clock.local(self.case.received_at).date()

    @property
    def is_priority(self) -> bool:
        return self.registration.is_priority

    @property
    def goes_to_head(self) -> bool:
        """A-16: some categories are considered by the head in person."""
        return self.values.go_to_head(self.registration.categories)

    @property
    def askings(self) -> list[Asking]:
        return [
            Asking(
                question,
                self.values.label(TOPICS, question.topic),
                self.values.label("result", question.result) if question.result else "",
            )
            for question in self.questions
        ]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Every filled field with its name, in the order of the paper card."""
        rows = [*self._how(), *self._from_where(), *self._paper()]
        if self.knows_person:
            rows += self._person()
        return [(label, value) for label, value in [*rows, *self._course()] if value]

    @property
    def reception_rows(self) -> list[tuple[str, str]]:
        """R-07: who received, what was said and decided there."""
        card = self.reception
        if card is None:
            return []
        official = [str(card.official.name) if card.official else "", card.official_name]
        rows = [
            (_("Official who received"), ", ".join(part for part in official if part)),
            (_("Short content"), card.content),
            (_("Who is charged"), card.charged),
            (_("Result of the reception"), card.result),
            (_("Note on the reception"), card.note),
        ]
        return [row for row in rows if row[1]]

    def _how(self) -> list[tuple[str, str]]:
        card = self.registration
        subject = self._label("subject")
        if card.subject == Subject.COLLECTIVE:
            many = ngettext("%(many)s signatory", "%(many)s signatories", card.signatories_count)
            subject = f"{subject}, {many % {'many': card.signatories_count}}"
        kind = KIND_CODES.get(self.appeal.appeal_kind, "")
        return [
            (_("Kind"), self.values.label("kind", kind) if kind else ""),
            (_("Sign of receipt"), self._label("sign")),
            (_("Form of receipt"), self._label("receipt_form")),
            (_("Type"), self._label("letter_type")),
            (pgettext("classifier", "Subject"), subject),
        ]

    def _from_where(self) -> list[tuple[str, str]]:
        card = self.registration
        body = card.source_body
        if body and card.source_level:
            body = f"{body} ({card.get_source_level_display().lower()})"
        their = [card.source_index, _day(card.source_on)]
        return [
            (_("Passed on by"), body),
            (_("Their index and date"), ", ".join(part for part in their if part)),
        ]

    def _paper(self) -> list[tuple[str, str]]:
        card, appeal = self.registration, self.appeal
        return [
            (_("Date of the letter"), _day(appeal.signed_on)),
            (_("Date on the envelope"), _day(card.envelope_on)),
            (pgettext("number of sheets", "Pages"), str(appeal.pages or "")),
            (_("Place of the original"), card.original_place),
            (_("Case file"), card.file_number),
        ]

    def _person(self) -> list[tuple[str, str]]:
        card = self.registration
        representative = [card.representative_name, card.representative_document]
        categories = [self.values.label(CATEGORIES, code) for code in card.categories]
        asks = [card.shorter_term_asked_by, card.shorter_term_reason]
        return [
            (_("Representative"), ", ".join(part for part in representative if part)),
            (_("Category of the author"), "; ".join(categories)),
            (_("Social status"), self._label("social_status")),
            (_("Sex"), self._label("sex")),
            (_("Asks for a shorter term"), ": ".join(part for part in asks if part)),
        ]

    def _course(self) -> list[tuple[str, str]]:
        card, appeal, case = self.registration, self.appeal, self.case
        reply = appeal.outgoing_index
        if reply and case.answered_at:
            reply = f"{reply}, {_day(clock.local(case.answered_at).date())}"
        return [
            (_("Shorter term"), self._shorter_term()),
            (_("Term of the complaint restored"), card.term_restored_reason),
            (_("Registered by"), _name(card.registered_by)),
            (_("Put on control by"), _name(card.on_control_by)),
            (_("Taken off control by"), _name(card.off_control_by)),
            (_("Result"), appeal.get_result_display() if appeal.result else ""),
            (_("Index and date of the reply"), reply),
        ]

    def _shorter_term(self) -> str:
        """What a head decided on the author's wish (A-15)."""
        card = self.registration
        if not card.shorter_term_decision:
            return ""
        who = _name(card.shorter_term_decided_by)
        decided = f"{card.get_shorter_term_decision_display()}, {who}"
        return f"{decided}: {card.shorter_term_answer}" if card.shorter_term_answer else decided

    def _label(self, name: str) -> str:
        code = getattr(self.registration, name)
        return self.values.label(GROUP_OF[name], code) if code else ""


def _day(day: date | None) -> str:
    return date_format(day) if day else ""


def _name(person: Any) -> str:
    return person.short_name if person else ""
