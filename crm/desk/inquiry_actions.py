"""What may be done with a request now and by whom (13.7), and what each step calls."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.accounts.roles import Action
from crm.cases.models import Case
from crm.cases.rights import Rights
from crm.cases.states import INQUIRY_KINDS
from crm.desk import forms as written
from crm.desk import inquiry_forms as asked
from crm.desk import services
from crm.desk.people import executors_of
from crm.desk.steps import FILES, NOTE, Step
from crm.publishing.answers import ANSWERED, is_published, publish_answer, withdraw_answer
from crm.requests import rules
from crm.requests import services as requests
from crm.requests.services.handling import BEFORE_ANSWER, IN_HAND
from crm.requests.services.people import correct_person, erase_person

_HAND = frozenset(IN_HAND)
_WORK = frozenset({"in_progress"})

STEPS = (
    Step(
        code="register",
        label=pgettext_lazy("a request", "Register"),
        right=Action.APPEALS_REGISTER,
        states=frozenset({"submitted"}),
        kinds=INQUIRY_KINDS,
    ),
    Step(
        code="take",
        label=_("Take to work"),
        right=Action.APPEALS_REPLY,
        states=frozenset({"registered"}),
        kinds=INQUIRY_KINDS,
    ),
    Step(
        code="draft",
        label=_("Draft of the answer"),
        right=Action.APPEALS_REPLY,
        states=_WORK,
        form=asked.DraftForm,
        submit=_("Pass for signature"),
        hint=_("The requester sees the answer when it is signed."),
        is_tab=True,
        kinds=INQUIRY_KINDS,
    ),
    Step(
        code="sign",
        label=_("Signature"),
        right=Action.APPEALS_SIGN,
        states=_WORK,
        form=asked.SignAnswerForm,
        submit=_("Sign and send"),
        hint=_("The requester gets a letter with a link to the answer."),
        is_tab=True,
        kinds=INQUIRY_KINDS,
    ),
    NOTE,
    Step(
        code="assign",
        label=_("Assignment"),
        right=Action.APPEALS_ASSIGN,
        states=_HAND,
        form=written.AssignForm,
        submit=_("Assign"),
        hint=_("The executor gets a letter with a link."),
        is_tab=True,
        kinds=INQUIRY_KINDS,
    ),
    Step(
        code="correct",
        label=_("Correct the data"),
        right=Action.APPEALS_SIGN,
        states=_WORK,
        form=asked.CorrectForm,
        submit=_("Correct the data"),
        hint=_("Old and new values are kept in the journal of this request."),
        kinds=(rules.PERSONAL_DATA,),
    ),
    Step(
        code="erase",
        label=_("Delete what the law does not order to keep"),
        right=Action.APPEALS_SIGN,
        states=_WORK,
        form=asked.EraseForm,
        submit=_("Delete for good"),
        is_grave=True,
        kinds=(rules.PERSONAL_DATA,),
    ),
    Step(
        code="extend",
        label=_("Extend to 20 working days"),
        right=Action.APPEALS_EXTEND,
        states=_HAND,
        form=asked.ExtendInquiryForm,
        submit=_("Extend and tell the requester"),
        hint=_("Only for a large volume and within the first five working days."),
        kinds=(rules.INFORMATION,),
    ),
    Step(
        code="urgent",
        label=_("Mark as urgent: 48 hours"),
        right=Action.APPEALS_REGISTER,
        states=frozenset(BEFORE_ANSWER),
        form=asked.UrgentForm,
        submit=_("Mark as urgent"),
        hint=_("About life, health, environment or an accident. Counted from receipt."),
        kinds=(rules.INFORMATION,),
    ),
    FILES,
    Step(
        code="forward",
        label=_("Forward to the holder"),
        right=Action.APPEALS_FORWARD,
        states=_HAND,
        form=asked.ForwardInquiryForm,
        submit=_("Forward"),
        hint=_("The requester is told where the request went. This ends the work on it here."),
        is_grave=True,
        kinds=INQUIRY_KINDS,
    ),
    Step(
        code="refuse",
        label=_("Refuse"),
        right=Action.APPEALS_SIGN,
        states=_HAND,
        form=asked.RefuseInquiryForm,
        submit=_("Sign the refusal and send"),
        hint=_("The requester reads the ground, the reason and how to appeal."),
        is_grave=True,
        kinds=INQUIRY_KINDS,
    ),
    Step(
        code="publish",
        label=_("Publish the answer"),
        right=Action.APPEALS_SIGN,
        states=frozenset(ANSWERED),
        form=asked.PublishForm,
        submit=_("Put into the open register"),
        hint=_("Everybody will read it on the site. No name, address or contact may be in it."),
        kinds=(rules.INFORMATION,),
    ),
    Step(
        code="unpublish",
        label=_("Take the answer out of the register"),
        right=Action.APPEALS_SIGN,
        states=frozenset(ANSWERED),
        form=asked.UnpublishForm,
        submit=_("Take out"),
        hint=_("The page of the answer will be gone from the site."),
        is_grave=True,
        kinds=(rules.INFORMATION,),
    ),
    Step(
        code="close",
        label=_("File and close"),
        right=Action.APPEALS_CLOSE,
        states=frozenset({"answered"}),
        kinds=INQUIRY_KINDS,
    ),
)

Doer = Callable[[Case, dict[str, Any], Any, Any, Any], Any]

DOERS: dict[str, tuple[Doer, Any]] = {
    "register": (
        lambda case, data, form, who, at: requests.register_inquiry(case, who, at),
        _("The request is registered."),
    ),
    "take": (
        lambda case, data, form, who, at: requests.take_inquiry(case, who, at),
        _("The request is in your work."),
    ),
    "assign": (
        lambda case, data, form, who, at: requests.assign_inquiry(
            case, data["executor"], data["resolution"], who, at
        ),
        _("The executor is assigned."),
    ),
    "draft": (
        lambda case, data, form, who, at: requests.draft_answer(
            case, data["text"], who, at, version=data["version"]
        ),
        _("The draft is passed for signature."),
    ),
    "sign": (
        lambda case, data, form, who, at: requests.sign_answer(
            case,
            data["text"],
            who,
            at,
            version=data["version"],
            files=data["files"],
            copied_pages=data.get("copied_pages") or 0,
            decision=data.get("decision", ""),
        ),
        _("The answer is signed and sent."),
    ),
    "refuse": (
        lambda case, data, form, who, at: requests.refuse_inquiry(
            case,
            data["reason"],
            who,
            at,
            appeal_note=data["appeal_note"],
            ground=data.get("ground", ""),
            test={part: data.get(part, "") for part in rules.TEST},
        ),
        _("The refusal is signed and sent."),
    ),
    "extend": (
        lambda case, data, form, who, at: requests.extend_inquiry(case, data["reason"], who, at),
        _("The term is extended, the requester is told."),
    ),
    "urgent": (
        lambda case, data, form, who, at: requests.mark_urgent(case, data["reason"], who, at),
        _("The request is urgent now: 48 hours from receipt."),
    ),
    "forward": (
        lambda case, data, form, who, at: requests.forward_inquiry(
            case, data["to_body"], data["reason"], who, at
        ),
        _("The request is forwarded, the requester is told."),
    ),
    "correct": (
        lambda case, data, form, who, at: correct_person(
            case, form.changes(), data["reason"], who, at
        ),
        _("The data are corrected."),
    ),
    "erase": (
        lambda case, data, form, who, at: erase_person(case, data["reason"], who, at),
        _("What the law does not order to keep is deleted."),
    ),
    "publish": (
        lambda case, data, form, who, at: publish_answer(
            case,
            data["title"],
            data["question"],
            data["answer"],
            who,
            at,
            confirmed=data["confirmed"],
        ),
        _("The answer is in the open register."),
    ),
    "unpublish": (
        lambda case, data, form, who, at: withdraw_answer(case, data["reason"], who, at),
        _("The answer is taken out of the open register."),
    ),
    "close": (
        lambda case, data, form, who, at: requests.close_inquiry(case, who, at),
        _("The request is closed."),
    ),
    "note": (
        lambda case, data, form, who, at: services.leave_note(case, data["text"], who, at),
        _("The note is left."),
    ),
    "files": (
        lambda case, data, form, who, at: services.add_files(
            case, data["files"], who, at, for_author=data["for_author"]
        ),
        _("The files are added."),
    ),
}


def steps_for(user: Any, case: Case, inquiry: Any) -> list[Step]:
    """Steps this person may take with this request now."""
    rights = Rights(user, case)
    return [
        step
        for step in STEPS
        if step.fits(case) and _suits(step, user, case, inquiry) and rights.may(step.right)
    ]


def _suits(step: Step, user: Any, case: Case, inquiry: Any) -> bool:
    match step.code:
        case "take":
            return case.assignee_id in (None, user.pk)
        case "correct":
            return inquiry.right == inquiry.Right.CORRECT and case.resident_id is not None
        case "erase":
            return inquiry.right == inquiry.Right.DELETE and case.resident_id is not None
        case "publish" | "unpublish":
            return is_published(case) == (step.code == "unpublish")
        case "extend" | "urgent":
            return not case.is_extended and not inquiry.is_urgent
    return True


def form_for(step: Step, card: Any, *bound: Any) -> forms.Form | None:
    """The form of a step, filled from the card or bound to what was posted."""
    if step.form is None:
        return None
    if step.code == "assign":
        initial = {"executor": card.case.assignee_id}
        return step.form(*bound, initial=initial, candidates=executors_of(card.case))
    if step.code in ("note", "files"):
        return step.form(*bound)
    return step.form(*bound, card=card)
