"""The print forms of appeals, and when each of them fits."""

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import paper
from crm.appeals.papers import samples
from crm.cases.models import Case
from crm.cases.papers import CaseForm

TEMPLATES = Path(__file__).parent / "templates"
PREFIX = "appeal-"


def _always(case: Case) -> bool:
    return case.kind == "appeal"


def _in(*states: str) -> Callable[[Case], bool]:
    return lambda case: case.kind == "appeal" and case.state in states


def _of_reception(case: Case) -> bool:
    return _always(case) and case.channel == "reception"


CASE_FORMS = (
    CaseForm("card", _("Registration and control card"), _always, PREFIX),
    CaseForm("acceptance", _("Certificate of acceptance"), _always, PREFIX),
    CaseForm("reception", _("Card of a personal reception"), _of_reception, PREFIX),
    CaseForm("cover", _("Cover letter for forwarding"), _in("forwarded"), PREFIX),
    CaseForm("return", _("Letter of return"), _in("returned"), PREFIX),
    CaseForm("refusal", _("Letter: not considered"), _in("not_considered"), PREFIX),
    CaseForm("reply", _("Reply on letterhead"), _in("reply_draft", "answered", "closed"), PREFIX),
)

HINTS = {
    "card": _("The state's registration and control card with all fields."),
    "acceptance": _("Given to the author: the date and the index."),
    "reception": _("Of an appeal made at a personal reception."),
    "cover": _("To the body to which the appeal is forwarded."),
    "return": _("To the author: why the appeal is returned and what is missing."),
    "refusal": _("To the author: why the appeal is not considered and how to appeal against it."),
    "reply": _("The signed reply on paper; before the signature it is marked as a draft."),
}


def fitting(case: Case) -> list[CaseForm]:
    """What can be printed from the card of this case now."""
    return [form for form in CASE_FORMS if form.fits(case)]


def form_for(case: Case, code: str) -> CaseForm | None:
    return next((form for form in fitting(case) if form.code == code), None)


def register_kinds() -> None:
    """Told at start-up, so that administrators can edit the templates."""
    for form in CASE_FORMS:
        paper.register(
            paper.PaperKind(
                code=PREFIX + form.code,
                label=form.label,
                shipped=TEMPLATES / f"{form.code}.typ",
                sample=samples.of_case,
                hint=HINTS[form.code],
            )
        )
    paper.register(
        paper.PaperKind(
            code="journal",
            label=pgettext_lazy("of appeals", "Page of the journal"),
            shipped=TEMPLATES / "journal.typ",
            sample=samples.of_journal,
            hint=_("The journal of appeals registered within a period."),
        )
    )
