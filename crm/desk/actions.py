"""What may be done with a case now and by whom, and the panel where it is written.

One table, so that a button and the view behind it ask the same question. The service asks once
more: this only decides what is shown.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.accounts.roles import Action
from crm.appeals.models import Appeal, Ground, Registration
from crm.appeals.services.limits import RESTORABLE
from crm.appeals.services.registration import CORRECTABLE
from crm.appeals.services.rights import Rights
from crm.appeals.services.terms import ANSWERABLE, EXTENDABLE, longest_day, side_terms
from crm.cases.models import Case
from crm.desk import forms as written
from crm.desk.card_forms import CardForm
from crm.desk.path_steps import PATH_STEPS
from crm.desk.people import controllers_of, executors_of
from crm.desk.reply_forms import ReplyForm
from crm.desk.sheets import Sheet
from crm.desk.steps import FILES, NOTE, Step, states_in

_ON_THE_WAY = states_in("registered", "assigned", "in_progress")

STEPS = (
    Step(
        code="register",
        label=_("Registration"),
        right=Action.APPEALS_REGISTER,
        states=states_in("submitted"),
        form=CardForm,
        submit=pgettext_lazy("an appeal", "Register"),
        hint=_("The index and the terms were given at submission and stay as they are."),
        is_tab=True,
    ),
    Step(
        code="card",
        label=_("Registration card"),
        right=Action.APPEALS_REGISTER,
        states=frozenset(CORRECTABLE) - {"submitted"},
        form=CardForm,
        submit=_("Save the card"),
        hint=_("Old and new values are kept."),
    ),
    Step(
        code="reply",
        label=_("Reply"),
        right=Action.APPEALS_REPLY,
        states=states_in("in_progress"),
        form=ReplyForm,
        submit=_("Pass for signature"),
        hint=_("The author sees the reply when it is signed."),
        is_tab=True,
        for_assignee=True,
    ),
    Step(
        code="sign",
        label=_("Signature"),
        right=Action.APPEALS_SIGN,
        states=states_in("reply_draft"),
        form=written.SignForm,
        submit=_("Sign and send"),
        hint=_("The author gets a letter with a link and reads the reply in the cabinet."),
        is_tab=True,
    ),
    Step(
        code="rework",
        label=_("Rework"),
        right=Action.APPEALS_SIGN,
        states=states_in("reply_draft"),
        form=written.ReworkForm,
        submit=_("Return for rework"),
        hint=_("Only staff see the remark."),
        is_tab=True,
    ),
    NOTE,
    Step(
        code="assign",
        label=_("Assignment"),
        right=Action.APPEALS_ASSIGN,
        states=states_in("registered"),
        form=written.AssignForm,
        submit=_("Assign"),
        hint=_("The executor gets a letter with a link."),
        is_tab=True,
    ),
    Step(
        code="assign",
        label=_("Reassignment"),
        right=Action.APPEALS_REASSIGN,
        states=states_in("assigned", "in_progress"),
        form=written.AssignForm,
        submit=_("Assign"),
        hint=_("The executor gets a letter with a link."),
        is_tab=True,
    ),
    Step(
        code="accept",
        label=_("Take to work"),
        right=Action.APPEALS_REPLY,
        states=states_in("assigned"),
        for_assignee=True,
    ),
    Step(
        code="extend",
        label=_("Extend the term"),
        right=Action.APPEALS_EXTEND,
        states=frozenset(EXTENDABLE),
        form=written.ExtendForm,
        submit=_("Extend and tell the author"),
        hint=_("The author gets a letter at once. The state stays as it is."),
    ),
    Step(
        code="interim",
        label=_("Interim reply"),
        right=Action.APPEALS_SIGN,
        states=frozenset(ANSWERABLE),
        form=written.InterimForm,
        submit=_("Sign and send"),
        hint=_("The author gets a letter with a link. The appeal stays on control."),
    ),
    Step(
        code="close",
        label=_("Take off control"),
        right=Action.APPEALS_CLOSE,
        states=states_in("answered"),
    ),
    Step(
        code="close",
        label=_("Read, close"),
        right=Action.APPEALS_CLOSE,
        states=states_in("submitted"),
        kinds=("consultation",),
    ),
    FILES,
    Step(
        code="return",
        label=_("Return to the author"),
        right=Action.APPEALS_RETURN,
        states=states_in("registered"),
        form=written.ReturnForm,
        submit=_("Return to the author"),
        hint=_("The author reads this explanation. This ends the work on the appeal."),
        is_grave=True,
    ),
    Step(
        code="restore",
        label=_("Restore the term of the complaint"),
        right=Action.APPEALS_EXTEND,
        states=frozenset(RESTORABLE),
        form=written.RestoreForm,
        submit=_("Restore the term"),
        hint=_("The complaint came late. It will be considered, the reason stays on the card."),
    ),
    Step(
        code="refuse",
        label=_("Leave without consideration"),
        right=Action.APPEALS_REFUSE,
        states=states_in("registered"),
        form=written.RefuseForm,
        submit=_("Leave without consideration"),
        hint=_("The author reads this reason. This ends the work on the appeal."),
        is_grave=True,
    ),
    *PATH_STEPS,
)


@dataclass(frozen=True)
class Panel:
    """A step that is open to this person now, with its form ready to be shown."""

    step: Step
    form: forms.Form | None

    @property
    def code(self) -> str:
        return self.step.code

    @property
    def is_refused(self) -> bool:
        return self.form is not None and bool(self.form.errors)


def steps_for(user: Any, case: Case, registration: Registration | None = None) -> list[Step]:
    """Steps this person may take with this case now. Two queries at most, and one more where the
    registration card is not at hand."""
    rights = Rights(user, case)
    steps = [
        step
        for step in STEPS
        if step.fits(case)
        and (not step.for_assignee or case.assignee_id == user.pk)
        and rights.may(step.right)
    ]
    if registration is None and any(step.control for step in steps):
        registration = Registration.objects.filter(case=case).first()
    return [step for step in steps if not step.control or _control_fits(step, user, registration)]


def _control_fits(step: Step, user: Any, card: Registration | None) -> bool:
    if card is None:
        return False
    if step.control == "off":
        return not card.is_on_control
    named = (card.on_control_by_id, card.control_delegate_id)
    return card.is_on_control and user.pk in (named[:1] if step.code == "delegate" else named)


def step_for(user: Any, case: Case, code: str) -> Step | None:
    """The step of this code, when the person may take it now."""
    return next((step for step in steps_for(user, case) if step.code == code), None)


def form_for(
    step: Step,
    case: Case,
    appeal: Appeal,
    *bound: Any,
    sheet: Sheet | None = None,
    first: str = "",
) -> forms.Form | None:
    """The form of a step: empty, filled from the case, or bound to what was posted.

    `sheet` is the registration card where it has been read already, `first` the index of an appeal
    that this one may be joined to.
    """
    if step.form is None:
        return None
    extra = _asked_by(step, case, appeal, sheet)
    initial = _filled_in(step.code, case, appeal, sheet, extra.get("longest"), first)
    return step.form(*bound, initial=initial, **extra)


def _asked_by(step: Step, case: Case, appeal: Appeal, sheet: Sheet | None) -> dict[str, Any]:
    """What the form of a step asks of the case to be made at all."""
    extra: dict[str, Any] = {}
    if step.code in ("register", "card", "reply"):
        extra["sheet"] = sheet or Sheet.read(case, appeal)
    if step.code in ("assign", "dispatch", "charge"):
        extra["candidates"] = _executors_of(case)
    if step.code == "forward":
        extra["questions"] = _open_questions(sheet or Sheet.read(case, appeal))
        extra |= {"last": side_terms(case).get("forward"), "today": clock.today()}
    if step.code == "return":
        extra |= {"terms": side_terms(case), "today": clock.today()}
    if step.code == "join":
        extra["seen"] = case.seen_among
    if step.code == "delegate":
        extra["colleagues"] = controllers_of(case)
    if step.code == "shorter":
        extra |= {"wish": getattr(case, "registration", None), "latest": case.due_on}
    if step.code == "materials":
        extra["materials"] = list(case.attachments.filter(for_author=False).order_by("pk"))
    if step.code == "extend":
        extra["longest"] = longest_day(case)
    return extra


def _filled_in(
    code: str, case: Case, appeal: Appeal, sheet: Sheet | None, longest: date | None, first: str
) -> dict[str, Any] | None:
    """What a form of this step shows before anything is typed."""
    seen = {"version": appeal.reply_version}
    late = sheet.why_refused if sheet else ""
    return {
        "assign": {"executor": case.assignee_id, "resolution": appeal.resolution_text},
        "reply": {"text": appeal.reply_text, "result": appeal.result, **seen},
        "sign": {"text": appeal.reply_text, **seen},
        "rework": seen,
        "extend": {"until": longest},
        "refuse": {"reason": late, "ground": Ground.LATE if late else ""},
        "join": {"first": first},
        "charge": {"due_on": max(filter(None, (case.target_on, clock.today())))},
    }.get(code)


def _open_questions(sheet: Sheet | None) -> list[tuple[int, str]]:
    """Questions that may go elsewhere, as number and words."""
    if sheet is None:
        return []
    words = {one.question.number: one for one in sheet.askings}
    return [
        (question.number, f"{words[question.number].topic}. {question.text}".rstrip(". "))
        for question in sheet.open_questions
    ]


def _executors_of(case: Case) -> list[Any]:
    """Read once, however many forms of the card offer them."""
    if not hasattr(case, "executors_offered"):
        case.executors_offered = list(executors_of(case))
    return case.executors_offered
