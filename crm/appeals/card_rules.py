"""Pure rules of the registration card: what must stand beside what, lists of signatories, roll-up.

No queries here: forms and services ask the same questions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from crm.appeals.card_models import ReceiptForm, Sign, Subject

GROUP_OF = {
    "receipt_form": "receipt_form",
    "sign": "receipt_sign",
    "sex": "sex",
    "subject": "subject",
    "letter_type": "type",
    "social_status": "social_status",
}
"""Fields of the card and the classifiers their codes come from; several codes in `categories`."""
CATEGORIES = "author_category"
TOPICS = "question"
SIGNS_IN_TURN = (Sign.PRIMARY, Sign.REPEATED, Sign.DUPLICATE, Sign.MULTIPLE, Sign.MASS)
PASSED_ON = (ReceiptForm.POWER, ReceiptForm.OTHER_BODY)
PERSONAL = frozenset(
    (
        *("sex", "categories", "social_status", "signatories"),
        *("representative_name", "representative_document"),
        *("shorter_term_asked_by", "shorter_term_reason", "shorter_term_answer"),
        *("content", "note"),
    )
)
"""Fields that say something of a person: the journal names them without their values."""
SIGNATORIES_LIMIT = 2_000
NAME_LENGTH, ADDRESS_LENGTH, CONTACT_LENGTH = 250, 250, 120
REFUSED = "9.2"
OF_REPLY = ("9.1", "9.2", "9.3")
_WEIGHTIEST = ("9.1", "9.2", "9.3", "9.5", "9.4", "9.6")


class Fault(NamedTuple):
    """What is wrong with a card: the field and the sentence beside it."""

    field: str
    message: Any


@dataclass(frozen=True)
class Asked:
    """A question as a clerk writes it; `number` says which of the known ones, None a new one."""

    topic: str
    text: str = ""
    is_main: bool = True
    number: int | None = None


class Signed(NamedTuple):
    """One line of a list of signatories."""

    name: str
    address: str = ""
    contact: str = ""


def faults_of(card: Mapping[str, Any]) -> list[Fault]:
    """Everything the card lacks, by the fields it has (R-04)."""
    found = []
    form = card.get("receipt_form")
    if form in PASSED_ON and not card.get("source_body"):
        found.append(Fault("source_body", _("Write which body passed the appeal on.")))
    if form == ReceiptForm.POWER and not card.get("source_level"):
        found.append(Fault("source_level", _("Choose whether the body is local or central.")))
    if form == ReceiptForm.REPRESENTATIVE:
        if not card.get("representative_name"):
            found.append(Fault("representative_name", _("Write who represents the author.")))
        if not card.get("representative_document"):
            found.append(
                Fault("representative_document", _("Name the document that gives the authority."))
            )
    if card.get("shorter_term_asked_by") and not card.get("shorter_term_reason"):
        found.append(
            Fault("shorter_term_reason", _("Write the author's reasons for a shorter term (A-15)."))
        )
    if card.get("subject") == Subject.COLLECTIVE and (card.get("signatories_count") or 1) < 2:
        found.append(Fault("signatories_count", _("Write how many people signed, two at least.")))
    return found


def topic_faults(asked: Sequence[Asked]) -> list[Fault]:
    """At least one main question with a topic (13.1)."""
    if any(one.is_main for one in asked):
        return []
    return [Fault("questions", _("Choose the topic of the main question."))]


def read_signatories(text: str) -> tuple[list[Signed], list[str]]:
    """A list pasted one per line, “name; address; contact”, and what is wrong line by line."""
    lines: list[Signed] = []
    errors: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split(";")]
        if fault := _fault_in(parts):
            errors.append(str(_("Line %(number)s: %(fault)s")) % {"number": number, "fault": fault})
        else:
            lines.append(Signed(*parts))
        if len(lines) + len(errors) > SIGNATORIES_LIMIT:
            return [], [str(_("The list is too long: 2,000 people at most."))]
    return lines, errors


def _fault_in(parts: list[str]) -> str:
    if len(parts) > 3:
        return str(_("there are more than three parts between semicolons."))
    if not parts[0] or not any(sign.isalpha() for sign in parts[0]):
        return str(_("there is no name."))
    limits = (NAME_LENGTH, ADDRESS_LENGTH, CONTACT_LENGTH)
    if any(len(part) > limit for part, limit in zip(parts, limits, strict=False)):
        return str(_("it is too long."))
    return ""


def written_signatories(people: Iterable[Any]) -> str:
    """The same list as text, to be corrected."""
    lines = ((one.name, one.address, one.contact) for one in people)
    return "\n".join("; ".join(line).rstrip("; ") for line in lines)


def roll_up(results: Iterable[str]) -> str:
    """The result of an appeal from those of its questions: one when all agree.

    Otherwise positive if anything was resolved so, else refused, explained, forwarded, returned,
    not considered, whichever of them comes first. The questions keep their own results.
    """
    given = {result for result in results if result}
    return next((code for code in _WEIGHTIEST if code in given), "")
