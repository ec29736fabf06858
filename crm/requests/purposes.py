"""For which purposes data are processed and on what basis (PD-01, PD-02)."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

LAW, CONSENT = "law", "consent"


class Purpose(NamedTuple):
    """`basis` law: the text was a notice, and withdrawing it erases no registered record."""

    label: Any
    basis: str


PURPOSES = {
    "appeals": Purpose(_("Processing of personal data in appeals"), LAW),
    "information": Purpose(_("Processing of personal data in information requests"), LAW),
    "personal_data": Purpose(_("Processing of personal data in requests about the data"), LAW),
}


def purpose_of(code: str) -> Purpose:
    """A purpose nobody named is by consent: it may be withdrawn."""
    return PURPOSES.get(code, Purpose(code, CONSENT))
