"""Pure rules of requests: names of terms, marks of numbers, the three-part test."""

from django.utils.translation import gettext_lazy as _

INFORMATION = "information"
PERSONAL_DATA = "personal_data"
MARKS = {INFORMATION: "ЗІ", PERSONAL_DATA: "ПД"}
"""Before the number of a kind's own series; no surname begins an index of two letters."""

CLOCKS = {
    INFORMATION: {
        "reply": "ua.info.standard",
        "urgent": "ua.info.urgent",
        "extended": "ua.info.extended",
        "forward": "ua.info.forward",
    },
    PERSONAL_DATA: {"reply": "ua.pd.reply", "study": "ua.pd.study"},
}

REFUSAL_GROUNDS = "info_refusal"
"""The classifier of the grounds; a value with the meaning RESTRICTED asks for the test."""
RESTRICTED = "restricted"
TEST = {
    "aim": _("Which lawful interest is protected (part one of the test)"),
    "harm": _("What substantial harm disclosure would do (part two)"),
    "balance": _("Why the harm outweighs the public interest (part three)"),
}
HOW_TO_APPEAL = _(
    "You may appeal against this decision to the head of the body, to the Ukrainian Parliament"
    " Commissioner for Human Rights or to a court."
)


def number(kind: str, sequence: int, year: int) -> str:
    """ЗІ-12/26: each kind has its own series of the year."""
    return f"{MARKS[kind]}-{sequence}/{year % 100:02d}"
