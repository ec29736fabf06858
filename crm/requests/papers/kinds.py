"""The print forms of requests for information and about personal data, and when each fits."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import paper
from crm.cases.models import Case
from crm.cases.papers import CaseForm
from crm.cases.states import INQUIRY_KINDS
from crm.requests.models import inquiry_of

TEMPLATES = Path(__file__).parent / "templates"
PREFIX = "request-"


def _in(*states: str) -> Callable[[Case], bool]:
    return lambda case: case.kind in INQUIRY_KINDS and case.state in states


def _always(case: Case) -> bool:
    return case.kind in INQUIRY_KINDS


def _has_answer(case: Case) -> bool:
    """A signed answer, or the draft of one while it waits for signature."""
    is_draft = _in("in_progress")(case) and bool(inquiry_of(case).reply_text)
    return is_draft or _in("answered", "closed")(case)


CASE_FORMS = (
    CaseForm("card", _("Card of the request"), _always, PREFIX),
    CaseForm("cover", _("Cover letter to the true holder"), _in("forwarded"), PREFIX),
    CaseForm("reply", _("Answer to the request on letterhead"), _has_answer, PREFIX),
    CaseForm("refusal", _("Refusal of the request"), _in("refused"), PREFIX),
)

HINTS = {
    "card": _("Everything about the request: who asks, what, terms, how it went."),
    "cover": _("To the body that holds the information; the requester gets a copy."),
    "reply": _("The signed answer on paper; before the signature it is marked as a draft."),
    "refusal": _("Grounds, reason, the official’s name, the date and how to appeal."),
}


def fitting(case: Case) -> list[CaseForm]:
    """What can be printed from the card of this request now."""
    return [form for form in CASE_FORMS if form.fits(case)]


def form_for(case: Case, code: str) -> CaseForm | None:
    return next((form for form in fitting(case) if form.code == code), None)


def sample() -> dict[str, Any]:
    """A request with everything filled in; no real person."""
    return json.loads((TEMPLATES / "request.json").read_text("utf-8"))


def register_kinds() -> None:
    """Told at start-up, so that administrators can edit the templates."""
    for form in CASE_FORMS:
        paper.register(
            paper.PaperKind(
                code=PREFIX + form.code,
                label=form.label,
                shipped=TEMPLATES / f"{form.code}.typ",
                sample=sample,
                hint=HINTS[form.code],
            )
        )
